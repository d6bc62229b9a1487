"""What a report says of its policy: nothing where everything is shown, else a sentence and each of its rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import ROOT

from twoarm.present.about.policy import disclosure_policy
from twoarm.present.outputs import Table, Text
from twoarm.study.disclosure.policy import HOSPITAL, Disclosure
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.opened import Study, open_study


@pytest.fixture(scope="module")
def shipped() -> Study:
    return open_study(str(ROOT / "data"))


def under(study: Study, **keys: object) -> Study:
    policy = Disclosure.model_validate(keys)
    return replace(study, spec=study.spec.model_copy(update={"disclosure": policy}))


@pytest.mark.parametrize("keys", [{"min_count": 0}, {"profile": "open"}, {"profile": "open", "min_count": 1}])
def test_where_everything_is_shown_nothing_is_said(keys, shipped):
    assert disclosure_policy(under(shipped, **keys)) == []


def test_what_is_masked_is_said_and_listed(shipped):
    text, table = disclosure_policy(under(shipped, profile="hospital"))
    assert isinstance(text, Text) and isinstance(table, Table)
    assert "Counts from 1 to 4 are masked; smallest and largest values are not shown;" in text.markdown
    assert table.rows == [[choice.label, choice.rule] for choice in PolicyWords(HOSPITAL).choices]
    assert ["Small counts", "1 to 4 read <5"] in table.rows
    assert table.caption == "What is shown of the patients: the policy hospital."


def test_a_field_of_its_own_is_in_both(shipped):
    text, table = disclosure_policy(under(shipped, profile="hospital", min_count=11, time_step=7))
    assert "Counts from 1 to 10 are masked" in text.markdown and "steps, at multiples of 7" in text.markdown
    assert {row[0]: row[1] for row in table.rows}[
        "Times on a curve"
    ] == "steps, at multiples of 7, each of 11 or more patients"
