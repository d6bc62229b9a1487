"""The pictures of a run: what its pages show, at a size that a journal takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from twoarm.errors import AnalysisError
from twoarm.publish.documents.pictures import write_pictures

# A third of an inch by a sixth, half of it blue.
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24pt" height="12pt" viewBox="0 0 24 12">'
    '<rect width="24" height="12" fill="#ffffff"/><rect width="12" height="12" fill="#0072b2"/></svg>'
)


def test_a_picture_shows_its_drawing_at_300_points_to_the_inch(tmp_path: Path):
    for name in ("fig-one", "fig-two"):
        (tmp_path / f"{name}.svg").write_text(DRAWING, "utf-8")
    (tmp_path / "fig-one-narrow.svg").write_text(DRAWING, "utf-8")
    write_pictures(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["fig-one.png", "fig-two.png"]
    with Image.open(tmp_path / "fig-two.png") as picture:
        assert picture.size == (100, 50)
        assert picture.getpixel((25, 25))[:3] == (0x00, 0x72, 0xB2)
        assert picture.getpixel((75, 25))[:3] == (255, 255, 255)


def test_a_folder_without_drawings_gets_no_picture(tmp_path: Path):
    write_pictures(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_that_is_none_is_refused(tmp_path: Path):
    (tmp_path / "fig-one.svg").write_text("<svg", "utf-8")
    with pytest.raises(AnalysisError, match="Typst did not set the page"):
        write_pictures(tmp_path)
