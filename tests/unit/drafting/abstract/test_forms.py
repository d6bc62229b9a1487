"""Forms in which journals print results, one sentence each, and the claims that are drafted of it."""

from __future__ import annotations

import pytest
from abstracts import claims_of, drafted, read_back, with_results

TREATED, CONTROL = {"kind": "count", "events": 4, "of": 30}, {"kind": "count", "events": 10, "of": 32}
COUNTS = [TREATED | {"percent": "13.3"}, CONTROL | {"percent": "31.3"}]
MEANS = [
    {"kind": "mean_sd_range", "n": 30, "mean": "5.3", "sd": "2.1"},
    {"kind": "mean_sd_range", "n": 32, "mean": "6.4", "sd": "2.5"},
]


def stated(kind: str, p: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "treated": "C03", "control": "C04", "p": p, **more}


def bare(p: str, direction: str, *n: int) -> dict[str, object]:
    return {
        "kind": "bare_p",
        "p": p,
        "comparison": "between" if len(n) != 1 else "within",
        "direction": direction,
        "n": list(n or (30, 32)),
    }


COUNTED = {
    "Leakage occurred in 4/30 (13.3%) in the stent group and 10/32 (31.3%) in the balloon group (P = 0.13).": "P = 0.13",
    "Leakage occurred in 4 of 30 patients (13.3%) after a stent versus 10 of 32 (31.3%) after a balloon (p=.13).": "p=.13",
    "In the stent group 13.3% (4/30) leaked, compared with 31.3% (10/32) in the balloon group (P=0·13).": "P=0·13",
    "Leakage was seen in 4 (13.3%) and 10 (31.3%) patients, respectively (p-value of 0.13).": "p-value of 0.13",
    "Four patients (13.3 per cent) in the stent group and ten (31.3 per cent) in the balloon group (P>0.05).": "P>0.05",
    "Leakage: 4 [13.3%] vs. 10 [31.3%]; P less than .2.": "P less than .2",
    "The balloon group had more leaks, 10 (31,3 %), than the stent group, 4 (13,3 %) (p = 0,13).": "p = 0,13",
    "There was no difference in leakage (4 (13.3%) v 10 (31.3%), P=0.13).": "P=0.13",
    "Leaks: stent 4/30 (13.3%), balloon 10/32 (31.3%), P=0.13.": "P=0.13",
    "Leakage was rarer after a stent than after a balloon: 13.3% (4 of 30) vs 31.3% (10 of 32); P = .13.": "P = .13",
}


@pytest.mark.parametrize(("sentence", "p"), COUNTED.items())
def test_two_counts_and_their_test(sentence, p):
    found = claims_of(drafted(with_results(sentence)))
    plain = [{k: v.replace(",", ".") if k == "percent" else v for k, v in claim.items()} for claim in found]
    assert plain == [*COUNTS, stated("two_by_two", p)]


MEASURED = {
    "Stay was 5.3 ± 2.1 days in the stent group and 6.4 ± 2.5 days in the balloon group (P = 0.06).": "P = 0.06",
    "Stay was (5.3±2.1) d in the stent group, and that of the balloon group was (6.4±2.5) d, P>0.05.": "P>0.05",
    "Stay was shorter in the stent group (5.3 +/- 2.1 vs 6.4 +/- 2.5 days, p=0.06).": "p=0.06",
    "Mean stay was 5.3 (SD 2.1) days after a stent and 6.4 (2.5) days after a balloon (P=0.06).": "P=0.06",
    "Mean (SD) stay was 5.3 (2.1) vs 6.4 (2.5) days (P=0.06).": "P=0.06",
    "Stay was 5.3 [SD 2.1] v 6.4 [SD 2.5] days (P=0.06).": "P=0.06",
    "The stay of the stent group was (5.3±2.1) days, shorter than (6.4±2.5) days of the balloon group (P=0.06).": "P=0.06",
    "Stay was 5.3 ± 2.1 and 6.4 ± 2.5 days, respectively (P=0.06).": "P=0.06",
    "Mean stay: stent 5.3 days (standard deviation [SD], 2.1); balloon 6.4 days (SD, 2.5); P=0.06.": "P=0.06",
    "Stay was 5.3 (±2.1) days in the stent group and 6.4 (±2.5) days in the balloon group, P=0.06.": "P=0.06",
}


@pytest.mark.parametrize(("sentence", "p"), MEASURED.items())
def test_two_means_and_their_test(sentence, p):
    assert claims_of(drafted(with_results(sentence))) == [*MEANS, stated("two_means", p)]


