"""Which number is whose, in forms in which the order of the words could mislead."""

from __future__ import annotations

import pytest
from abstracts import claims_of, drafted, with_results

COUNTS = (
    "One patient in the stent group (3.3%) and two in the balloon group (6.3%) died (P = 1.00).",
    "The rate was 1/30 = 3.3% in the stent group and 2/32 = 6.3% in the balloon group (P = 1.00).",
    "Deaths were more frequent (2 [6.3%] v 1 [3.3%]; P = 1.00) in the balloon group than in the stent group.",
)
NONE = (
    "Failure occurred in two (6.7%) stents and in none (0%) of the balloons (P = 0.23).",
    "Two patients in the stent group (6.7%) and none (0%) in the balloon group failed (P = 0.23).",
)
MEANS = (
    "Stay was longer (6.4 ± 2.5 v 5.3 ± 2.1 days; P = 0.06) in the balloon group than in the stent group.",
    "The stent and balloon groups did not differ in age (61.2 ± 8.1 and 62.0 ± 7.5; P = 0.69) or stay (5.3 ± 2.1 and "
    "6.4 ± 2.5; P = 0.06).",
    "For stents and balloons, respectively, age was 61.2 ± 8.1 and 62.0 ± 7.5 (P = 0.69), and stay 5.3 ± 2.1 and "
    "6.4 ± 2.5 days (P = 0.06).",
)
# Values of one arm before and after: none of them is the other arm's.
OVER_TIME = {
    "Pain was 7.1 ± 1.2 before and 3.1 ± 1.0 after surgery in the stent group (P < 0.001), and 7.0 ± 1.3 before and "
    "3.6 ± 1.1 after in the balloon group (P < 0.001).": {("treated", "7.0"), ("control", "7.1")},
    "Compared with baseline, pain was lower in the stent group (3.1 ± 1.0 vs 7.1 ± 1.2, P < 0.001) and the balloon group "
    "(3.6 ± 1.1 vs 7.0 ± 1.3, P < 0.001).": {("treated", "7.0"), ("control", "7.1"), ("treated", "3.6")},
    "Pain was lower than before surgery in the stent group (3.1 ± 1.0 vs 7.1 ± 1.2, P < 0.001).": {
        ("control", "7.1")
    },
}


@pytest.mark.parametrize("sentence", COUNTS)
def test_a_percentage_belongs_to_the_count_before_it(sentence):
    treated, control, test = claims_of(drafted(with_results(sentence)))
    assert (treated["events"], treated["percent"]) == (1, "3.3")
    assert (control["events"], control["percent"], test["kind"]) == (2, "6.3", "two_by_two")


@pytest.mark.parametrize("sentence", NONE)
def test_none_with_its_percentage_is_a_count(sentence):
    found = claims_of(drafted(with_results(sentence)))
    assert [claim.get("events") for claim in found] == [2, 0, None] and found[2]["kind"] == "two_by_two"


@pytest.mark.parametrize("sentence", MEANS)
def test_arms_that_are_named_behind_or_once(sentence):
    draft = drafted(with_results(sentence))
    treated, control = claims_of(draft, "mean_sd_range")[-2:]
    assert (treated["mean"], control["mean"]) == ("5.3", "6.4")
    assert claims_of(draft, "two_means")[-1]["p"] == "P = 0.06"


@pytest.mark.parametrize(("sentence", "wrong"), OVER_TIME.items())
def test_a_value_before_is_not_taken_for_the_other_arm(sentence, wrong):
    draft = drafted(with_results(sentence))
    given = {(claim.arm, claim.fields["mean"]) for claim in draft.claims if claim.kind == "mean_sd_range"}
    assert not given & wrong and not claims_of(draft, "two_means")


@pytest.mark.parametrize(
    "pair",
    [
        "4/30 and 10/32 patients",
        "4 of 30 (13.3%) and 10 of 32 (31.3%) patients",
        "13.3% (4/30) and 31.3% (10/32)",
    ],
)
def test_two_counts_of_how_many_side_by_side_are_compared(pair):
    assert (
        claims_of(drafted(with_results(f"Leaks were seen in {pair} (P = 0.13).")))[-1]["kind"] == "two_by_two"
    )


OTHERS = (
    "Men had more leaks than women (10/30 v 4/32, P = 0.06).",
    "Pain was worse in smokers than in others (5.1 ± 1.0 v 4.0 ± 1.1, P = 0.01).",
    "Preoperative and postoperative pain was 7.1 ± 1.2 and 3.1 ± 1.0 (P < 0.001).",
    "Baseline and final scores were 7.1 ± 1.2 and 3.1 ± 1.0 (P < 0.001).",
)


@pytest.mark.parametrize("sentence", OTHERS)
def test_what_is_compared_by_name_and_is_not_the_arms_is_given_to_no_arm(sentence):
    draft = drafted(with_results(f"{sentence} Stay was 5.3 ± 2.1 versus 6.4 ± 2.5 days."))
    given = {str(claim.fields.get("mean", claim.fields.get("events"))) for claim in draft.claims if claim.arm}
    assert given == {"5.3", "6.4"}


def test_two_deaths_are_two_patients():
    found = claims_of(
        drafted(
            with_results("There was one death in the stent group and there were two in the balloon group.")
        )
    )
    assert [claim["events"] for claim in found] == [1, 2]


def test_a_list_of_outcomes_gives_each_its_name():
    sentence = "There was no difference in age (61.2 ± 8.1 vs 62.0 ± 7.5 years), BMI (26.1 ± 3.2 vs 26.4 ± 3.9) or sex."
    topics = {
        claim.topic.partition(",")[0]
        for claim in drafted(with_results(sentence)).claims
        if claim.kind == "mean_sd_range"
    }
    assert topics == {"age", "BMI"}
