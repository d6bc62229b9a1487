"""Small study folders written from tables that a reader can check by hand."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path

from ruamel.yaml import YAML

from twoarm.study.dictionary import Variable

COLUMNS = [field.name for field in fields(Variable)]
STUDY = """\
title: A small study
data_kind: real
disclosure: {min_count: 0}
arms:
  column: arm
  treated: {level: A, label: new}
  control: {level: B, label: old}
"""
BEFORE_AND_AFTER = """\
visits:
  - {code: before, label: before treatment, time: 0}
  - {code: after, label: after a month, time: 1}
baseline_visit: before
"""
ALWAYS = """\
name        label    table     role  section  kind         levels
patient_id  Patient  patients  id    .        id           .
arm         Arm      patients  arm   .        arm          A=new|B=old
"""
VISIT = """\
name   label  table   role  section  kind
visit  Visit  visits  none  .        categorical
"""


UNIT = """\
name  label  table  role  section  kind
unit  Hips   units  none  .        categorical
"""


def rows_of(text: str) -> list[dict[str, str]]:
    """A table in plain text: cells have no blank (``_`` stands for one in labels and units) and ``.`` means empty."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    return [dict(zip(head, ("" if c == "." else c for c in line), strict=True)) for line in lines]


def write_study(
    folder: Path, described: str, patients: str, visits: str = "", spec: str = "", units: str = ""
) -> Path:
    """Write a study folder.

    Parameters
    ----------
    described : the dictionary's rows beside ``patient_id``, ``arm`` and, where there are visits or units, ``visit`` and
        ``unit``; table patients unless a column ``table`` says otherwise.
    patients : a column ``arm`` (A or B) and one per variable; the patients are called P-1, P-2 ... in their order.
    visits : the columns ``patient`` (1, 2 ...) and ``visit``, and one per variable.
    spec : what study.yml has beside title, kind, policy and arms.
    units : the columns ``patient`` and ``unit`` (left or right), and one per variable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yml").write_text(STUDY + spec, "utf-8")
    levels = "|".join(
        f"{v['code']}={v['label']}" for v in YAML(typ="safe").load(STUDY + spec).get("visits", [])
    )
    seen_when = [{**row, "levels": levels} for row in rows_of(VISIT)] if visits else []
    within = [{**row, "levels": "left|right"} for row in rows_of(UNIT)] if units else []
    dictionary = [*rows_of(ALWAYS), *seen_when, *within, *rows_of(described)]
    _write(folder / "dictionary.csv", COLUMNS, [_words(row) for row in dictionary])
    people = [{"patient_id": f"P-{n}", **row} for n, row in enumerate(rows_of(patients), 1)]
    _write(folder / "patients.csv", list(people[0]), people)
    for name, text in (("visits", visits), ("units", units)):
        rows = [{"patient_id": f"P-{row.pop('patient')}", **row} for row in rows_of(text)] if text else []
        if rows:
            _write(folder / f"{name}.csv", list(rows[0]), rows)
    return folder


def _words(row: dict[str, str]) -> dict[str, str]:
    spoken = {k: row[k].replace("_", " ") for k in ("label", "unit", "levels", "note") if k in row}
    return {"table": "patients", **row, **spoken}


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
