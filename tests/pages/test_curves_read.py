"""What a reader of curves gets back of the patients' times: all of them under an open policy, none under one that masks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from curve_reader import given_back, off_grid, times_in_svg
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.present.figures.event_curves import curves_kept_back, event_curves
from twoarm.present.outputs import Figure
from twoarm.study.opened import open_study

DESCRIBED = """\
name  label                table     role     section    kind    unit  event  levels      tau
walk  Walking_without_aid  patients  outcome  follow_up  time    days  done   .           {tau}
done  Walked               patients  none     follow_up  binary  .     .      0=no|1=yes  .
"""
EXACT = 0.001  # of a day: as near as the open figure's six digits come
STEP = 5.0
N = 40  # of each arm
FEW = (np.arange(N) < 3).astype(int)  # events


def cohort(seed: int = 1) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Times to a tenth of a second, none of them on a grid; ten of an arm are censored."""
    rng = np.random.default_rng(seed)
    arms = {}
    for arm, mean in (("A", 30.0), ("B", 45.0)):
        time = np.round(rng.exponential(mean, N) + 0.5, 6)
        arms[arm] = time, np.where(np.argsort(rng.random(N)) < 10, 0, 1)
    return arms


def compared(
    folder: Path, arms: dict[str, tuple[np.ndarray, np.ndarray]], policy: str, tau: str = "."
) -> Comparison:
    rows = [
        f"{arm} {t:.6f} {e}" for arm, (time, event) in arms.items() for t, e in zip(time, event, strict=True)
    ]
    write_study(folder, DESCRIBED.format(tau=tau), "\n".join(["arm walk done", *rows]))
    spec = folder / "study.yml"
    spec.write_text(re.sub("disclosure: .*", f"disclosure: {policy}", spec.read_text("utf-8")), "utf-8")
    return compare_section(open_study(str(folder)), "follow_up", thorough=False)


@pytest.fixture
def under(tmp_path: Path) -> Callable[..., Comparison]:
    made = iter(range(9))
    return lambda policy, arms=None, tau=".": compared(
        tmp_path / f"s{next(made)}", arms or cohort(), policy, tau
    )


def figure(comparison: Comparison) -> Figure:
    (drawn,) = event_curves(comparison)
    return drawn


def all_times() -> np.ndarray:
    return np.concatenate([time for time, _ in cohort().values()])


def times_of(rows: list[dict]) -> set[float]:
    return {row["time"] for row in rows}


def test_an_open_curve_gives_back_every_time(under):
    """The attacker works: without a policy he has all of them, to a thousandth of a day."""
    assert given_back(all_times(), times_in_svg(figure(under("{profile: open}")).svg), EXACT) == 2 * N


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_a_policy_gives_back_none(under, profile):
    comparison = under(f"{{profile: {profile}}}")
    (step,) = {curve.grid for curve in comparison.curves}
    drawn = figure(comparison)
    table = {float(t.get_text()) for t in drawn.drawing.axes[0].get_xticklabels()}
    read = {*times_in_svg(drawn.svg), *times_of(comparison.rows()["curves"]), *table}
    medians = {q for s in comparison.summaries for q in (s.q1, s.median, s.q3) if q is not None}
    assert len(read) > 3
    assert off_grid(read | medians, step) == []
    assert given_back(all_times(), read | medians, EXACT) == 0
    shares = [row[name] for row in comparison.rows()["curves"] for name in ("survival", "low", "high")]
    assert all(share is None or share == float(f"{share:.3g}") for share in shares)


