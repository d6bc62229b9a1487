"""More forms of results, a few wordings of each, and what is drafted of them; tested apart to keep files short."""

from __future__ import annotations

import pytest
from abstracts import claims_of, drafted, inconsistent, read_back, with_results

LEVELS = (
    "The attachment level was 5.3 ± 2.1 mm in the stent group and 6.4 ± 2.5 mm in the balloon group (P = 0.06).",
    "Motion at the treated level was 5.3 ± 2.1° after a stent and 6.4 ± 2.5° after a balloon (P = 0.06).",
    "The level of creatinine was 5.3 (SD 2.1) versus 6.4 (SD 2.5) (P = 0.06).",
)
MEDIANS = (
    "Median pain was 4 [3; 6] v 5 [3; 7], P > 0.05.",
    "The median score was 4 (3-6) in the stent group and 5 (3-7) in the balloon group.",
    "The median number of doses was 4 (3, 6) compared with 5 (3, 7); P = 0.2.",
)
SCALES = (
    "Outcome was excellent in 15 patients, good in 10 and poor in 6 in the stent group.",
    "In the stent group the pain was cured in 15 cases, improved in 10 cases and unchanged in 6 cases.",
    "In the stent group 15 patients were very satisfied, 10 satisfied and 6 dissatisfied.",
)
IN_WORDS = (
    "Nausea (four v ten) and fever (two v three) did not differ (P=0.13 and 1.00, respectively).",
    "Nausea (four versus ten; P=0.13) and fever (two versus three; P=1.00) were seen.",
    "Nausea was seen in 4 and 10 patients, respectively (P=0.13), fever in 2 and 3 patients, respectively (P=1.00).",
)
DIFFERENCES = {
    "Pain was 5.3 ± 2.1 in the stent group and 6.4 ± 2.5 in the balloon group, a mean difference of -3.1 points.": "MD",
    "Pain was 5.3 ± 2.1 v 6.4 ± 2.5 (difference 3.1; P = 0.06).": "MD",
    "Leaks were found in 4/30 (13.3%) v 10/32 (31.3%) (odds ratio 0.74; P = 0.13).": "OR",
    "Leaks were found in 4/30 v 10/32 (RR 0.73, P = 0.13).": "RR",
}


@pytest.mark.parametrize("sentence", LEVELS)
def test_a_level_that_is_measured_is_none_of_significance(sentence):
    kinds = [claim["kind"] for claim in claims_of(drafted(with_results(sentence)))]
    assert kinds == ["mean_sd_range", "mean_sd_range", "two_means"]


@pytest.mark.parametrize("sentence", MEDIANS)
def test_ends_beside_a_median_are_taken_for_quartiles_and_marked(sentence):
    draft = drafted(with_results(sentence))
    found = [(c["median"], c["low"], c["high"], c["spread"]) for c in claims_of(draft, "median")]
    assert found == [("4", "3", "6", "quartiles"), ("5", "3", "7", "quartiles")]
    assert any("the ends are quartiles" in guess for guess in draft.to_confirm)


def test_limits_of_confidence_beside_a_median_are_no_quartiles():
    draft = drafted(
        with_results(
            "Median (95% CI) survival was 14 (12-17) and 11 (9-13) months. Stay was 2.1±1.0 v 3.4±1.1."
        )
    )
    assert claims_of(draft, "median") == [] and draft.unread[0].figures == ("14", "12", "17", "11", "9", "13")


@pytest.mark.parametrize("sentence", SCALES)
def test_grades_from_best_to_worst_add_up_to_their_arm(sentence):
    draft = drafted(with_results(sentence))
    assert claims_of(draft) == [{"kind": "total", "parts": [15, 10, 6], "total": 30}]
    assert inconsistent(draft) == ["total categories, stent"]


def test_grades_are_not_added_up_where_patients_were_lost():
    lost = "Two patients were lost to follow-up. Pain was 2.1±1.0 v 3.4±1.1. "
    assert claims_of(drafted(with_results(lost + SCALES[0])), "total") == []


@pytest.mark.parametrize("sentence", IN_WORDS)
def test_counts_in_brackets_and_in_words(sentence):
    found = claims_of(drafted(with_results(sentence)))
    assert [c["events"] for c in found if c["kind"] == "count"] == [4, 10, 2, 3]
    assert [c["p"].replace(" ", "") for c in found if c["kind"] == "two_by_two"] == ["P=0.13", "P=1.00"]


