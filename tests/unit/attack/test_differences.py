"""The attacker on means of whole points beside masked sizes: of a study as it is told, and as it would tell too much."""

from __future__ import annotations

import pytest
from attack.handmade import outcome, published
from attack.winning import attack_tables
from attacked_studies import attacked, recovered, truth_of, under, wrongly_excluded
from missed_visit_study import study_of

from twoarm.analysis.comparison.told import means, results
from twoarm.study.disclosure.policy import HOSPITAL, OPENSAFELY

POLICIES = pytest.mark.parametrize("policy", [HOSPITAL, OPENSAFELY], ids=lambda policy: policy.profile)


def won(folder, policy=HOSPITAL, seen=(37, 38), totals=(147, 173)) -> list[str]:
    study = study_of(folder / "study", "{profile: open}", totals, seen)
    truth = truth_of(study)
    report = attacked(under(folder / "study", policy.profile))
    assert wrongly_excluded(report, truth) == []
    return recovered(report, truth, policy)


@POLICIES
@pytest.mark.parametrize("seen", [(37, 38), (37, 40), (40, 36)])
@pytest.mark.parametrize("total", [170, 173])
def test_nobody_who_missed_a_visit_comes_back(tmp_path, policy, seen, total):
    assert won(tmp_path, policy, seen, (147, total)) == []


def test_a_difference_that_is_rounded_by_itself_gives_them_back(tmp_path, monkeypatch):
    """That of a model of the course, whose own sizes are not masked, even had all its digits."""
    monkeypatch.setattr(results, "means_behind", lambda *_: ())
    found = won(tmp_path)
    assert any(
        one.startswith("('known', 'pain', 'soon', 'B') can be [38], by ('difference on a grid'")
        for one in found
    )


def test_two_ways_of_rounding_give_them_back(tmp_path, monkeypatch):
    """Half to the even step in the one table, and half downwards in the other."""
    monkeypatch.setattr("twoarm.analysis.comparison.told.summaries.told_interval", _downwards)
    assert any("can be [38, 40]" in one or "can be [38]" in one for one in won(tmp_path))


def _downwards(mask, variable, interval, n):
    mean, low, high = means.told_interval(mask, variable, interval, n)
    fits = abs(interval[0] - 4.55) < 0.01
    return (4.5, low - 0.1, high - 0.1) if fits else (mean, low, high)


def test_a_difference_of_the_means_as_they_are_told_says_no_more():
    """Of 1.4 and 2.5 a difference of -1.1 says nothing; one of -1.0 that both lie towards each other."""
    points = outcome("minutes", "continuous", step=1.0)
    summaries = [
        {"variable": "minutes", "arm": arm, "n": "11_to_14", "mean": mean, "missing": "26_to_29"}
        for arm, mean in (("A", "1.4"), ("B", "2.5"))
    ]

    def left(estimate: str, low: str, high: str) -> frozenset[int]:
        sizes = {"n_treated": "11_to_14", "n_control": "11_to_14", "conf_level": "0.95"}
        cells = {"estimate": estimate, "low": low, "high": high}
        row = {"variable": "minutes", "analysis": "mean_difference", **sizes, **cells}
        report = attack_tables(published(points, summaries=summaries, results=[row]))
        return report.of("known", "minutes", "", "A")

    assert left("-1.1", "-1.9", "-0.3") == {11, 12, 13, 14} > left("-1.0", "-1.8", "-0.2")
