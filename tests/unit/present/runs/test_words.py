"""What a comparison of two runs says: which way a conclusion went, the cause, digits that show what differs."""

from __future__ import annotations

import pytest

from twoarm.analysis.runs.causes import Change
from twoarm.analysis.runs.conclusions import Flip
from twoarm.analysis.runs.difference import Pair
from twoarm.present import wording as w
from twoarm.present.runs.flips import flip_sentence
from twoarm.present.runs.labels import Labels
from twoarm.present.runs.numbers import Reader
from twoarm.present.runs.words import NO_CAUSE, cause_sentence, commit_note, tolerance_sentence
from twoarm.tables.columns import LEVEL
from twoarm.tables.every import RUN_TABLES

ONE = [Change("x", 1, 2)]
NONE = {"reason": "empty arm"}


@pytest.mark.parametrize(
    ("kind", "a", "b", "said"),
    [
        ("interval", 1, 0, "The interval of A lies wholly above no difference, that of B includes no difference."),
        ("interval", -1, 1, "The interval of A lies wholly below no difference, that of B lies wholly above no difference."),
        ("p_value", True, False, "P is below 0.05 in A and not below 0.01 in B."),
        ("p_adjusted", False, True, "The adjusted P is not below 0.05 in A and below 0.01 in B."),
        ("sign", 1, -1, "The estimate of A lies above no difference, that of B below no difference; both intervals include "
         "no difference."),
        ("verdict", "consistent", "depends_on_method", "The verdict is “consistent” in A and “depends_on_method” in B."),
        ("estimable", True, False, "A has an estimate or a P, B has none: empty arm."),
        ("estimable", False, True, "B has an estimate or a P, A has none: empty arm."),
        ("significant", "true", "false", "Against the threshold that the claim prints, P is below in A and not below in B."),
    ],
)  # fmt: skip
def test_which_way(kind, a, b, said):
    assert flip_sentence(Flip("results", Pair((), NONE, NONE), kind, a, b), (0.05, 0.01)) == said


def test_equivalence_says_what_its_p_means():
    said = flip_sentence(Flip("results", Pair((), {}, {}), "equivalence", True, False), (0.05, 0.05))
    assert "P of the test of equivalence is below 0.05 in A and not below 0.05 in B." in said
    assert said.endswith("Within the margin of equivalence: shown in A, not shown in B.")


def test_no_sentence_says_more_than_the_arithmetic():
    """No word that carries a result: what is above or below no difference is neither better nor worse, nor significant."""
    kinds = {"interval": (1, 0), "p_value": (True, False), "sign": (1, -1), "equivalence": (True, False)}
    for kind, (a, b) in kinds.items():
        said = flip_sentence(Flip("results", Pair((), NONE, NONE), kind, a, b), (0.05, 0.05))
        assert [word for word in w.RESULT_WORDS if f" {word} " in f" {said} "] == []


@pytest.mark.parametrize(
    ("found", "alike", "said"),
    [
        ({"data": ONE}, False, "Data differ between the runs; nothing else that the runs record does."),
        ({"code": ONE}, False, "Code differs between the runs; nothing else that the runs record does."),
        ({"data": ONE, "code": ONE}, False, "Data and code differ between the runs; each may have a part in what moved."),
        ({"versions": ONE}, True, "Versions differ between the runs; no result moved beyond the tolerance."),
        ({"data_not_told": ONE}, True, "Whether the tables of the patients are the same cannot be told: the runs mark them "
         "with two keys, or one of them with none; no result moved beyond the tolerance."),
        ({"data_not_told": ONE, "code": ONE}, False, "Code differs between the runs; whether the tables of the patients "
         "are the same cannot be told: the runs mark them with two keys, or one of them with none; each may have a part in "
         "what moved."),
        ({}, True, "Data, parameters, code and versions are the same in both runs."),
        ({}, False, NO_CAUSE),
    ],
)  # fmt: skip
def test_the_cause(found, alike, said):
    assert cause_sentence(found, alike) == said


def test_a_commit_alone_is_not_called_other_code():
    assert "same, byte for byte" in commit_note({"code": [Change("commit", "a", "b")]})
    assert commit_note({"code": [Change("commit", "a", "b"), Change("code", "a", "b")]}) == ""


def test_the_tolerance():
    assert "at most 1% of the larger" in tolerance_sentence(0.01, 0.001)
    assert "to the last digit" in tolerance_sentence(0.0, 0.001)


