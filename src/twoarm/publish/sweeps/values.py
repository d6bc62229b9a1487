"""The tables of a run without its pages: the values of every chapter, computed in this process."""

from __future__ import annotations

import json
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

from twoarm.present.chapters.rows import rows_of_chapter
from twoarm.publish.notebooks.text import declared_parameters, plain_notebook
from twoarm.publish.records.tabular import write_tables
from twoarm.publish.stage import Stage
from twoarm.study.chapters import section_of, topic_of
from twoarm.study.opened import Study
from twoarm.study.parameters import Parameters


def write_values(stage: Stage, folder: Path) -> None:
    """Write the tables of the stage's study as a build would, byte for byte; no kernel is started and nothing is drawn.

    Parameters
    ----------
    folder : where the tables go; it is there.

    Raises
    ------
    AnalysisError
        The book has a chapter of its own, whose values its notebook alone computes.
    """
    records = stage.folder / "records"
    records.mkdir()
    with chdir(stage.folder):  # as a notebook does, a chapter looks up the book from where it stands
        told = [_record(stage, notebook, records) for notebook in stage.notebooks]
    spec = stage.study.spec
    write_tables(told, folder, private=spec.private, gathers=spec.policy.gathers, alone=spec.published)


def _record(stage: Stage, notebook: Path, records: Path) -> Path:
    """What the notebook would leave of its values, under the parameters that it declares."""
    page = f"notebooks/{notebook.stem}"
    section = section_of(page, stage.study)
    rows = rows_of_chapter(
        _as_declared(stage.study, notebook), topic_of(page), section.code if section else ""
    )
    record = records / f"{notebook.stem}.json"
    record.write_text(json.dumps({"figures": [], **rows}, default=str), "utf-8")
    return record


def _as_declared(study: Study, notebook: Path) -> Study:
    """The study with the parameters that the notebook has; the others are as if nobody had changed them."""
    declared = declared_parameters(plain_notebook(notebook.read_text("utf-8")))
    given = {name: value for name, value in study.parameters if name in (*declared, "study")}
    return replace(study, parameters=Parameters(**given))
