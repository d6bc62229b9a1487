"""A section whose results a notebook shows and does not hand over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from twoarm.errors import Place, Problem
from twoarm.study.chapters import section_of
from twoarm.study.opened import Study
from twoarm.tables.outcomes import SUMMARIES


def section_kept_back(study: Study, notebook: Path, records: Path) -> Iterator[Problem]:
    """The problem of a section's notebook in whose record no row is of that section; none of another notebook.

    What was observed of an outcome is always a row of the summaries, whatever can be estimated.
    """
    section = section_of(f"notebooks/{notebook.stem}", study)
    if section is None:
        return
    rows = json.loads((records / f"{notebook.stem}.json").read_text("utf-8")).get(SUMMARIES.name, [])
    if section.code not in {row["section"] for row in rows}:
        rule = f"shows the section {section.code}, of which done() is not told"
        yield Problem(Place(notebook.name), rule, "name its comparison in done(...), the last cell")