def test_nothing_is_drawn_where_few_are_left(under):
    """The fifth last of each arm is under observation at the end of its curve, and no longer one step later."""
    comparison = under(f"{{profile: hospital, time_step: {STEP}}}")
    for curve, (time, _) in zip(comparison.curves, cohort().values(), strict=True):
        fifth = np.sort(time)[-5]
        assert curve.end <= fifth < curve.end + STEP
        beyond = [point for point in curve.ticks if point.time > curve.end]
        assert {(p.events, p.censored, p.survival) for p in beyond} <= {(None, None, None)}
        assert {str(p.at_risk) for p in beyond} <= {"<5"}
        assert max(point.time for point in curve.steps) == curve.end
    end = max(curve.end for curve in comparison.curves)
    assert (
        times_in_svg(figure(comparison).svg).max() <= end + 1e-3
    )  # places are rounded to a thousandth of a point


def test_the_caption_says_how_a_curve_is_told(under):
    caption = figure(under(f"{{profile: hospital, time_step: {STEP}}}")).caption
    assert caption.endswith(
        "So that no patient's time can be read, a curve steps at multiples of 5 days, after at least 5 more patients had "
        "the event, and ends where fewer than 5 are under observation. Whoever left in a group of fewer than 5 counts as "
        "under observation until more have left."
    )


def test_a_stated_end_of_the_means_is_told_as_it_is_stated(under):
    """It is nobody's time: the policy's three digits would make 31.3 of it."""
    assert under("{profile: hospital}", tau="31.25").result("walk").horizon == 31.25


def twin(arms: dict[str, tuple[np.ndarray, np.ndarray]], ends: dict[str, float]) -> dict[str, tuple]:
    """The same patients at other times: each elsewhere within its step, and where few are left anywhere later."""
    rng = np.random.default_rng(2)
    moved = {}
    for arm, (time, event) in arms.items():
        within = (np.floor(time / STEP) + rng.uniform(0.05, 0.95, N)) * STEP
        late = ends[arm] + STEP * (1 + 3 * rng.random(N))
        tail = np.floor(time / STEP) * STEP > ends[arm]
        moved[arm] = np.where(tail, late, within), event
    return moved


def test_two_cohorts_with_no_time_in_common_have_the_same_figure_and_the_same_table(under):
    """So nothing in either tells where within its step a time lies, and nothing of the tail at all."""
    policy = f"{{profile: hospital, time_step: {STEP}}}"
    one = under(policy)
    ends = {curve.arm: curve.end for curve in one.curves}
    other = under(policy, twin(cohort(), ends))
    assert figure(one).svg == figure(other).svg
    assert figure(one).caption == figure(other).caption
    assert one.rows()["curves"] == other.rows()["curves"]
    shown = [
        [(s.n, s.count, s.q1, s.median, s.q3) for s in each.summaries if s.variable == "walk"]
        for each in (one, other)
    ]
    assert shown[0] == shown[1]
    assert one.result("walk").horizon == other.result("walk").horizon == min(ends.values())


def test_an_arm_with_few_events_has_no_curve_and_it_is_said_why(under):
    arms = cohort()
    comparison = under("{profile: hospital}", {**arms, "B": (arms["B"][0], FEW)})
    drawn = figure(comparison)
    assert "No curve is drawn with old: fewer than 5 patients had the event." in drawn.caption
    assert "no curve with old" in drawn.alt
    assert {row["arm"] for row in comparison.rows()["curves"]} == {"A"}


def test_arms_without_a_curve_have_sentences_instead_of_a_figure(under):
    few = {arm: (time, FEW) for arm, (time, _) in cohort().items()}
    comparison = under("{profile: hospital}", few)
    assert event_curves(comparison) == []
    (said,) = curves_kept_back(comparison)
    assert said.markdown.count("fewer than 5 patients had the event") == 2


def test_an_arm_whose_size_is_masked_has_no_curve(under):
    """Of two patients the time is not known: the curve would begin with the number that tells so."""
    study = under("{profile: hospital}").study
    patients = study.cohort.patients.copy()
    patients.loc[patients.index[:2], "walk"] = np.nan
    unknown = replace(study, cohort=replace(study.cohort, patients=patients))
    comparison = compare_section(unknown, "follow_up", thorough=False)
    assert comparison.curves[0].absent == "the number of patients is masked"
    assert not comparison.curves[1].absent
