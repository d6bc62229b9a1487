"""Rows of two runs matched by their keys; a tolerance that holds on both sides of its bound."""

from __future__ import annotations

import pytest
from run_frames import frame, rows

from twoarm.analysis.runs.difference import Tolerance, compare_rows
from twoarm.analysis.runs.tables import keyed_rows
from twoarm.errors import InputError
from twoarm.tables.every import RUN_TABLES


def compared(a: list[dict], b: list[dict], share: float = 1e-9, table: str = "results"):
    return compare_rows(RUN_TABLES[table], rows(table, *a), rows(table, *b), Tolerance(share))


def changed(a: dict, b: dict, share: float = 1e-9, table: str = "results") -> tuple[str, ...]:
    """The columns in which two rows of one name differ."""
    (pair,) = compared([a], [b], share, table).pairs
    return pair.changed


def test_the_same_rows_are_alike():
    assert compared([{}], [{}], 0).alike


# A number of magnitude 100 whose interval is narrow may move by 1, one near zero by 1% of the width of its interval, 6.
@pytest.mark.parametrize(
    ("column", "a", "b", "others", "moved"),
    [
        ("estimate", "100.0", "101.0", {"low": "99.0", "high": "102.0"}, False),
        ("estimate", "100.0", "101.1", {"low": "99.0", "high": "102.0"}, True),
        ("estimate", "-100.0", "-101.1", {"low": "-102.0", "high": "-99.0"}, True),
        ("estimate", "0.0", "0.059", {"low": "-3.0", "high": "3.0"}, False),
        ("estimate", "0.0", "0.061", {"low": "-3.0", "high": "3.0"}, True),
        ("low", "-1.0", "-1.059", {}, False),
        ("low", "-1.0", "-1.061", {}, True),
        ("p_value", "0.2", "0.2019", {}, False),
        ("p_value", "0.2", "0.2021", {}, True),
        ("p_value", "0.0001", "0.000109", {}, False),  # below 0.001 by the floor: never printed as a number
        ("p_value", "0.0001", "0.000111", {}, True),
        ("p_adjusted", "0.2", "0.2021", {}, True),
    ],
)  # fmt: skip
def test_one_percent(column, a, b, others, moved):
    assert changed({**others, column: a}, {**others, column: b}, 0.01) == ((column,) if moved else ())


def test_without_an_interval_the_magnitude_alone_counts():
    bare = {"low": "", "high": "", "conf_level": "", "p_value": ""}
    assert changed({**bare, "estimate": "0.5"}, {**bare, "estimate": "0.504"}, 0.01) == ()
    assert changed({**bare, "estimate": "0.5"}, {**bare, "estimate": "0.506"}, 0.01) == ("estimate",)


def test_the_narrower_interval_counts():
    wide, narrow = {"low": "-300.0", "high": "300.0"}, {"low": "-3.0", "high": "3.0"}
    assert "estimate" in changed({**wide, "estimate": "0.0"}, {**narrow, "estimate": "0.5"}, 0.01)


def test_an_infinite_limit_says_nothing_of_precision_and_is_like_itself_alone():
    ends = {"low": "1.0", "high": "inf"}
    assert changed(ends, ends, 0) == ()
    assert changed(ends, {"low": "1.0", "high": "1e308"}, 0.5) == ("high",)
    assert changed({**ends, "estimate": "1.0"}, {**ends, "estimate": "1.1"}, 0.01) == ("estimate",)


def test_rounding_of_an_exact_zero_is_nothing_unless_the_same_floats_are_asked_for():
    a, b = {"estimate": "2.8e-17", "low": "", "high": ""}, {"estimate": "0.0", "low": "", "high": ""}
    assert changed(a, b) == ()
    assert changed(a, b, 0) == ("estimate",)


def test_a_number_that_is_gone_moved_whatever_the_tolerance():
    gone = {"estimate": "", "low": "", "high": "", "conf_level": "", "p_value": "", "reason": "empty arm"}
    assert changed({}, gone, 0.9) == ("estimate", "low", "high", "p_value", "reason")


def test_counts_and_texts_are_compared_exactly():
    assert changed({}, {"n_treated": "31", "unit": "h"}, 0.9) == ("n_treated", "unit")
    assert changed({}, {"method": "another name of it"}) == ()


def test_intervals_of_different_levels_are_not_held_against_each_other():
    other = {"low": "-2.0", "high": "6.0", "conf_level": "0.99"}
    found = compared([{}], [other])
    assert found.moved == []
    assert len(found.relevelled) == 1
    assert not found.alike
    assert changed({}, {**other, "estimate": "2.5"}) == ("estimate",)


def test_rows_of_one_run_alone():
    found = compared([{}, {"analysis": "permutation"}], [{}, {"variable": "new"}])
    assert [row["analysis"] for row in found.only_a.values()] == ["permutation"]
    assert [row["variable"] for row in found.only_b.values()] == ["new"]
    assert len(found.pairs) == 1 and not found.alike


def test_two_rows_of_one_name_are_refused_by_line():
    with pytest.raises(
        InputError, match=r"results\.csv line 3: a second row of the same section, variable"
    ) as error:
        keyed_rows(RUN_TABLES["results"], frame("results", {}, {"estimate": "3.0"}), "strict")
    assert "Run strict cannot be compared" in str(error.value)


def test_the_numbers_of_a_claim_are_told_apart_by_their_order():
    a = [{"recomputed": "60"}, {"recomputed": "64"}]
    assert compared(a, a, table="claims").alike
    moved = compared(a, [a[0], {"recomputed": "65"}], table="claims").moved
    assert [pair.key[-1] for pair in moved] == ["2"]


@pytest.mark.parametrize("cell", ["1,5", "nan", "P-7391"])
def test_a_cell_that_is_no_number_is_named_without_its_content(cell):
    with pytest.raises(InputError) as error:
        rows("results", {"low": cell})
    assert "results.csv line 2, low: not a number that can stand there" in str(error.value)
    assert cell not in str(error.value)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("p_value", "1.2"), ("p_adjusted", "inf"), ("conf_level", "95"), ("n_treated", "inf")],
)
def test_a_number_out_of_the_bounds_of_its_column(column, cell):
    with pytest.raises(InputError, match=f"results.csv line 2, {column}"):
        rows("results", {column: cell})
