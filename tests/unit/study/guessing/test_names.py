"""What ``twoarm init`` reads out of the name of a column: words, a valid name, a label, a unit, a visit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoarm.drafting.layout.visit_names import in_order, split_visit, visit_of
from twoarm.study.guessing.names import a_label, readable, spoken_words, valid_name, words_of
from twoarm.study.guessing.units import unit_of, without_before
from twoarm.study.labels import NAME, label_problem
from twoarm.study.plausible.quantities import quantities_called, quantity_of


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("preOp_calcBMI", ("pre", "Op", "calc", "BMI")),
        ("pacu30min_throatPain", ("pacu", "30", "min", "throat", "Pain")),
        ("ph.ecog", ("ph", "ecog")),
        ("blood loss (mL)", ("blood", "loss", "m", "L")),
        ("VAS", ("VAS",)),
    ],
)
def test_words(column, words):
    assert words_of(column) == words


@pytest.mark.parametrize(
    ("column", "label"),
    [
        ("preOp_pain", "Preoperative pain"),
        ("intraOp_surgerySize", "Intraoperative surgery size"),
        ("op_time", "Operation time"),
        ("asa_class", "ASA class"),
        ("hba1c", "HBA1C"),
        ("Ağrı_skoru", "Ağrı skoru"),
        ("???", "Column"),
    ],
)
def test_labels(column, label):
    assert readable(spoken_words(column)) == label


def test_before_is_not_said_of_what_stays():
    assert readable(without_before(words_of("preOp_gender"))) == "Gender"
    assert readable(without_before(words_of("preOp_pain"))) == "Preoperative pain"


@pytest.mark.parametrize(
    ("column", "unit", "rest"),
    [
        ("age_years", "years", "age"),
        ("op_time_min", "min", "op_time"),
        ("bp_min", "", "bp_min"),
        ("weight_kg", "kg", "weight"),
        ("hb_g_dl", "g/dL", "hb"),
        ("days", "", "days"),
    ],
)
def test_units(column, unit, rest):
    assert unit_of(words_of(column)) == (unit, words_of(rest))


def test_quantities():
    assert quantity_of(words_of("preOp_calcBMI")).unit == "kg/m²"
    assert quantity_of(words_of("age")).label == "Age"
    assert quantity_of(words_of("image")) is None


def test_what_a_draft_and_a_check_know_of_a_quantity_is_one_row():
    weight = quantity_of(words_of("preOp_weight_kg"))
    assert quantities_called("weight kg") == quantities_called("weight") == [weight]
    assert (weight.unit, weight.band("kg").most, weight.band("lb")) == ("kg", 650, None)
    assert quantity_of(words_of("birth_weight")) is None and quantities_called("birth weight") == []


NAMES = [
    # column, measurement, visit, its label, hours
    ("vas_pre", "vas", "pre", "Pre", 0),
    ("vas_preop", "vas", "preop", "Preoperative", 0),
    ("preOpVas", "Vas", "preOp", "Preoperative", 0),
    ("vas_post", "vas", "post", "Post", None),
    ("pacu30min_throatPain", "throat Pain", "pacu30min", "PACU 30 min", 0.5),
    ("postOp4hour_cough", "cough", "postOp4hour", "Postoperative 4 hours", 4),
    ("pod1am_cough", "cough", "pod1am", "POD 1 am", 24),
    ("odi_6m", "odi", "6m", "6 months", 6 * 730.5),
    ("odi_m12", "odi", "m12", "Month 12", 12 * 730.5),
    ("week6_odi", "odi", "week6", "Week 6", 6 * 168),
    ("pain_day_3", "pain", "day3", "Day 3", 72),
    ("bp_6", "bp", "6", "Visit 6", None),
    ("score_visit2", "score", "visit2", "Visit 2", None),
    ("pain_1_year", "pain", "1year", "1 year", 8766),
]


@pytest.mark.parametrize(("column", "stem", "code", "label", "hours"), NAMES)
def test_visits_in_names(column, stem, code, label, hours):
    words, visit = split_visit(words_of(column), bare=True)
    assert (" ".join(words), visit.code, visit.label, visit.hours) == (stem, code, label, hours)


@pytest.mark.parametrize(
    "column", ["age", "preop", "il6", "sf36", "t_score", "bmi", "l1_height", "item7", "post"]
)
def test_names_without_a_visit(column):
    assert split_visit(words_of(column), bare=False) is None


def order(*names: str) -> tuple[list[str], list[float], str, bool]:
    visits, times, unit, told = in_order([visit_of(words_of(name), bare=True) for name in names])
    return [v.code for v in visits], times, unit, told


def test_visits_in_their_order_and_a_unit_that_suits_all():
    assert order("pod1am", "pacu30min", "postOp4hour") == (
        ["pacu30min", "postOp4hour", "pod1am"],
        [0.5, 4, 24],
        "hours",
        True,
    )
    assert order("12m", "6w", "preop") == (["preop", "6w", "12m"], [0, 1.38, 12], "months", True)


def test_visits_whose_times_no_name_tells():
    assert order("latest", "pre", "day3") == (["pre", "day3", "latest"], [0, 72, 73], "hours", False)
    codes, times, unit, told = order("post", "pre")
    assert (codes, times, unit, told) == (["pre", "post"], [0, 1], "visit number", False)
    assert order("6", "0")[:3] == (["0", "6"], [0, 6], "visit number")


def test_two_visits_never_have_one_time():
    assert order("day1", "24h", "pre")[1] == [0, 1, 2]


@given(st.text(max_size=60))
def test_whatever_a_column_is_called_its_name_and_its_label_are_valid(column):
    words = spoken_words(column)
    assert NAME.fullmatch(valid_name(words, (), "column_1"))
    assert label_problem(readable(words)) == ""
    assert label_problem(a_label(column, "level 1")) == ""


@given(st.lists(st.text(max_size=50), max_size=6))
def test_no_two_columns_get_one_name(columns):
    taken: list[str] = []
    for column in columns:
        taken.append(valid_name(spoken_words(column), taken, "column_1"))
    assert len(set(taken)) == len(taken)
