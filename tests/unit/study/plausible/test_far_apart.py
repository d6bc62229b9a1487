"""What is said of covariates that may not be from before treatment, or that most patients lack."""

from __future__ import annotations

import pytest
from small_studies import write_study

from twoarm.study.opened import read_study
from twoarm.study.plausible.warnings import plausibility_warnings

DESCRIBED = """
name    label    role       section        kind         levels
marker  Marker   {role}     {section}      {kind}       {levels}
pain    Pain     outcome    perioperative  continuous   .
"""
APART = (
    "the arms lie more than 1 standard deviation apart, and results are adjusted for it",
    "was it measured after treatment? role none leaves it out of what results are adjusted for",
)
LACKED = ("58% of the values are missing", "role none leaves it out of what results are adjusted for")


def said(
    folder, treated: str, control: str, kind="continuous", levels=".", role="covariate", spec=""
) -> list:
    """The warnings about the marker; its values stand in a text for each arm."""
    section = "baseline" if role == "covariate" else "perioperative"
    described = DESCRIBED.format(role=role, section=section, kind=kind, levels=levels)
    cells = [("A", cell) for cell in treated.split()] + [("B", cell) for cell in control.split()]
    rows = "".join(f"{arm} {cell} {n}.5\n" for n, (arm, cell) in enumerate(cells))
    study = read_study(write_study(folder, described, f"arm marker pain\n{rows}", spec=spec))
    return [(p.rule, p.mend) for p in plausibility_warnings(study) if p.where.at == "marker"]


FAR = [
    ("continuous", ".", "1 2 3 4 5", "4 5 6 7 8"),
    (
        "continuous",
        ".",
        "1 2 3 4 5",
        "6 7 8 9 10",
    ),  # so few have no value in common by chance: it is adjusted for
    ("binary", "0=no|1=yes", "0 0 0 0 0 1", "1 1 1 1 1 0"),
    ("ordinal", "a=mild|b=fair|c=bad", "a a a a b", "b b b b c"),
    ("categorical", "a=left|b=right|c=both", "a a a a b", "b b b b c"),
]


@pytest.mark.parametrize(("kind", "levels", "treated", "control"), FAR)
def test_arms_far_apart_are_told_without_a_number(kind, levels, treated, control, tmp_path):
    assert said(tmp_path / "s", treated, control, kind, levels) == [APART]
    assert said(tmp_path / "t", control, treated, kind, levels) == [APART]


NEAR = [
    ("continuous", ".", "1 2 3 4 5", "2 3 4 5 6"),  # 1 / 1.58
    ("continuous", ".", "1 2 3 4", "4 5 6 7 8"),  # four patients in an arm
    ("continuous", ".", "2 2 2 2 2", "2 2 2 2 2"),
    ("binary", "0=no|1=yes", "0 0 0 0 0 1", "1 0 0 1 1 0"),
]


@pytest.mark.parametrize(("kind", "levels", "treated", "control"), NEAR)
def test_nothing_is_told_of_arms_that_are_alike_or_few(kind, levels, treated, control, tmp_path):
    assert said(tmp_path / "s", treated, control, kind, levels) == []


APART_WHOLLY = "it tells the arms apart in every patient, so that no analysis can adjust for it"


@pytest.mark.parametrize(
    ("kind", "levels", "treated", "control"),
    [
        ("continuous", ".", "1 2 3 4 5 6 7 8", "11 12 13 14 15 16 17 18"),
        ("continuous", ".", "1 1 1 1 1", "2 2 2 2 2"),
        ("binary", "0=no|1=yes", "0 0 0 0 0", "1 1 1 1 1"),
    ],
)
def test_what_no_analysis_adjusts_for_is_told_once(kind, levels, treated, control, tmp_path):
    found = said(tmp_path / "s", treated, control, kind, levels)
    assert found == [(APART_WHOLLY, "weights and adjustments leave it out")]


def test_what_is_only_described_may_lie_apart(tmp_path):
    assert said(tmp_path / "s", "1 2 3 4 5", "4 5 6 7 8", role="none") == []


@pytest.mark.parametrize(("role", "mend"), [("covariate", LACKED[1]), ("none", "")])
def test_a_covariate_that_most_patients_lack_has_a_way_out(role, mend, tmp_path):
    treated, control = "1 2 3 . . .", "2 3 . . . ."
    assert said(tmp_path / "s", treated, control, role=role) == [(LACKED[0], mend)]


def test_half_of_the_patients_is_not_most_of_them(tmp_path):
    assert said(tmp_path / "s", "1 2 3 . . .", "2 3 4 . . .") == [("50% of the values are missing", "")]
