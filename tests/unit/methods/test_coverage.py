"""The intervals cover what they say: the figures of `docs/coverage.md`; `tests/slow` makes all of them anew."""

from __future__ import annotations

import math

import coverage_simulation as simulation
import pytest
from coverage_scenarios import BLOCK, DERIVED, SCENARIOS
from drawn_arms import applies, estimates, ordinary

from twoarm.analysis.registry.entries import REGISTRY, method
from twoarm.analysis.registry.method import EVERY
from twoarm.methods.counts.proportions import wilson

LEAST, MOST = 93.5, 96.5  # of an approximate interval at 95%
# Regular, and yet outside: one binomial count has so few values that the coverage of its interval jumps with the share.
JUMPS = {("shares 0.3 and 0.3", "wilson")}
# The interval of one area under a curve, whose estimate and error go together in so few patients.
LEANS = {("exponential times, 30% censored", "restricted_mean_time")}


def shown() -> dict[tuple[str, str], list[str]]:
    """Scenario and method to the other cells of their row on the page."""
    text = simulation.PAGE.read_text(encoding="utf-8")
    rows = [
        [c.strip(" `") for c in line.strip("|").split("|")] for line in text.splitlines() if "| `" in line
    ]
    return {(row[0], row[1]): row[2:] for row in rows}


def rows(*, regular: bool) -> list[tuple[str, str, float, float]]:
    """Scenario, method, percent covered and its Monte-Carlo error."""
    names = {s.name for s in SCENARIOS if s.regular == regular}
    return [(*key, float(cells[1]), float(cells[2])) for key, cells in shown().items() if key[0] in names]


def test_the_page_has_every_method_of_every_scenario():
    assert list(shown()) == [(s.name, name) for s in SCENARIOS for name in s.truths]


def test_the_words_of_the_page_are_those_of_the_program():
    text = simulation.PAGE.read_text(encoding="utf-8")
    parts = (
        simulation.INTRODUCTION,
        simulation.REGULAR,
        simulation.OTHERS,
        simulation.OUTSIDE,
        simulation.SAME,
    )
    assert [part for part in parts if part not in text] == []
    assert [why for why in (simulation.REASONS | DERIVED).values() if f": {why}.\n" not in text] == []


def test_every_method_with_an_interval_is_simulated():
    with_interval = {
        entry.name
        for measure in EVERY
        for entry in REGISTRY
        if measure in entry.measures and entry.function and applies(entry, ordinary(measure))
        for e in estimates(entry, ordinary(measure))
        if e.low is not None
    }
    simulated = {name for s in SCENARIOS for name in s.truths}
    assert with_interval - simulated - set(DERIVED) == set()
    regular = {name for s in SCENARIOS if s.regular for name in s.truths}
    assert regular == simulated


def test_approximate_intervals_cover_in_the_regular_scenarios():
    found = [row for row in rows(regular=True) if row[1] not in simulation.EXACT]
    outside = {row[:2] for row in found if not LEAST <= row[2] <= MOST}
    assert outside == JUMPS | LEANS
    assert len(found) > len(outside)


def test_the_one_that_does_not_is_no_error_of_the_simulation():
    """Wilson's interval of one share: the chance of every count, by whether its interval holds the share."""
    chances = [math.comb(30, x) * 0.3**x * 0.7 ** (30 - x) for x in range(31)]
    limits = [wilson(x, 30, 0.95) for x in range(31)]
    held = sum(p for p, (low, high) in zip(chances, limits, strict=True) if low <= 0.3 <= high)
    assert held == pytest.approx(0.9298, abs=5e-5)
    (figure,) = (row[2] for row in rows(regular=True) if row[:2] in JUMPS)
    assert figure == pytest.approx(100 * held, abs=0.75)  # three Monte-Carlo errors


def test_exact_intervals_cover_at_least_their_level():
    found = [row for kind in (True, False) for row in rows(regular=kind) if row[1] in simulation.EXACT]
    assert [row for row in found if row[2] < 95 - 3 * row[3]] == []
    assert {row[1] for row in found} == simulation.EXACT


def test_what_lies_outside_has_its_reason_and_nothing_else():
    found = [row for kind in (True, False) for row in rows(regular=kind) if row[1] not in simulation.EXACT]
    assert {row[:2] for row in found if not LEAST <= row[2] <= MOST} == set(simulation.REASONS)


def test_a_row_made_anew_is_that_of_the_page():
    number = [s.name for s in SCENARIOS].index("normal, equal variances")
    blocks = range(simulation.REPLICATES // BLOCK)
    pieces = [simulation.work((number, "mean_difference", block)) for block in blocks]
    row = simulation.row(number, "mean_difference", pieces)
    assert simulation.line(row) in simulation.PAGE.read_text(encoding="utf-8")
    # Known from theory: 95%, and mean width 2 t(60) sqrt(1/30 + 1/32) but for a fraction.
    assert abs(row.coverage - 0.95) < 3 * row.error
    assert row.width == pytest.approx(2 * 2.0 * 0.2541, rel=0.01)


def test_a_share_of_responders_is_computed_as_the_registry_does():
    """The simulation remembers tables; the registry's own function goes from the arms."""
    scenario = next(s for s in SCENARIOS if "responders" in s.truths)
    arms = scenario.draw(scenario.uniforms(0)[0])
    for name in ("responders", "responders_relative"):
        assert simulation.estimate(name, arms) == method(name).function(arms, simulation.LEVEL)
