"""The shipped abstract, whose claims a person has written, drafts to the same numbers."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from places import ROOT

from twoarm.drafting.abstract.drafted_study import AbstractDraft, draft_abstract
from twoarm.drafting.abstract.source import read_source
from twoarm.study.published.claims import CLAIM, read_claims
from twoarm.study.published.kinds import Claim

SHIPPED = ROOT / "data"
NUMBERS = (
    "total",
    "groups",
    "events",
    "of",
    "percent",
    "complete",
    "p",
    "n",
    "mean",
    "sd",
    "low",
    "high",
    "comparison",
    "direction",
    "each",
    "units",
)
NAMED = ("units",)  # of a test: a claim, whose id differs


@pytest.fixture(scope="module")
def draft() -> AbstractDraft:
    return draft_abstract(read_source(str(SHIPPED / "abstract.md")))


def numbers_of(claim: Claim) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """The kind of a claim and its numbers."""
    given = [
        (key, getattr(claim, key, None)) for key in NUMBERS if claim.kind != "two_by_two" or key not in NAMED
    ]
    return claim.kind, tuple((key, value) for key, value in given if value is not None)


def test_every_claim_with_a_number_that_a_person_wrote_is_drafted(draft):
    by_hand = read_claims(SHIPPED / "claims.yml", SHIPPED / "abstract.md").claims
    drafted = [numbers_of(CLAIM.validate_python(claim.as_entry())) for claim in draft.claims]
    written = [
        numbers_of(claim) for claim in by_hand if claim.kind not in ("no_number", "judgement", "conclusion")
    ]
    lacking = [one for one in set(written) if drafted.count(one) < written.count(one)]
    assert lacking == []


def test_nothing_of_it_is_left_unread(draft):
    assert draft.unread == ()


def test_its_arms_and_questions(draft):
    assert (draft.arms.treated.label, draft.arms.control.label, draft.arms.sizes) == ("VBS", "PKP", (30, 32))
    about = {question["about"] for question in draft.questions}
    assert about == {"completeness", "harm", "procedure", "recovery", "image", "symptom"}


def test_its_conclusion_rests_on_what_images_show(draft):
    (conclusion,) = [claim for claim in draft.claims if claim.kind == "conclusion"]
    assert {claim.question for claim in conclusion.fields["rests_on"]} == {"image"}


def test_a_draft_of_its_draft_is_the_same(draft, tmp_path):
    shutil.copy(SHIPPED / "abstract.md", tmp_path / "again.md")
    again = draft_abstract(read_source(str(tmp_path / "again.md")))
    assert [claim.as_entry() for claim in again.claims] == [claim.as_entry() for claim in draft.claims]
