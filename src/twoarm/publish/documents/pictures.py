"""The drawings as PNG, for Word, JATS and whoever takes one of them: rendered from the SVG that the pages show."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from twoarm.present.handover import OF_A_PHONE
from twoarm.publish.documents.typeset import rendered
from twoarm.publish.private.folders import tool_folder

_PAGE = '#page(width: auto, height: auto, margin: 0pt, image("{}"))\n'


def write_pictures(figures: Path) -> None:
    """Write ``<label>.png`` beside each ``<label>.svg`` of a folder, the drawings of a telephone apart.

    Raises
    ------
    AnalysisError
        Typst could not render one.
    """
    drawings = sorted(path for path in figures.glob("*.svg") if not path.stem.endswith(OF_A_PHONE))
    if not drawings:
        return
    with tempfile.TemporaryDirectory(prefix="pictures-", dir=tool_folder(tempfile.gettempdir())) as name:
        for path in drawings:
            shutil.copyfile(path, Path(name, path.name))
        source = Path(name, "pictures.typ")
        source.write_text("".join(_PAGE.format(path.name) for path in drawings), "utf-8")
        for path, picture in zip(drawings, rendered(source), strict=True):
            path.with_suffix(".png").write_bytes(picture)
