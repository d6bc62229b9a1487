"""Two arms without variation: the difference is told without an interval, and that the arms have no value in common."""

from __future__ import annotations

import pytest
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.analysis.comparison.result import Result
from twoarm.present import wording as w
from twoarm.present.figures.forest import forest_plot
from twoarm.present.findings import findings
from twoarm.present.outcomes.sentences import outcome_notes, short_finding
from twoarm.present.outcomes.tables import outcome_table
from twoarm.study.opened import read_study

DESCRIBED = """
name  label  role     section        kind        better  unit
pain  Pain   outcome  perioperative  continuous  lower   points
"""
EVERY = "very value with new lies below every value with old"


def compared(folder, treated: list, control: list, policy: str = "") -> Comparison:
    pairs = [("A", x) for x in treated] + [("B", x) for x in control]
    rows = "".join(f"{arm} {x}\n" for arm, x in pairs)
    study = write_study(folder, DESCRIBED, f"arm pain\n{rows}")
    if policy:
        path = study / "study.yml"
        path.write_text(path.read_text("utf-8").replace("{min_count: 0}", policy), "utf-8")
    return compare_section(read_study(study), "perioperative")


def primary(comparison: Comparison) -> Result:
    return comparison.headline[0]


def said(comparison: Comparison) -> str:
    text = str(outcome_notes(comparison, comparison.study.variable("pain")))
    return text.replace(w.NBSP, " ").replace("\\", "")


@pytest.fixture(scope="module")
def constants(tmp_path_factory) -> Comparison:
    return compared(tmp_path_factory.mktemp("constants") / "s", [5] * 10, [7] * 10)


def test_that_every_value_lies_on_one_side_is_said(constants):
    assert said(constants) == f"E{EVERY}."


def test_the_findings_do_not_say_that_nothing_could_be_estimated(constants):
    found = str(findings(constants))
    assert found.startswith(f"Pain does not vary within either arm: e{EVERY} (mean difference −2.0")
    assert "Nothing could be estimated" not in found
    assert "lower with new" in short_finding(constants, primary(constants))


def test_the_table_has_the_difference_and_the_figure_no_line(constants):
    assert outcome_table(constants).rows[0][-2:] == ["−2.0 (no interval: no variation in either arm)", "–"]
    assert forest_plot(constants) is None


def test_the_arms_exchanged(tmp_path):
    turned = compared(tmp_path / "s", [7] * 10, [5] * 10)
    assert outcome_table(turned).rows[0][-2] == "2.0 (no interval: no variation in either arm)"
    assert "Every value with new lies above every value with old." in said(turned)


def test_one_constant_arm_has_an_interval(tmp_path):
    one = compared(tmp_path / "s", [5] * 10, [6, 7, 8, 9, 7, 7, 6, 8, 9, 7])
    assert primary(one).apart == 0 and primary(one).estimate.interval is not None
    assert EVERY not in said(one) and "no interval" not in said(one)


def test_all_patients_alike_have_no_estimate(tmp_path):
    alike = compared(tmp_path / "s", [5] * 10, [5] * 10)
    assert primary(alike).apart == 0
    assert said(alike) == "" and "not estimable: no variation" in outcome_table(alike).rows[0][-2]


def test_beside_a_masked_number_of_patients_the_difference_is_masked(tmp_path):
    """Two patients without a value: their number is masked, and with it what would tell of a deviation of zero."""
    gaps = compared(tmp_path / "s", [5] * 18 + ["."] * 2, [7] * 20, "{profile: hospital}")
    assert primary(gaps).estimate.masked and EVERY not in said(gaps)
    whole = compared(tmp_path / "t", [5] * 20, [7] * 20, "{profile: hospital}")
    assert not primary(whole).estimate.masked and primary(whole).apart == -1
