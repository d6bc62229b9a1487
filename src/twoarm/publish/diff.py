"""A comparison of two published runs, written as a page that stands alone and as JSON."""

from __future__ import annotations

import json
import math
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from twoarm.errors import ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.present.runs.difference import RunDiff, diff_runs
from twoarm.present.runs.page import Page, diff_page, diff_summary
from twoarm.present.runs.record import diff_record
from twoarm.publish.output import find_output, place_in
from twoarm.publish.private.folders import private_folder
from twoarm.publish.records.finished_run import PublishedRun, find_run, read_run
from twoarm.publish.store import make_folder, put_in_place, refuse_other
from twoarm.publish.templates.filling import filled

TIGHT = 1e-9  # other processors and libraries round the last digits otherwise, and no more
PAGE, RECORD = _FILES = ("index.html", "diff.json")
_MIME = {".svg": "image/svg+xml", ".png": "image/png"}


@counts_only
@dataclass(frozen=True)
class Written:
    """What a comparison came to and where its page is."""

    alike: bool
    summary: str
    page: Path


def diff(
    name_a: str, name_b: str, tolerance: float = TIGHT, to: Path | None = None, output: Path | None = None
) -> Written:
    """Compare two published runs and write the page.

    Parameters
    ----------
    name_a, name_b : names of ``_build/runs``, or paths of run folders.
    tolerance : see `twoarm.analysis.runs.difference.Tolerance`; finite, >= 0.
    to : the folder to write; ``_build/diffs/A-against-B`` where none is given.
    output : where ``_build`` stands; see `twoarm.publish.output.find_output`.

    Raises
    ------
    ParameterError
        No such run, or a tolerance that is none.
    InputError
        The folder of a run is damaged.
    DiskError
        The folder to write holds something else.
    """
    _check(tolerance)
    out = find_output(output)
    folders = [find_run(name, out) for name in (name_a, name_b)]
    a, b = (read_run(folder) for folder in folders)
    found = diff_runs(a.manifest, a.tables, b.manifest, b.tables, tolerance)
    place = to or _place(out, a, b)
    refuse_other(place, _FILES)
    return Written(found.alike, diff_summary(found), _write_diff(found, a, b, place))


def _write_diff(found: RunDiff, a: PublishedRun, b: PublishedRun, place: Path) -> Path:
    """Write the page and the record aside, then put them in their place; returns the page."""
    private = a.private or b.private
    place.parent.mkdir(parents=True, exist_ok=True)
    with private_folder(place.parent, ".twoarm-diff-") as aside:
        folder = aside / "diff"
        folder.mkdir()
        write_pages(diff_page(found), found, {"A": a.pictures, "B": b.pictures}, folder)
        put_in_place(folder, place, private=private)
    return place / PAGE


def write_pages(page: Page, found: RunDiff, pictures: dict[str, dict[str, Path]], folder: Path) -> None:
    """The page and its record: no script, no address, no path of this machine, no time of day; every string is escaped."""
    text = filled("diff.html", page=page, source=lambda side, label: _embedded(pictures[side][label]))
    (folder / PAGE).write_text(text, "utf-8")
    record = json.dumps(diff_record(found), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / RECORD).write_text(f"{record}\n", "utf-8")


def _embedded(picture: Path) -> str:
    return f"data:{_MIME[picture.suffix]};base64,{b64encode(picture.read_bytes()).decode()}"


def _check(tolerance: float) -> None:
    if not (math.isfinite(tolerance) and tolerance >= 0):
        problem = Problem(Place(at="--tolerance"), "not a finite number from 0 on", "0.01 is one percent")
        raise ParameterError("The command cannot be used so", [problem], "See: twoarm diff --help")


def _place(out: Path | None, a: PublishedRun, b: PublishedRun) -> Path:
    place = place_in(out, "diffs", f"{a.manifest['run']}-against-{b.manifest['run']}")
    for folder in (place.parent.parent, place.parent):
        make_folder(folder, private=a.private or b.private)
    return place
