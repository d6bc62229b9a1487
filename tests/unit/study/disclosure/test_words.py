"""What is said of a policy: from its fields alone, and true of each."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoarm.drafting.answers import FLAGS
from twoarm.study.disclosure.contradictions import policy_problems, policy_warnings
from twoarm.study.disclosure.policy import HOSPITAL, OPEN, OPENSAFELY, PROFILES, Disclosure, Policy
from twoarm.study.disclosure.words import PolicyWords

FIELDS = [name for name in Disclosure.model_fields if name != "profile"]


def rules(policy: Policy) -> dict[str, str]:
    return {choice.key: choice.rule for choice in PolicyWords(policy).choices}


def test_every_field_of_a_policy_is_a_choice_that_is_told():
    assert list(rules(OPEN)) == FIELDS
    assert {f.name for f in fields(Policy)} == {*FIELDS, "profile", "curve_steps"}


def test_the_profiles_in_a_sentence():
    assert PolicyWords(OPEN).sentence == ""
    assert PolicyWords(HOSPITAL).sentence == (
        "Counts from 1 to 4 are masked; smallest and largest values are not shown; curves end where fewer than 5 patients "
        "are under observation and have at most 20 steps, at round times, each of 5 or more patients; "
        "statistics have 3 significant digits."
    )
    assert PolicyWords(OPENSAFELY).sentence.startswith(
        "Counts from 0 to 7 are masked, and others rounded to multiples of 5; "
    )


def test_what_the_profiles_leave_open():
    assert len(PolicyWords(OPEN).open_risks) == len(FIELDS)
    assert PolicyWords(HOSPITAL).open_risks == (
        "zeros and 100%, which tell of a whole group",
        "exact counts, for whoever compares two reports",
    )
    assert PolicyWords(OPENSAFELY).open_risks == ("estimates and P, which rest on exact counts",)


OTHERWISE = {
    "min_count": (7, "1 to 6 read <7", 0),
    "zeros": ("masked", "masked with the small ones", -1),
    "rounding": (3, "rounded to multiples of 3", 0),
    "extremes": ("shown", "shown", 1),
    "curve_minimum": (2, "where fewer than 2 patients are under observation", 1),
    "digits": (9, "9 significant digits", 1),
    "time_step": (0.0, "exact", 1),
}


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_changes_its_own_rule_and_its_own_risk(field):
    value, rule, more = OTHERWISE[field]
    changed = replace(HOSPITAL, **{field: value, **({"curve_minimum": 7} if field == "min_count" else {})})
    words = PolicyWords(changed)
    assert rules(changed)[field] == rule
    assert len(words.open_risks) == len(PolicyWords(HOSPITAL).open_risks) + more
    assert words.sentence != PolicyWords(HOSPITAL).sentence


def test_a_step_that_a_study_states_is_the_step_that_is_told():
    said = replace(HOSPITAL, time_step=0.5)
    assert rules(said)["time_step"] == "steps, at multiples of 0.5, each of 5 or more patients"
    assert "and have steps, at multiples of 0.5, each of" in PolicyWords(said).sentence
    alone = PolicyWords(replace(OPEN, time_step=0.5)).sentence
    assert alone == "Curves have steps, at multiples of 0.5."
    assert "step" not in PolicyWords(replace(HOSPITAL, time_step=0.0)).sentence


POLICIES = st.builds(
    lambda profile, said: Disclosure.model_validate({"profile": profile, **said}).policy,
    st.sampled_from(list(PROFILES)),
    st.fixed_dictionaries(
        {},
        optional={
            "min_count": st.integers(0, 12),
            "zeros": st.sampled_from(["masked", "shown"]),
            "rounding": st.integers(1, 12),
            "extremes": st.sampled_from(["masked", "shown"]),
            "curve_minimum": st.integers(0, 12),
            "digits": st.integers(1, 17),
            "time_step": st.sampled_from([0.0, 0.25, 30.0]),
        },
    ),
)


@given(POLICIES)
def test_a_policy_is_written_so_that_it_is_read_back(policy):
    assert Disclosure.model_validate(policy.keys).policy == policy


@given(POLICIES)
def test_what_is_said_agrees_with_what_is_masked(policy):
    words = PolicyWords(policy)
    assert ("masked" in words.sentence) is policy.masks
    shown = any("every count" in risk for risk in words.open_risks)
    assert shown is not policy.masks
    assert bool(words.sentence) <= policy.coarse


@given(POLICIES)
def test_a_policy_without_a_problem_masks_with_a_mark_that_hides_something(policy):
    """Warned of is a mark that stands for one number; refused one that stands for none alone, and a count shown as 0."""
    problems = [p.where.at.partition(".")[2] for p in policy_problems(policy)]
    alone = [n for n in range(policy.min_count + 2) if policy.small(n)]
    assert ("zeros" in problems) is (alone == [0])
    least = max(policy.min_count, 1)
    assert ("rounding" in problems) is (2 * least < policy.rounding)
    if not problems and len(alone) == 1:
        assert any("nothing but 1" in p.rule for p in policy_warnings(policy))


@pytest.mark.parametrize("policy", PROFILES.values(), ids=PROFILES)
def test_no_profile_contradicts_itself(policy):
    assert [*policy_problems(policy), *policy_warnings(policy)] == []


def test_the_flag_names_the_profiles():
    (words,) = (words for flag, _, words in FLAGS if flag == "profile")
    assert [name for name in PROFILES if name not in words] == []
