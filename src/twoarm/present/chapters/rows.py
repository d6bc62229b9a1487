"""The rows of the tables that a chapter publishes, without its notebook, its pictures and its page."""

from __future__ import annotations

from twoarm.analysis.chapters.values import chapter_values
from twoarm.present.about.checklists.table import FilledChecklist
from twoarm.study.opened import Study
from twoarm.tables.columns import RowsByTable

WITH_CHECKLIST = "dictionary"  # the chapter that has it


def rows_of_chapter(study: Study, topic: str, section: str = "") -> RowsByTable:
    """What the chapter's last cell hands to the run, table by table; parameters as of `chapter_values`."""
    values = chapter_values(
        study, topic, section, counted=not study.notice
    )  # invented patients are never counted so
    if topic == WITH_CHECKLIST and not section:
        values.append(FilledChecklist(study))
    rows: RowsByTable = {}
    for value in (one for one in values if one is not None):
        for name, found in value.rows().items():
            rows.setdefault(name, []).extend(found)
    return rows
