"""The columns of the published tables: one definition that writes, reads, compares and describes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twoarm.tables.columns import LEVEL, Holds, PublishedTable, key, number
from twoarm.tables.every import RUN_TABLES

EVERY = pytest.mark.parametrize("table", RUN_TABLES.values(), ids=RUN_TABLES)
SMALL = PublishedTable(
    name="small",
    title="Small",
    row="one thing",
    columns=(key("a", "a"), number("b", "b"), replace(number("c", "c"), since="0.2")),
)


@EVERY
def test_every_column_stands_once_has_a_meaning_and_the_row_has_a_name(table):
    assert len(set(table.header)) == len(table.header)
    assert table.keys
    assert all(column.says and not column.says.endswith(".") for column in table.columns)


@EVERY
def test_a_row_with_limits_says_their_level(table):
    assert table.levelled == ("low" in table.header) == (LEVEL in table.header)


@EVERY
def test_a_new_column_comes_last(table):
    versions = [column.since for column in table.columns]
    assert versions == sorted(versions)


@pytest.mark.parametrize(
    ("header", "read"),
    [("abc", "abc"), ("ab", "ab"), ("a", None), ("ac", None), ("abcd", None), ("ba", None), ("", None)],
)
def test_a_table_of_an_earlier_version_is_read_and_no_other(header, read):
    found = SMALL.written_with(list(header))
    assert (found and "".join(found.header)) == read


def test_what_is_compared_follows_from_what_a_column_holds():
    results = RUN_TABLES["results"]
    assert results.keys == ("section", "variable", "visit", "arm", "analysis", "estimand", "role")
    assert results.p_values == ("p_value", "p_adjusted")
    assert results.spread == ("low", "high")
    assert [c.name for c in results.columns if c.holds is Holds.WORDS] == ["method", "arm_label"]