OTHERS = [
    (
        "Stay was 14.1±1.3 days (range 12 to 16) in the stent group and 13.9±1.2 (range, 12-17) in the balloon group.",
        [
            {"kind": "mean_sd_range", "n": 30, "mean": "14.1", "sd": "1.3", "low": "12", "high": "16"},
            {"kind": "mean_sd_range", "n": 32, "mean": "13.9", "sd": "1.2", "low": "12", "high": "17"},
        ],
    ),
    (
        "Median stay was 7 days (IQR 5–9) versus 8 days (6–11; p=0·048).",
        [
            {"kind": "median", "median": "7", "low": "5", "high": "9", "spread": "quartiles", "n": 30},
            {"kind": "median", "median": "8", "low": "6", "high": "11", "spread": "quartiles", "n": 32},
            bare("p=0·048", "lower"),
        ],
    ),
    (
        "Median (range) stay was 7 (2-30) and 8 (3-41) days respectively (P > 0.05).",
        [
            {"kind": "median", "median": "7", "low": "2", "high": "30", "spread": "range", "n": 30},
            {"kind": "median", "median": "8", "low": "3", "high": "41", "spread": "range", "n": 32},
            bare("P > 0.05", "none"),
        ],
    ),
    (
        "Pain fell (hazard ratio for pain, 0.70; 95% confidence interval [CI], 0.51 to 0.96; P=0.03).",
        [
            {
                "kind": "interval",
                "measure": "HR",
                "estimate": "0.70",
                "low": "0.51",
                "high": "0.96",
                "p": "P=0.03",
            }
        ],
    ),
    (
        "Leakage was rarer (adjusted OR 0.31, 95% CI 0.11–0.98).",
        [
            {
                "kind": "interval",
                "measure": "OR",
                "estimate": "0.31",
                "low": "0.11",
                "high": "0.98",
                "adjusted": True,
            }
        ],
    ),
    (
        "Pain was lower (mean difference −1.2 points; 90% CI, −2.0 to −0.4).",
        [
            {
                "kind": "interval",
                "measure": "MD",
                "estimate": "-1.2",
                "low": "-2.0",
                "high": "-0.4",
                "level": 90.0,
            }
        ],
    ),
    (
        "Leakage was seen in 13.3% in the stent group and 31.3% in the balloon group (P=0.13).",
        [
            {"kind": "share", "percent": "13.3", "of": 30, "of_printed": False},
            {"kind": "share", "percent": "31.3", "of": 32, "of_printed": False},
            bare("P=0.13", "none"),
        ],
    ),
    (
        "There was no significant difference between the two groups in terms of stay, pain and cost (P>0.05).",
        [bare("P>0.05", "none")] * 3,
    ),
    (
        "Stay was significantly shorter in the stent group than in the balloon group (P<0.05).",
        [bare("P<0.05", "lower")],
    ),
    (
        "Stay was significantly shorter in the balloon group than in the stent group (P<0.05).",
        [bare("P<0.05", "higher")],
    ),
    (
        "The pain score decreased in both groups compared with that before surgery (P<0.05).",
        [bare("P<0.05", "lower", 30), bare("P<0.05", "lower", 32)],
    ),
    (
        "Pain fell from 7.1 ± 1.2 to 2.2 ± 1.0 in the stent group (P<0.001).",
        [
            {"kind": "mean_sd_range", "n": 30, "mean": "7.1", "sd": "1.2"},
            {"kind": "mean_sd_range", "n": 30, "mean": "2.2", "sd": "1.0"},
            bare("P<0.001", "lower", 30),
        ],
    ),
    (
        "In the stent group fractures were type A in 12, type B in 10 and type C in 8 of 30 patients.",
        [{"kind": "total", "parts": [12, 10, 8], "total": 30}],
    ),
    (
        "All 62 patients were followed up.",
        [{"kind": "count", "events": 62, "of": 62, "complete": "All 62 patients", "groups": [30, 32]}],
    ),
    (
        "Median survival was 27.4 months in the stent group and 20.1 months in the balloon group.",
        [{"kind": "median", "median": "27.4", "n": 30}, {"kind": "median", "median": "20.1", "n": 32}],
    ),
    (
        "Median survival was 27.4 months in the stent and 20.1 months in the balloon group (HR 0.71, 95% CI 0.49-1.03).",
        [
            {"kind": "median", "median": "27.4", "n": 30},
            {"kind": "median", "median": "20.1", "n": 32},
            {"kind": "interval", "measure": "HR", "estimate": "0.71", "low": "0.49", "high": "1.03"},
        ],
    ),
    (
        "Mean age was 71.2 (range 60 to 88) and 70.1 (range 61 to 85), respectively.",
        [
            {"kind": "mean_sd_range", "n": 30, "mean": "71.2", "low": "60", "high": "88"},
            {"kind": "mean_sd_range", "n": 32, "mean": "70.1", "low": "61", "high": "85"},
        ],
    ),
    (
        "The mean number of doses per patient was 0.73 in the stent group and 1.25 in the balloon group.",
        [
            {"kind": "mean_sd_range", "n": 30, "mean": "0.73", "step": "1"},
            {"kind": "mean_sd_range", "n": 32, "mean": "1.25", "step": "1"},
        ],
    ),
    ("No patient died.", [{"kind": "count", "events": 0, "of": 62}]),
    (
        "Two patients in the stent group and three in the balloon group had fever.",
        [TREATED | {"events": 2}, CONTROL | {"events": 3}],
    ),
]


