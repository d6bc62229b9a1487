"""The attacker on icon arrays: patients of a hundred of a count that is masked would give it back."""

from __future__ import annotations

from dataclasses import replace

from attack.handmade import LEAK, published
from attack.winning import attack_tables
from small_studies import write_study

from twoarm.publish.gate.masked_cells import recomputable
from twoarm.study.disclosure.policy import Disclosure
from twoarm.study.opened import read_study
from twoarm.tables.outcomes import SUMMARIES
from twoarm.tables.patients import FREQUENCIES

EVENTS = """\
variable  arm  level  n   missing  count
leak      A    yes    40  0        <5
leak      B    yes    40  0        9
"""
ARRAYS = """\
variable  treated  control  difference
leak      8        22       -14
"""
DESCRIBED = """\
name  label  role     section        kind    levels
leak  Leak   outcome  perioperative  binary  0=no|1=yes
"""


def test_the_array_of_a_masked_count_gives_it_back():
    masked = {1, 2, 3, 4}
    alone = attack_tables(published(LEAK, summaries=EVENTS))
    assert alone.of("count", "leak", "", "A", "yes") == masked and not alone.leaks
    found = attack_tables(published(LEAK, summaries=EVENTS, frequencies=ARRAYS))
    assert found.of("count", "leak", "", "A", "yes") == {3} and found.leaks


def problems(folder, *arrays: str) -> list[str]:
    """Of a run whose summaries mask the leaks of one arm, with these rows of frequencies.csv."""
    patients = "arm leak\n" + "\n".join(f"{'AB'[n % 2]} {n % 3 // 2}" for n in range(12))
    study = read_study(write_study(folder / "study", DESCRIBED, patients))
    spec = study.spec.model_copy(update={"disclosure": Disclosure(profile="hospital")})
    _write(
        folder,
        SUMMARIES,
        "leak|A|yes|40|0|<5",
        "leak|B|yes|40|0|9",
        names="variable|arm|level|n|missing|count",
    )
    _write(folder, FREQUENCIES, *arrays, names="claim|variable|treated|control|difference")
    return [str(problem) for problem in recomputable(folder, replace(study, spec=spec))]


def _write(folder, table, *rows: str, names: str) -> None:
    lines = [",".join(table.header)]
    for row in rows:
        cells = dict(zip(names.split("|"), row.split("|"), strict=True))
        lines.append(",".join(cells.get(name, "") for name in table.header))
    (folder / table.file).write_text("\n".join(lines) + "\n", "utf-8")


def test_the_gate_refuses_the_array_of_a_masked_count(tmp_path):
    assert problems(tmp_path) == []
    assert problems(tmp_path, "|leak|8|22|-14") == [
        "summaries.csv: a masked count can be computed from what is shown"
    ]


def test_a_printed_statement_is_no_count_of_the_cohort(tmp_path):
    assert problems(tmp_path, "C08|leak|8|22|-14") == []
