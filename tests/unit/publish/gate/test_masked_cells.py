"""Masked counts that published ones give back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from small_studies import write_study

from twoarm.publish.gate.masked_cells import recomputable
from twoarm.study.disclosure.policy import Disclosure
from twoarm.study.opened import read_study
from twoarm.tables.outcomes import SUMMARIES
from twoarm.tables.patients import FLOW

DESCRIBED = """\
name  label  role       section        kind         levels
grade Grade  covariate  baseline       categorical  1=I|2=II|3=III
age   Age    outcome    perioperative  continuous   .
"""
PATIENTS = "arm grade age\n" + "\n".join(f"{'AB'[n % 2]} {n % 3 + 1} {40 + n}" for n in range(12))


def told(folder: Path, *rows: str, profile: str = "hospital") -> list[str]:
    """The problems of a summaries.csv with these rows: variable, level, n, missing, count, percent."""
    study = read_study(write_study(folder / "study", DESCRIBED, PATIENTS))
    spec = study.spec.model_copy(update={"disclosure": Disclosure(profile=profile)})
    lines = [",".join(SUMMARIES.header)]
    for row in rows:
        cells = dict(
            zip(("variable", "level", "n", "missing", "count", "percent"), row.split("|"), strict=False)
        )
        cells |= {"section": "baseline", "arm": "A"}
        lines.append(",".join(cells.get(name, "") for name in SUMMARIES.header))
    (folder / SUMMARIES.file).write_text("\n".join(lines) + "\n", "utf-8")
    (folder / FLOW.file).write_text(",".join(FLOW.header) + "\n", "utf-8")
    return [str(problem) for problem in recomputable(folder, dataclasses.replace(study, spec=spec))]


ONE = ["summaries.csv: a masked count can be computed from what is shown"]
TWO = ["summaries.csv: 2 masked counts can be computed from what is shown"]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (("age||37|<5",), []),  # nobody says how many there are
        (("age||37|<5", "grade|I|40|0|20"), ONE),
        (("age||36 to 39|<5", "grade|I|40|0|20"), []),
        (("grade|I|40|0|<5", "grade|II|40|0|20", "grade|III|40|0|17"), ONE),
        (("grade|I|40|0|<5", "grade|II|40|0|17 to 20", "grade|III|40|0|19"), []),
        (
            ("grade|I|40|0|<5", "grade|II|40|0|18 to 19", "grade|III|40|0|19"),
            [ONE[0].replace("a masked count", "2 masked counts")],
        ),
        (("grade|I|40|0|<5", "grade|II|40|0|20"), []),  # a level has no row
        (("grade|I|40|0|<5|7.5",), ONE),
        (("grade|I|40|0|<5|",), []),
    ],
)
def test_what_sums_and_percentages_give_back(tmp_path, rows, problems):
    assert told(tmp_path, *rows) == problems


def test_rounded_counts_leave_more_values(tmp_path):
    rows = ("grade|I|40|0|<8", "grade|II|40|0|20", "grade|III|40|0|15")
    assert told(tmp_path, *rows, profile="opensafely") == []
