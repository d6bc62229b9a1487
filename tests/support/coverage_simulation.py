"""How often the 95% intervals hold the truth in each of `coverage_scenarios`.

Run as a module, this file writes `docs/coverage.md`; `test_coverage.py` holds the page against it.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import sys
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from coverage_scenarios import BLOCK, DERIVED, SCENARIOS, Scenario, n1, n2
from places import ROOT

from twoarm.analysis.arms.improvement import improved
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.entries import method
from twoarm.methods.estimate import Estimate

PAGE = ROOT / "docs" / "coverage.md"
LEVEL = 0.95
REPLICATES, RESAMPLED = 10_000, 2_000
RESAMPLING = {"bootstrap", "weighted_difference", "weighted_risk_difference"}
RESAMPLING |= {"weighted_restricted_mean", "weighted_hazard_ratio"}
# Not approximate: at least the level, whatever the truth, so that their coverage has no upper bound.
EXACT = {"odds_ratio", "hodges_lehmann", "clopper_pearson"}
# A truth on a limit is held; the step of an exact test equals it but for rounding.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Row:
    """What became of one method in one scenario."""

    scenario: Scenario
    method: str
    replicates: int
    intervals: int
    held: int
    finite: int
    width: float  # mean of the finite ones; of a ratio in its logarithm

    @property
    def coverage(self) -> float:
        """Share of the intervals that hold the truth."""
        return self.held / self.intervals

    @property
    def error(self) -> float:
        """Monte-Carlo standard error of the coverage."""
        return math.sqrt(max(self.coverage * (1 - self.coverage), 0.25 / self.intervals) / self.intervals)

    @property
    def exact(self) -> bool:
        return self.method in EXACT


# ---- the simulation ---------------------------------------------------------------------------------------------------


@cache
def _of_counts(name: str, table: tuple[int, int, int, int]) -> Estimate:
    """There are only 1,023 tables of 30 and 32 patients, and no need to compute one twice."""
    x1, m1, x2, m2 = table
    outcome = [np.repeat([1.0, 0.0], [x, m - x]) for x, m in ((x1, m1), (x2, m2))]
    return method(name).function(Arms(*outcome, measure="binary"), LEVEL)


def estimate(name: str, arms: Arms) -> Estimate:
    """The estimate of a method; of a course that of the last visit."""
    if arms.measure == "binary" and arms.treated_covariates is None:
        return _of_counts(name, arms.with_any())
    if name in ("responders", "responders_relative"):
        return _of_counts("risk_difference", improved(arms, name == "responders").with_any())
    found = method(name).function(arms, LEVEL)
    return found[-1] if isinstance(found, list) else found


def work(piece: tuple[int, str, int]) -> tuple[int, int, int, float]:
    """Intervals, those that hold the truth, finite ones and the sum of their widths in a block of replicates."""
    number, name, block = piece
    scenario = SCENARIOS[number]
    truth, ratio = scenario.truths[name], method(name).scale == "ratio"
    intervals = held = finite = 0
    width = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for u in scenario.uniforms(block):
            e = estimate(name, scenario.draw(u))
            if e.low is None:
                continue
            intervals += 1
            slack = ROUNDING * abs(truth)
            held += e.low - slack <= truth <= e.high + slack
            limits = [e.low, e.high]
            if all(math.isfinite(x) for x in limits) and not (ratio and e.low <= 0):
                finite += 1
                width += math.log(e.high) - math.log(e.low) if ratio else e.high - e.low
    return intervals, held, finite, width


def simulate() -> list[Row]:
    """Every method of every scenario, on all processors."""
    chosen = [(i, name) for i, s in enumerate(SCENARIOS) for name in s.truths]
    pieces = [(i, name, block) for i, name in chosen for block in range(replicates(name) // BLOCK)]
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        found = dict(zip(pieces, pool.map(work, pieces, chunksize=1), strict=True))
    return [row(i, name, [found[p] for p in pieces if p[:2] == (i, name)]) for i, name in chosen]


def replicates(name: str) -> int:
    return RESAMPLED if name in RESAMPLING else REPLICATES


def row(number: int, name: str, blocks: list[tuple[int, int, int, float]]) -> Row:
    intervals, held, finite, width = map(sum, zip(*blocks, strict=True))
    mean = width / finite if finite else math.nan
    return Row(SCENARIOS[number], name, replicates(name), intervals, held, finite, mean)


# ---- the page ---------------------------------------------------------------------------------------------------------

INTRODUCTION = f"""# Coverage of the 95% intervals

How often an interval holds the true value, found by drawing studies of {n1} treated and {n2} control patients whose truth is
known: {REPLICATES:,} studies per row, {RESAMPLED:,} for what draws resamples in each (the bootstrap 9,999, a weighted method
999). All numbers come from raw Philox bits under a fixed seed, so that every run gives the same page. Of so many rows a few
lie beyond two Monte-Carlo errors by chance.

Made by `python tests/support/coverage_simulation.py`, in ten minutes on two processors; the scenarios are written out in
`tests/support/coverage_scenarios.py`. `pytest tests/slow/test_coverage.py` makes the page anew and compares.