@pytest.mark.parametrize(("sentence", "claims"), OTHERS, ids=[sentence[:40] for sentence, _ in OTHERS])
def test_other_forms(sentence, claims):
    text = with_results(sentence).replace("Sixty-two", "62")
    assert claims_of(drafted(text)) == claims


def test_units_of_which_each_patient_has_as_many():
    sentence = "Balloons ruptured in 5/60 (8.33%) in the stent group, whereas 0/64 (0%) in the balloon group (P<0.05)."
    found = claims_of(drafted(with_results(sentence)), "multiple", "two_by_two")
    assert found[0] == {"kind": "multiple", "each": 2, "patients": [30, 32], "units": [60, 64]}
    assert found[1]["units"] == "C05"


def test_a_list_of_p_values_belongs_to_its_pairs():
    sentence = (
        "In the stent group and the balloon group stay was 5.3 (2.1) and 6.4 (2.5) days and pain 2.1 (1.0) and "
        "2.2 (1.1), respectively [mean (SD); P = 0.06 and <0.001, respectively]."
    )
    found = claims_of(drafted(with_results(sentence)), "two_means")
    assert [claim["p"] for claim in found] == ["P = 0.06", "P <0.001"]


ROWS = (
    "Stay and pain in the stent group were (5.3±2.1) d and (2.1±1.0), lower than (6.4±2.5) d and (2.9±1.1) in the "
    "balloon group (P<0.05).",
    "In the stent group, stay and pain were 5.3±2.1 and 2.1±1.0; in the balloon group, 6.4±2.5 and 2.9±1.1 (all P<0.05).",
)


@pytest.mark.parametrize("sentence", ROWS)
def test_numbers_of_one_arm_before_those_of_the_other(sentence):
    found = claims_of(drafted(with_results(sentence)))
    means = [(claim["n"], claim["mean"]) for claim in found if claim["kind"] == "mean_sd_range"]
    assert means == [(30, "5.3"), (32, "6.4"), (30, "2.1"), (32, "2.9")]
    assert [claim["p"] for claim in found if claim["kind"] == "two_means"] == ["P<0.05", "P<0.05"]


def test_of_none_and_of_each():
    none = "Fever was seen in none of the 30 patients with a stent and in 3 of 32 (9.4%) with a balloon (P=0.24)."
    each = "Two patients in each group had fever."
    assert claims_of(drafted(with_results(none)), "count")[0] == TREATED | {"events": 0}
    assert claims_of(drafted(with_results(each))) == [TREATED | {"events": 2}, CONTROL | {"events": 2}]


def test_a_number_whose_words_are_not_all_read_is_no_mean():
    sentence = (
        "Mean stay was 5.3 days (CI of its own kind, 1.2) in the stent group and 6.4 in the balloon group."
    )
    draft = drafted(with_results(sentence))
    assert claims_of(draft) == [] and draft.unread[0].figures == ("5.3", "1.2", "6.4")


UNLINKED = [
    "After adjustment 4/30 (13.3%) leaked in the stent group and 10/32 (31.3%) in the balloon group (P = 0.90).",
    "At 2 years leakage by the Kaplan-Meier method was 4 (13.3%) and 10 (31.3%), respectively (log-rank P = 0.90).",
    "Stay was 5.3 ± 2.1 days in the stent group and 6.4 ± 2.5 days in the balloon group (P = 0.90, mixed model).",
    "Stay was 5.3 ± 2.1 in the stent group and 6.4 ± 2.5 in the balloon group, and pain 1.1 ± 0.3 in the stent group "
    "and 1.2 ± 0.4 in the balloon group (P=0.90).",
]


@pytest.mark.parametrize("sentence", UNLINKED)
def test_a_p_that_may_come_from_elsewhere_is_tied_to_no_two_values(sentence):
    kinds = {claim["kind"] for claim in claims_of(drafted(with_results(sentence)))}
    assert not kinds & {"two_by_two", "two_means"}


def test_a_difference_of_a_model_is_tied_to_no_two_means():
    sentence = (
        "Pain was 2.1 (SD 1.0) and 3.0 (SD 1.1), respectively (mean difference -0.4, 95% CI -0.8 to -0.1), "
        "by analysis of covariance (ANCOVA)."
    )
    (found,) = claims_of(drafted(with_results(sentence)), "interval")
    assert "treated" not in found


@pytest.mark.parametrize("sentence", [*COUNTED, *MEASURED, *(sentence for sentence, _ in OTHERS), *UNLINKED])
def test_every_claim_is_read_by_the_study(sentence, tmp_path):
    draft = drafted(with_results(sentence))
    read = read_back(draft, tmp_path)
    assert len(read.claims) == len(draft.claims) and len(read.unread) == len(draft.unread)
