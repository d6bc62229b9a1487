"""``twoarm runs``: every run is listed for its user; a private one on no page."""

from __future__ import annotations

import json

import pytest
from small_runs import write_run
from sweep_studies import PRIVATE, write_centres

from twoarm.errors import DiskError
from twoarm.present.runs.shelf import NONE_BUILT, size_text
from twoarm.publish.releases.ledger import open_ledger
from twoarm.publish.shelf.listing import list_runs


@pytest.fixture
def build(tmp_path):
    """A ``_build`` with a public and a private run, and a damaged one."""
    out = tmp_path / "_build"
    (out / "runs").mkdir(parents=True)
    open_study, closed_study = write_centres(tmp_path / "open"), write_centres(tmp_path / "closed", PRIVATE)
    write_run(out / "runs" / "open-one", open_study, None, changed_parameters=["alpha"])
    ledger = open_ledger(tmp_path / "ledger", (tmp_path / "closed", out))
    write_run(out / "runs" / "closed-one", closed_study, ledger, title="A hospital's own")
    (out / "runs" / "damaged").mkdir()
    return out


def test_the_user_sees_every_run_and_the_page_none_that_is_private(build, tmp_path):
    lines, page = list_runs(tmp_path)
    assert [line.split()[0] for line in lines.splitlines()] == ["Run", "closed-one", "open-one"]
    assert "alpha 0.05" in lines and "html" in lines
    text = page.read_text("utf-8")
    assert "open-one" in text and "runs/open-one/html/index.html" in text
    assert "closed-one" not in text and "hospital" not in text


def test_a_private_sweep_is_on_no_page_either(build, tmp_path):
    for name, private in (("shown", False), ("kept", True)):
        folder = build / "sweeps" / name
        folder.mkdir(parents=True)
        runs = [{"study": f"site of {name}", "private": private}]
        (folder / "sweep.json").write_text(json.dumps({"formats": [], "runs": runs}), "utf-8")
    lines, page = list_runs(tmp_path)
    assert "sweep shown" in lines and "sweep kept" in lines
    text = page.read_text("utf-8")
    assert "site of shown" in text and "kept" not in text


def test_another_page_in_its_place_is_left_alone(build, tmp_path):
    (build / "index.html").write_text("<p>mine</p>", "utf-8")
    with pytest.raises(DiskError, match="not the index that twoarm writes"):
        list_runs(tmp_path)
    assert (build / "index.html").read_text("utf-8") == "<p>mine</p>"


def test_the_index_is_written_anew(build, tmp_path):
    assert list_runs(tmp_path)[1].read_bytes() == list_runs(tmp_path)[1].read_bytes()


def test_where_nothing_was_built_nothing_is_written(tmp_path):
    assert list_runs(tmp_path) == (NONE_BUILT, None) and not list(tmp_path.iterdir())


def test_sizes_are_read():
    assert [size_text(size) for size in (0, 1500, 2_500_000, 3_000_000_000)] == [
        "0.0 kB",
        "1.5 kB",
        "2.5 MB",
        "3.0 GB",
    ]