- true: what the interval should hold: a difference, a ratio or a probability, by formula.
- covered: percent of the intervals that hold it; beside it (±) the Monte-Carlo standard error of that percentage.
- width: mean of the finite intervals; of a ratio that of its logarithm.
- none, unbounded: percent of the studies without an interval, and with one that has no end (a ratio's may also begin at 0).
  Coverage is that of the studies with an interval.

"""
REGULAR = """## Regular scenarios

Here the assumptions of the methods hold and no cell is sparse. Approximate intervals are asked to cover 93.5 to 96.5%,
exact ones (`odds_ratio`, `hodges_lehmann`, `clopper_pearson`) at least 95% less three Monte-Carlo errors. Intervals of one
arm are those of the 30 treated.

"""
OTHERS = """
## Sparse and skewed scenarios

Here approximate intervals are asked for no figure: where one covers less than 93.5 or more than 96.5%, the reason stands
below the table. Exact ones are still asked for 95% less three Monte-Carlo errors.

"""
OUTSIDE = """
## Outside of 93.5 to 96.5%, and why

"""
SAME = """
## Not simulated on their own

"""
HEAD = "| scenario | method | true | covered | ± | width | none | unbounded |\n|---|---|---|---|---|---|---|---|\n"
RARE = (
    "0.6 events are expected in each arm, so that nearly all tables have 0 to 2 events in either, and the intervals of "
    "all of these hold no difference"
)
FEW_TABLES = (
    "2.4 and 0.3 events are expected, so that only a handful of tables occur, and the intervals of nearly all of them hold "
    "the truth"
)
ONE_ARM = "few counts occur, and only the intervals of the largest miss the truth"
TWICE = (
    "from 30 values, bias and skewness are estimated with as much error as they correct: of 500 to 1,000 of these studies "
    "scipy's BCa interval held it in 89% as well, its percentile interval in 93 to 94%"
)
FEW = "an arm with one or two events has so wide an interval that it nearly always holds the truth, one with none has none"
ONE_SIDED = (
    "where few of the 30 patients have a late event, the area is large and its error small: the interval lies above the "
    "truth in 4.4% of 4,000 of these studies and below it in 2.5%, while the mean error is that of the estimates but for 1%"
)
REASONS: dict[tuple[str, str], str] = {
    ("exponential times, 30% censored", "restricted_mean_time"): ONE_SIDED,
    ("shares 0.3 and 0.3", "wilson"): (
        "one binomial count has few values, so that the coverage jumps as the share moves: of 30 patients it is exactly "
        "93.0% at a share of 0.3, 95.1% at 0.13 and 95.4% at 0.31 (Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101-133)"
    ),
    ("shares 0.02 and 0.02", "risk_difference"): RARE,
    ("shares 0.02 and 0.02", "newcombe"): RARE,
    ("shares 0.02 and 0.02", "wilson"): ONE_ARM,
    ("shares 0.02 and 0.02", "risk_ratio"): RARE,
    ("shares 0.02 and 0.02", "firth_odds_ratio"): RARE,
    ("shares 0.08 and 0.01", "risk_difference"): FEW_TABLES,
    ("shares 0.08 and 0.01", "newcombe"): FEW_TABLES,
    ("shares 0.08 and 0.01", "wilson"): ONE_ARM,
    ("lognormal errors, sigma 1", "bootstrap"): TWICE,
    ("lognormal errors, sigma 1", "ancova"): (
        "the skewness of both arms cancels, and of the symmetric error with long tails that is left a t interval "
        "holds more, as that of `early_change`; HC3 adds its own caution"
    ),
    ("lognormal errors, sigma 1", "paired_change"): (
        "one arm alone, whose skewness nothing cancels: where its mean comes out low its spread does too, and the "
        "interval is too short to reach up"
    ),
    ("lognormal, sigma 1, other medians", "bootstrap"): TWICE,
    ("heavy ties, most values 0", "bootstrap"): (
        "resamples of 30 values vary less than new studies, and a third of them that is not 0 has a long tail: of 500 "
        "of these studies scipy's BCa interval and its percentile interval held it in 93% as well"
    ),
    ("few counts, means 0.2 and 0.1", "rate_ratio"): FEW,
    ("few counts, means 0.2 and 0.1", "poisson_ratio"): FEW,
    ("exponential times, 85% censored", "hazard_ratio"): FEW,
    ("exponential times, 85% censored", "restricted_mean_difference"): (
        "three to four events are expected in each arm up to the horizon: where fewer come, the variance that is estimated "
        "from them is too small"
    ),
}


def line(row: Row) -> str:
    """A row of the page's table."""
    none, unbounded = row.replicates - row.intervals, row.intervals - row.finite
    cells = (
        row.scenario.name,
        f"`{row.method}`",
        f"{row.scenario.truths[row.method]:.4g}",
        f"{100 * row.coverage:.2f}",
        f"{100 * row.error:.2f}",
        f"{row.width:.3g}",
        f"{100 * none / row.replicates:.1f}",
        f"{100 * unbounded / row.replicates:.1f}",
    )
    return "| " + " | ".join(cells) + " |"


def page(rows: list[Row]) -> str:
    """The page as Markdown."""
    tables = (HEAD + "\n".join(line(r) for r in rows if r.scenario.regular == kind) for kind in (True, False))
    found = {(r.scenario.name, r.method): r for r in rows}
    why = [
        f"- {scenario}, `{name}` ({100 * found[scenario, name].coverage:.1f}%): {reason}."
        for (scenario, name), reason in REASONS.items()
        if (scenario, name) in found
    ]
    same = [f"- `{name}`: {reason}." for name, reason in DERIVED.items()]
    parts = [
        INTRODUCTION,
        REGULAR,
        next(tables),
        "\n",
        OTHERS,
        next(tables),
        "\n",
        OUTSIDE,
        "\n".join(why),
        "\n",
    ]
    return "".join([*parts, SAME, "\n".join(same), "\n"])


if __name__ == "__main__":
    Path(sys.argv[1] if sys.argv[1:] else PAGE).write_text(page(simulate()), encoding="utf-8")
