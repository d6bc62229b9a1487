"""The numbers that changed since the version before: the tables that a study keeps of it, beside those of this run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from twoarm.present.runs.difference import diff_runs
from twoarm.present.runs.page import diff_page
from twoarm.publish.diff import TIGHT, write_pages
from twoarm.publish.records.finished_run import PublishedRun, run_of
from twoarm.publish.report.downloads import CHANGES

_BEFORE, _THIS = "the version before", "this version"
_TITLE = "Numbers that changed since the version before"


def write_changes(earlier: PublishedRun, manifest: dict[str, Any], finished: Path) -> None:
    """Write the page into a run whose tables are written.

    Parameters
    ----------
    earlier : as `twoarm.publish.report.before.earlier_version` gives it. manifest : of the run, without the page.
    """
    this = run_of(finished, manifest, drawn=False)
    before, now = earlier.manifest | {"run": _BEFORE}, this.manifest | {"run": _THIS}
    found = diff_runs(before, earlier.tables, now, this.tables, TIGHT)
    (finished / CHANGES).mkdir()
    page = replace(diff_page(found), title=_TITLE, figures_sentence="")
    write_pages(page, found, {"A": {}, "B": {}}, finished / CHANGES)