def test_digits_that_show_what_differs():
    assert w.told_apart(1.94, 1.94, 1) == ("1.9", "1.9")
    assert w.told_apart(-0.04, 0.04, 1) == ("−0.04", "0.04")  # each on its side of no difference
    assert w.told_apart(1.0, 1.0 + 2**-50, 1) == ("1.0", "1.0000000000000009")
    assert w.told_apart(1e30, 2e30, 1) == ("1e+30", "2e+30")
    assert w.told_apart(3e10, 3e10 + 2**-18, 2) == ("30000000000.0", "30000000000.000004")
    assert w.told_apart(2.5e-9, 2.6e-9, 1) == ("0.0000000025", "0.0000000026")
    assert w.told_apart(float("inf"), 1842.5, 0) == ("∞", "1843")
    assert w.p_told_apart(0.0361, 0.0362, 0.05, 0.05) == ("0.0361", "0.0362")
    assert w.p_told_apart(0.00012, 0.00034, 0.05, 0.05) == ("0.00012", "0.00034")
    assert w.p_told_apart(0.00012, 0.2, 0.05, 0.05) == ("< 0.001", "0.20")


def test_a_count_has_no_decimals_and_a_mean_those_of_its_variable():
    labels = Labels(
        {
            "variables": {
                "age": {"label": "Age", "unit": "years", "kind": "continuous", "of": "", "decimals": 1}
            }
        },
        {},
    )
    a, b = ({"variable": "age", "n": n, "mean": mean} for n, mean in ((30.0, 72.6), (31.0, 72.4)))
    assert Reader(labels, (0.05, 0.05)).cells(Pair((), a, b, ("mean", "n"))) == (
        "mean 72.6; n 30",
        "mean 72.4; n 31",
    )


def in_either_run(name, a, b, **row):
    """A column of an outcome that is shown in whole numbers, in either run."""
    labels = Labels(
        {"variables": {"stay": {"label": "Stay", "unit": "days", "kind": "count", "decimals": 0}}}, {}
    )
    rows = ({"variable": "stay", **row, name: value} for value in (a, b))
    return Reader(labels, (0.05, 0.01)).column(Pair((), *rows, (name,)), name)


@pytest.mark.parametrize(
    ("name", "a", "b", "said"),
    [
        ("alpha", 0.05, 0.01, ("0.05", "0.01")),
        ("survival", 0.982, 0.51, ("0.98", "0.51")),
        ("smd", 0.62, 0.04, ("0.62", "0.04")),
    ],
)
def test_a_number_without_the_unit_of_its_outcome_is_not_rounded_like_one(name, a, b, said):
    beside = {"alpha": {"detectable": None}, "smd": {"standard_error": None}}.get(name, {})
    assert in_either_run(name, a, b, **beside) == said


def test_every_column_of_p_is_shown_as_one():
    assert in_either_run("smallest_p", 0.04, 0.0001) == ("0.040", "< 0.001")


def test_the_sides_of_power_have_other_names():
    row = {"variable": "stay", "detectable": None}
    ways = [Labels({}, {}).way(row | {"analysis": f"detectable_{side}"}) for side in ("increase", "decrease")]
    assert [way.partition(":")[0][-16:] for way in ways] == ["increase in risk", "decrease in risk"]


def test_what_a_run_does_not_record_goes_by_its_name():
    labels = Labels({}, {"visits": {"latest": "latest visit"}})
    row = {"variable": "odi", "visit": "latest", "arm": "VBS"}
    assert labels.row(row) == "odi, latest visit, VBS"
    assert (
        labels.way({"analysis": "later_method", "method": "a method of later", "estimand": "x"})
        == "x: a method of later"
    )


@pytest.mark.parametrize("table", RUN_TABLES.values(), ids=RUN_TABLES)
def test_a_row_of_every_table_has_a_name_and_its_columns_are_shown(table):
    """A table that is defined is compared: no reader of rows may know only those of yesterday."""
    numbers = dict.fromkeys((*table.numbers, *table.counts, *([LEVEL] if table.levelled else [])), 0.25)
    a = {column.name: column.name for column in table.columns} | numbers
    reader = Reader(Labels({}, {}), (0.05, 0.05))
    changed = (*table.numbers, *table.counts, *table.texts)
    pair = Pair((), a, a | dict.fromkeys(numbers, 0.5), changed)
    assert reader.labels.row(a) and all(reader.cells(pair))


@pytest.mark.parametrize(
    "name", ["agreement", "confounding", "context", "curves", "pooled_power", "robustness", "subgroups"]
)
def test_rows_that_another_key_tells_apart_have_other_names(name):
    table, labels = RUN_TABLES[name], Labels({}, {})
    row = {column.name: column.name for column in table.columns}
    for key in (k for k in table.keys if k != "section"):
        other = row | {key: "another"}
        assert (labels.row(other), labels.way(other)) != (labels.row(row), labels.way(row)), key
