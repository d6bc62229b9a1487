"""The numbers that changed since the version before: the tables that a study keeps of it, beside those of this run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from twoarm.errors import DisclosureError, Place, Problem
from twoarm.present.runs.difference import diff_runs
from twoarm.present.runs.page import diff_page
from twoarm.publish.diff import PAGE, TIGHT, write_pages
from twoarm.publish.records.finished_run import PublishedRun, read_manifest, run_of
from twoarm.study.specification import StudySpec

PREVIOUS = "previous"  # folder of a study: the manifest and the tables of its version before
CHANGES = "changes"  # folder of a run
CHANGES_LINK = ("Changed numbers", f"../{CHANGES}/{PAGE}")
_BEFORE, _THIS = "the version before", "this version"
_TITLE = "Numbers that changed since the version before"


def earlier_version(study_folder: Path, spec: StudySpec) -> PublishedRun | None:
    """What a study keeps of its version before; None for a study that keeps none.

    Raises
    ------
    DisclosureError
        The patients are not public, or their policy masks: what two versions mask apart, they may tell together.
    InputError
        Its manifest or its tables are missing or damaged.
    """
    folder = study_folder / PREVIOUS
    if not folder.is_dir():
        return None
    if spec.private or spec.policy.masks:
        problem = Problem(
            Place(at=f"{PREVIOUS}/"),
            "two versions side by side may tell of patients what each of them masks",
            "remove the folder; twoarm diff compares two runs for you alone",
        )
        raise DisclosureError(f"{study_folder.name}/ cannot be built", [problem], "Nothing was run.")
    return run_of(folder, read_manifest(folder), drawn=False)


def write_changes(earlier: PublishedRun, manifest: dict[str, Any], finished: Path) -> None:
    """Write the page into a run whose tables are written.

    Parameters
    ----------
    earlier : as `earlier_version` gives it. manifest : of the run, without the page.
    """
    this = run_of(finished, manifest, drawn=False)
    before, now = earlier.manifest | {"run": _BEFORE}, this.manifest | {"run": _THIS}
    found = diff_runs(before, earlier.tables, now, this.tables, TIGHT)
    (finished / CHANGES).mkdir()
    page = replace(diff_page(found), title=_TITLE, figures_sentence="")
    write_pages(page, found, {"A": {}, "B": {}}, finished / CHANGES)
