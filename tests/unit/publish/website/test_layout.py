"""Digits in line, and the shape that a table gets on a telephone."""

from __future__ import annotations

import pytest

from twoarm.publish.website.tables.digits import pads
from twoarm.publish.website.tables.telephone import Shape, shape_of


@pytest.mark.parametrize(
    ("texts", "side", "classes"),
    [
        (["0.36", "0.0022", "none", "1"], "right", [["post-2"], [], [], ["post-p4"]]),
        (["> 0.99", "0.51"], "right", [[], []]),
        (["4/30 (13%)", "46.8 (8.2)"], "right", [["lined", "pad-1"], ["lined"]]),
        (
            ["−18 (−38 to 3)", "0.2 (−1 to 1)", "–"],
            "left",
            [["lined"], ["lined", "pad-s", "pad-1"], ["lined"]],
        ),
        (["< 0.001", "0.2 ᵃ"], "left", [["lined"], ["lined", "pad-c"]]),
        (["29.5\n(26.3 to 34.8)", "110.1"], "left", [["lined", "pad-1"], ["lined"]]),
        (["20220501", "0.05"], "left", [[], []]),  # numbers of two kinds
        (["one", "2"], "right", [[], []]),
    ],
)
def test_what_a_number_lacks_before_or_behind_its_decimal_sign(texts, side, classes):
    assert pads(texts, side) == classes


SURVIVAL = [
    "2018\xa0(859\xa0to\xa0not\xa0reached)",
    "1528\xa0(629\xa0to\xa02456)",
    "149\xa0(54\xa0to\xa0245)",
    "0.0022",
]
NAMES = ["Operation time, min", "Cement leakage, n/N (%)"]
QUARTILES = "29.5\n(26.3\xa0to\xa034.8)"
ARM, DIFFERENCE, P = "46.8\xa0(8.2)", "−18.5\xa0(−38.2\xa0to\xa03.1)", "< 0.001"


@pytest.mark.parametrize(
    ("head", "values", "shape"),
    [
        (["Outcome", "P"], [P], Shape.PLAIN),
        (["Outcome", "A", "B", "Difference", "P"], [ARM, ARM, DIFFERENCE, P], Shape.UNDER),
        (
            ["Outcome", "A", "B", "Difference", "P", "P adjusted"],
            [QUARTILES, QUARTILES, DIFFERENCE, "0.09", "0.57"],
            Shape.TIGHT,
        ),
        (
            ["Outcome", "A", "B", "Difference", "P", "P adjusted"],
            [QUARTILES, QUARTILES, DIFFERENCE, P, P],
            Shape.LINES,
        ),
        (["Outcome", *"ABCDE"], [DIFFERENCE] * 5, Shape.LINES),
        (["Outcome", "hormonal therapy", "control", "Difference", "P"], SURVIVAL, Shape.TIGHT),
        (["Test", *"ABCD"], ["∞\xa0(1.5\xa0to\xa0∞)"] * 4, Shape.UNDER),  # infinity is a number
        (
            ["Outcome", "A", "B"],
            ["a sentence of several words that is long", "another one of many words"],
            Shape.CARDS,
        ),
    ],
)
def test_a_table_keeps_its_columns_where_they_fit(head, values, shape):
    rows = [["A group of rows whose heading is as long as it likes"], *([name, *values] for name in NAMES)]
    assert shape_of(head, rows, 1) == shape
