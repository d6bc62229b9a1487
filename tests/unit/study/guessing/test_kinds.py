"""What a column is taken for, by ``twoarm init`` and by `compare` of a frame: its kind, levels, missing codes and range."""

from __future__ import annotations

import pandas as pd
import pytest

from twoarm.study.guessing.cells import outward
from twoarm.study.guessing.kinds import Guess, guess_column
from twoarm.study.guessing.levels import labelled, ordered
from twoarm.study.guessing.names import spoken_words, words_of


def guess(column: str, cells: str) -> Guess:
    """The guess of a column whose cells stand in a text, ``_`` for an empty one."""
    values = pd.Series(["" if c == "_" else c.replace("~", " ") for c in cells.split()], dtype=object)
    return guess_column(values, words_of(column), spoken_words(column))


KINDS = [
    ("age_years", "34 51 67 70 28 45 66", "continuous"),
    ("smoker", "0 1 1 0", "binary"),
    ("sex", "1 2 2 1", "binary"),
    ("leak", "yes no no", "binary"),
    ("flag", "TRUE FALSE TRUE", "binary"),
    ("asa", "1 2 3 2", "ordinal"),
    ("smoking", "1 2 3 1", "categorical"),
    ("severity", "mild none severe mild", "ordinal"),
    ("stage", "Stage~II Stage~I Stage~IV", "ordinal"),
    ("colour", "red green blue red", "categorical"),
    ("positive_nodes", "0 3 12 1 4 7 8", "count"),
    ("vas", "0 3 7 5 4 8 9", "continuous"),
    ("hb", "13.2 11.9 10.4", "continuous"),
    ("hospital_stay", "5 6 7 5 6 8", "continuous"),
    ("hospital", "1 2 3 1", "categorical"),
    ("operated", "2024-01-05 2024-02-11 2024-03-09", "date"),
]


@pytest.mark.parametrize(("column", "cells", "kind"), KINDS)
def test_kinds(column, cells, kind):
    assert guess(column, cells).kind == kind


LEVELS = [
    ("smoker", "1 0 1", (("0", "no"), ("1", "yes"))),
    ("sex", "1 0 1", (("0", "0"), ("1", "1"))),
    ("leak", "Yes No", (("No", "no"), ("Yes", "yes"))),
    ("severity", "severe none mild", (("none", "none"), ("mild", "mild"), ("severe", "severe"))),
    ("grade", "III I II", (("I", "I"), ("II", "II"), ("III", "III"))),
    (
        "daily",
        "11+~daily 0~daily 1-5~daily",
        (("0 daily", "0 daily"), ("1-5 daily", "1-5 daily"), ("11+ daily", "11+ daily")),
    ),
    ("arm", "a|b c=d a|b", (("a/b", "a/b"), ("c-d", "c-d"))),
    ("side", "1.0 2.0 _", (("1", "1"), ("2", "2"))),
]


@pytest.mark.parametrize(("column", "cells", "levels"), LEVELS)
def test_levels_in_their_order_the_event_last(column, cells, levels):
    assert guess(column, cells).levels == levels


MISSING = [
    ("age", "34 51 999 67 70", ("999",)),
    ("age", "34 NA 51 . 67", ("NA", ".")),
    ("age", "34 51 -99 67", ("-99",)),
    ("weight", "61 70 99 82", ()),
    ("cough", "0 1 9 2 0", ("9",)),
    ("vas", "0 9 7 8 6 5 4", ()),
    ("age", "34 unknown 51 40", ("unknown",)),
    ("severity", "none mild severe NA", ("NA",)),
]


@pytest.mark.parametrize(("column", "cells", "codes"), MISSING)
def test_codes_that_mean_missing_are_proposed_and_others_are_not(column, cells, codes):
    found = guess(column, cells)
    assert found.missing == codes
    assert ("missing" in found.guessed) == bool(codes)


def test_a_value_beyond_what_is_usual_is_counted_and_its_range_is_its_own():
    found = guess("age", "34 51 160 67")
    assert (found.beyond, found.max) == (1, 200)
    assert guess("age", "34 51 67").max == 120


def test_bounds_are_rounded_outward_so_that_no_extreme_stands_in_the_dictionary():
    found = guess("score_total", "13 17 34 77 29 61 55")
    assert (found.min, found.max, found.step) == (10, 80, 1)


@pytest.mark.parametrize(
    ("low", "high"),
    [(34, 77), (0.12, 0.58), (-3, 3), (5, 5), (0, 0), (1e-9, 2e-9), (123456789, 123456799), (-1e14, 1e14)],
)
def test_bounds_hold_both_numbers(low, high):
    below, above = outward(low, high)
    assert below <= low <= high <= above


LEFT_OUT = [
    ("empty", "_ _ _", "empty"),
    ("constant", "7 7 7", "holds one value only"),
    ("seen", "1 _ 1", "holds one value only or none"),
    ("word", " ".join("abcdefghijklmnop"), "more different words than levels can be"),
    ("day", "03/04/2024 25/04/2024", "dates that are not written as YYYY-MM-DD"),
]


@pytest.mark.parametrize(("column", "cells", "why"), LEFT_OUT)
def test_what_is_left_out(column, cells, why):
    assert guess(column, cells).left_out == why


def test_free_text_is_left_out():
    remarks = [f"patient~number~{n}~did~well~and~went~home~after~{n}~days" for n in range(20)]
    assert guess("remarks", " ".join(remarks)).left_out == "free text"


WRONG = [
    ("vas", "3,5 4 5,5", "not a plain number; a decimal has a point and thousands have no comma"),
    ("weight", " ".join(map(str, range(60, 90))) + " 70kg", "not a plain number"),
    ("operated", "2024-01-05 2024-13-45", "not a date as YYYY-MM-DD"),
]


@pytest.mark.parametrize(("column", "cells", "rule"), WRONG)
def test_cells_that_fit_no_kind_are_told_by_their_lines(column, cells, rule):
    found = guess(column, cells)
    assert found.rule == rule
    assert found.wrong


def test_order_that_means_something():
    assert ordered(["high", "low", "medium"]) == (["low", "medium", "high"], True)
    assert ordered(["b", "c", "a"]) == (["a", "b", "c"], False)


def test_no_two_levels_have_one_label():
    labels = [label for _, label in labelled(["+", "-", "?x", "x", "-1", "1"])]
    assert len(set(labels)) == 6


def test_a_short_code_that_stands_there_once_may_be_a_value_and_is_counted():
    assert guess("weight", "61 70 99 82").beyond == 1
    assert guess("weight", "61 70 99 82 99").missing == ("99",)
