"""curves.csv by hand: who is at risk at the ticks, the curve there and at its steps, and the ticks themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.ticker import MaxNLocator
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.analysis.comparison.event_curves import MOST_DRAWN, ticks_up_to
from twoarm.present.figures.curve_words import curve_caption
from twoarm.study.opened import open_study

DESCRIBED = """\
name  label  table     role     section        kind    unit  event  levels
walk  Walk   patients  outcome  perioperative  time    days  done   .
done  Done   patients  none     perioperative  binary  .     .      0=no|1=yes
"""
# Of A four patients are known, of whom the last leaves at 6; B has one, and the axis is that of both.
PATIENTS = """\
arm walk done
A   1    1
A   2    0
A   2    1
A   6    0
A   .    1
B   3    1
B   .    0
"""


@pytest.fixture(scope="module")
def comparison(tmp_path_factory) -> Comparison:
    folder: Path = tmp_path_factory.mktemp("curves") / "small"
    return compare_section(open_study(str(write_study(folder, DESCRIBED, PATIENTS))), "perioperative")


def rows(comparison: Comparison, arm: str, at: str) -> list[tuple]:
    names = ("time", "at_risk", "events", "censored", "survival")
    found = [r for r in comparison.rows()["curves"] if (r["arm"], r["at"]) == (arm, at)]
    return [tuple(row[name] for name in names) for row in found]


def test_a_step_counts_what_happened_at_it_and_tells_the_share_just_after(comparison):
    """3/4, times 2/3 of the three at risk at 2, of whom one has the event and one leaves."""
    assert rows(comparison, "A", "step") == [
        (1, 4, 1, 0, 0.75),
        (2, 3, 1, 1, pytest.approx(0.5)),
        (6, 1, 0, 1, pytest.approx(0.5)),
    ]


def test_a_tick_counts_what_happened_before_it(comparison):
    """Who leaves exactly at a tick is still at risk there; beyond its end the curve of B is not known."""
    assert rows(comparison, "A", "tick") == [
        (0, 4, 0, 0, 1),
        (1, 4, 0, 0, 0.75),
        (2, 3, 1, 0, pytest.approx(0.5)),
        *((t, 1, 2, 1, pytest.approx(0.5)) for t in (3, 4, 5, 6)),
    ]
    assert [row[4] for row in rows(comparison, "B", "tick")] == [1, 1, 1, 0, None, None, None]


def test_a_row_has_the_interval_of_the_curve_its_level_and_the_unit(comparison):
    first, *_ = (r for r in comparison.rows()["curves"] if r["at"] == "step")
    assert 0 < first["low"] < 0.75 < first["high"] < 1
    assert (first["conf_level"], first["unit"], first["variable"]) == (0.95, "days", "walk")


@pytest.mark.parametrize("last", [0.004, 0.7, 1, 6, 7, 9, 10, 12.5, 59, 60, 61, 91, 365, 1000, 1001, 25_000])
def test_the_ticks_are_those_that_matplotlib_chose(last):
    locator = MaxNLocator(nbins=6, steps=[1, 1.5, 2, 2.5, 3, 5, 10])
    chosen = [t for t in locator.tick_values(0, last) if t >= 0]
    assert np.allclose(ticks_up_to(last), chosen, rtol=1e-12, atol=0)


def test_an_axis_without_a_time_has_ticks_all_the_same():
    assert ticks_up_to(0.0) == ticks_up_to(1.0)


def test_of_many_steps_the_last_in_each_part_of_the_time_is_drawn(comparison):
    one = comparison.curves[0]
    step = one.steps[0]
    few = tuple(replace(step, time=float(t)) for t in range(1, MOST_DRAWN + 1))
    many = tuple(replace(step, time=t / 7) for t in range(1, 7 * MOST_DRAWN + 1))
    assert replace(one, steps=few).drawn == few
    assert [p.time for p in replace(one, steps=many).drawn] == [p.time for p in few]
    assert "equal parts of the time" in curve_caption(*_told(comparison), [replace(one, steps=many)])
    assert "equal parts" not in curve_caption(*_told(comparison), [one])


def _told(comparison: Comparison):
    return comparison.study, comparison.study.variable(comparison.curves[0].variable)
