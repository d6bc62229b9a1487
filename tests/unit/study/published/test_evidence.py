"""Published estimates of other studies: what a row gives, how many of its forms are read, and the shipped file itself.

What is refused stands in `tests/bad`, one folder per rule.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import ROOT

from twoarm.errors import InputError
from twoarm.study.published.claims import read_claims
from twoarm.study.published.evidence import CONTRASTS, MEASURES, read_evidence, unknown_evidence

DATA = ROOT / "data"
HEAD = "source,outcome,measure,estimate,low,high,p_value,citation"


def rows(tmp_path: Path, *lines: str) -> list:
    path = tmp_path / "evidence.csv"
    path.write_text("\n".join([HEAD, *lines]), "utf-8")
    return read_evidence(path)


def test_a_row_keeps_the_printed_digits_and_knows_its_numbers(tmp_path):
    (row,) = rows(tmp_path, "Doe,pain,SMD,-1.00,-1.48,-0.50,<0.0001,A reference")
    assert (row.estimate, row.p_value) == ("-1.00", "<0.0001")
    assert (row.value, row.interval) == (-1.0, (-1.48, -0.5))
    assert row.is_contrast and not row.is_ratio


@pytest.mark.parametrize(
    ("line", "interval", "contrast", "ratio"),
    [
        ("Doe,leak,OR,0.8,0.2,3.1,0.76,A reference", (0.2, 3.1), True, True),
        ("Doe,leak,OR,0.8,,,,A reference", None, True, True),
        ("Doe,angle,before,13.1,,,,A reference", None, False, False),
        ("Doe,stay,threshold,-15,,,,A reference", None, False, False),
        ("Doe,stay,SMD,0.5,0.5,0.5,1,A reference", (0.5, 0.5), True, False),
        ("Doe,stay,SMD,0.00,-1e-3,.5,< 0.05,A reference", (-0.001, 0.5), True, False),
    ],
)
def test_forms_that_are_read(tmp_path, line, interval, contrast, ratio):
    (row,) = rows(tmp_path, line)
    assert (row.interval, row.is_contrast, row.is_ratio) == (interval, contrast, ratio)


def test_the_same_outcome_may_come_from_two_sources_and_by_two_measures(tmp_path):
    lines = ["Doe,pain,SMD,1,,,,A", "Roe,pain,SMD,2,,,,B", "Doe,pain,before,3,,,,A"]
    assert [row.value for row in rows(tmp_path, *lines)] == [1, 2, 3]


def test_columns_may_stand_in_any_order(tmp_path):
    path = tmp_path / "evidence.csv"
    path.write_text(
        "citation,p_value,high,low,estimate,measure,outcome,source\nA,,2,0,1,SMD,pain,Doe\n", "utf-8"
    )
    (row,) = read_evidence(path)
    assert (row.source, row.value, row.interval) == ("Doe", 1, (0, 2))


def test_all_problems_come_at_once(tmp_path):
    with pytest.raises(InputError) as raised:
        rows(tmp_path, "Doe,pain,SMD,x,,,2,A", ",stay,MD,1,2,,,")
    assert [p.where.at for p in raised.value.problems] == [
        "estimate",
        "p_value",
        "source",
        "measure",
        "high",
        "citation",
    ]


# The shipped file: the figures of the sentences that may be cited, and nothing else.

SHIPPED = """
operation time   SMD        1.06  0.20  1.92  0.02
blood loss       SMD        0.00  -0.45 0.45  0.99
VAS              SMD        -0.38 -0.63 -0.12 0.004
ODI              SMD        -0.28 -0.54 -0.03 0.03
Cobb angle       SMD        -1.00 -1.48 -0.51 <0.0001
cement leakage   OR         0.81  0.21  3.14  0.76
"""


def test_the_shipped_contrasts_are_those_of_the_meta_analysis():
    found = [
        [r.outcome, r.measure, r.estimate, r.low, r.high, r.p_value]
        for r in read_evidence(DATA / "evidence.csv")
        if r.measure in CONTRASTS
    ]
    assert found == [[line[:17].strip(), *line[17:].split()] for line in SHIPPED.strip().splitlines()]


def test_the_other_shipped_rows_have_an_estimate_alone():
    others = [r for r in read_evidence(DATA / "evidence.csv") if not r.is_contrast]
    assert [r.estimate for r in others] == ["13.1", "8.9", "0.73", "0.81", "15", "2", "10", "30", "18"]
    assert {(r.low, r.high, r.p_value) for r in others} == {("", "", "")}


def test_every_shipped_claim_that_names_evidence_finds_it():
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md").claims
    published = read_evidence(DATA / "evidence.csv")
    assert sum(getattr(c, "evidence", None) is not None for c in claims) == 5
    assert list(unknown_evidence(claims, published)) == []


# The page about the file describes every column and measure, and its example can be read.

PAGE = DATA.parent / "docs" / "evidence.md"


def test_the_page_describes_every_column_and_measure_and_no_other():
    named = re.findall(r"^\| (`[^|]*) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    words = [word for cell in named for word in re.findall(r"`(\w+)`", cell)]
    assert words == [*HEAD.split(","), *MEASURES]


def test_the_example_of_the_page_can_be_read(tmp_path):
    head, *lines = re.search(r"```csv\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1].strip().split("\n")
    assert head == HEAD
    assert [row.measure for row in rows(tmp_path, *lines)] == ["SMD", "OR", "threshold"]