@pytest.mark.parametrize(("sentence", "measure"), DIFFERENCES.items())
def test_a_difference_or_ratio_without_an_interval_is_computed_again(sentence, measure):
    draft = drafted(with_results(sentence))
    (found,) = claims_of(draft, "interval")
    assert found["measure"] == measure and {"treated", "control"} <= set(found)
    assert any(name.startswith("interval") for name in inconsistent(draft))


@pytest.mark.parametrize(
    "sentence",
    [
        "The difference was 1.1 points.",
        "Pain was 5.3 ± 2.1 v 6.4 ± 2.5; the difference of 1.9 in function favoured stents.",
        "Pain was 5.3 ± 2.1 v 6.4 ± 2.5, a difference of 3.0 after a year.",
        "The mean leg length difference was 3.1 ± 2.2 mm versus 4.6 ± 3.0 mm.",
        "Stay differed by group or 3 other things.",
    ],
)
def test_a_difference_of_nothing_that_is_printed_is_no_claim(sentence):
    results = f"{sentence} Leaks were seen in 4/30 v 10/32."
    assert claims_of(drafted(with_results(results)), "interval") == []


def test_sight_is_no_count():
    draft = drafted(
        with_results(
            "Visual acuity was 20/40 in the stent group and 20/60 in the balloon group. Pain was 2.1±1.0 v 3.4±1.1."
        )
    )
    assert claims_of(draft, "count") == [] and draft.unread[0].figures == ("20", "40", "20", "60")


def test_more_than_all_is_a_claim_where_words_leave_no_doubt():
    sentence = "Fever was seen in 9 of the 8 patients with leaks in the stent group and two of the ten in the balloon group."
    draft = drafted(with_results(sentence))
    assert [(c["events"], c["of"]) for c in claims_of(draft)] == [(9, 8), (2, 10)]
    units = drafted(with_results("We treated 36 eyes of 24 patients. Pain was 2.1±1.0 v 3.4±1.1."))
    assert claims_of(units, "count") == []


CHANGES = (
    "Pain fell from 7.1 ± 1.2 to 3.1 ± 1.0 in the stent group and from 7.0 ± 1.3 to 3.6 ± 1.1 in the balloon group "
    "(both P < 0.001).",
    "Pain was 7.1 ± 1.2 before and 3.1 ± 1.0 after surgery in the stent group and 7.0 ± 1.3 and 3.6 ± 1.1 in the "
    "balloon group (both P < 0.001).",
    "In the stent group preoperative and postoperative pain was 7.1 ± 1.2 and 3.1 ± 1.0, in the balloon group 7.0 ± 1.3 "
    "and 3.6 ± 1.1 (both P < 0.001).",
)


@pytest.mark.parametrize("sentence", CHANGES)
def test_a_p_of_changes_within_the_arms_is_tied_to_no_two_means(sentence):
    assert claims_of(drafted(with_results(sentence)), "two_means") == []


NOBODY_LEFT = ("There were no exclusions nor losses.", "None was lost.", "No patient was lost to follow-up.")


@pytest.mark.parametrize("words", NOBODY_LEFT)
def test_a_total_that_does_not_add_up_is_told_where_nobody_left(words):
    methods = "Methods: There were included 65 patients: 30 had a stent (stent group) and 32 a balloon (balloon group)."
    draft = drafted(with_results("Pain was 2.1±1.0 v 3.4±1.1.", f"{methods} {words}"))
    (size,) = claims_of(draft, "sample_size")
    assert (size["total"], size["groups"]) == (65, [30, 32])


HEADED = (
    "Main outcome measures: Pain and stay.",
    "Main outcomes and measures: Pain after a year.",
    "Funding: None.",
)


@pytest.mark.parametrize("words", HEADED)
def test_what_a_heading_says_is_reported_with_its_sentence(words, tmp_path):
    text = (
        "Objective: To compare both. Methods: 30 patients received a stent (stent group) and 32 a balloon (balloon group). "
        f"{words} Results: Pain was 2.1±1.0 v 3.4±1.1. Conclusion: Fine."
    )
    draft = drafted(text)
    read_back(draft, tmp_path)
    assert [words.rstrip(".")] in [entry["quote"] for entry in draft.reported]


@pytest.mark.parametrize("name", ["PASI 75", "EASI-90", "ACR20"])
def test_a_name_with_a_figure_is_no_result(name):
    results = f"{name} was reached by 4/30 v 10/32."
    methods = f"Methods: 30 patients received a stent and 32 a balloon. The outcome was a response ({name})."
    assert drafted(with_results(results, methods)).unread == ()
