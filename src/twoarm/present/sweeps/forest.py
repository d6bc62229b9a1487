"""The sites of an outcome one below the other, and what they say together: rows with words, and a mark for each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sweeps.pooled import Pool, SiteRow
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.present.outputs import Table
from twoarm.present.sweeps.words import Names

STRIP = 1000  # of the strip on which a row is drawn
_FEW = 5  # sites: an estimate of how far they differ that rests on fewer says little
WORDS_OF_METHOD = (
    "All together: the mean of the true effects of such sites, by random effects (restricted maximum likelihood), with the "
    "interval of Knapp and Hartung, no narrower than without them. The standard error of a site is that of its published "
    "interval."
)


@counts_only
@dataclass(frozen=True)
class Mark:
    """Where a row lies on its strip, from 0 to `STRIP`."""

    low: int
    at: int
    high: int


@counts_only
@dataclass(frozen=True)
class ForestRow:
    """One row: who, how many patients of either arm, what is estimated; the mark, where there is one."""

    name: str
    patients: str
    estimate: str
    mark: Mark | None
    together: bool = False


@counts_only
@dataclass(frozen=True)
class Forest:
    """An outcome over the sites: its rows, where no difference lies, what is said below."""

    label: str
    title: str
    rows: list[ForestRow]
    null: int
    sentences: list[str]


def forest_of(pool: Pool, names: Names) -> Forest:
    """The forest of an outcome."""
    place = _Strip(pool)
    rows = [_site_row(site, pool, names, place) for site in pool.sites]
    if pool.together is not None:
        t = pool.together
        rows.append(
            ForestRow("All together", "", _cell(pool, names), place.mark(t.low, t.value, t.high), True)
        )
    name = names.labels.row(pool.row)
    return Forest(w.slug(name), name, rows, place.at(pool.scale.null), _sentences(pool, names))


def pooled_table(pools: Sequence[Pool], names: Names) -> Table:
    """What the sites say together under every combination of the parameters."""
    return Table(
        label="pooled",
        caption=f"The sites together ({w.counted(len(pools), 'row')})",
        head=[["Outcome", "Parameters", "Sites", "Mean of the sites", "P", "Share between sites"]],
        rows=[
            [
                names.labels.row(p.row),
                names.differing(p.parameters) or "–",
                str(_known(p)),
                _cell(p, names),
                _p(p),
                _between(p),
            ]
            for p in pools
        ],
    )


class _Strip:
    """From the value of a scale to the place on the strip: of a ratio by its logarithm."""

    def __init__(self, pool: Pool) -> None:
        self._log = pool.scale.is_ratio
        rows = [site.row for site in pool.sites if site.row is not None and not site.reason]
        ends = [row[end] for row in rows for end in ("low", "high")] + [pool.scale.null]
        if pool.together is not None:
            ends += [pool.together.low, pool.together.high]
        moved = [m for m in map(self._moved, ends) if math.isfinite(m)]
        self._least, self._span = min(moved), (max(moved) - min(moved)) or 1.0

    def _moved(self, value: float) -> float:
        if not self._log:
            return value
        return math.log(value) if value > 0 else -math.inf

    def at(self, value: float) -> int:
        """The place of a value; what lies beyond an end is drawn at it."""
        share = (self._moved(value) - self._least) / self._span
        return int(STRIP * min(max(share, 0.0), 1.0))

    def mark(self, low: float, value: float, high: float) -> Mark:
        """Both limits and the estimate."""
        return Mark(self.at(low), self.at(value), self.at(high))


def _site_row(site: SiteRow, pool: Pool, names: Names, place: _Strip) -> ForestRow:
    row = site.row
    if row is None:
        return ForestRow(site.site, "", site.reason, None)
    sizes = " and ".join(_size(row[name]) for name in ("n_treated", "n_control"))
    told = names.estimate(row, 0.0).split("; ")[0]
    if site.reason:
        said = told if row["estimate"] is None else f"{told}; not in the mean: {site.reason}"
        return ForestRow(site.site, sizes, said, None)
    return ForestRow(site.site, sizes, told, place.mark(row["low"], row["estimate"], row["high"]))


def _size(count: float | str | None) -> str:
    return "–" if count is None else count if isinstance(count, str) else str(int(count))


def _sentences(pool: Pool, names: Names) -> list[str]:
    t, under = pool.together, names.differing(pool.parameters)
    said = [f"Under {under}; the table below has the other runs."] if under else []
    if t is None:
        return [*said, f"No mean of the sites: {pool.reason}."]
    scale = _scale(pool, names)
    further = f"{scale.limit(t.next_low)} to {scale.limit(t.next_high)}"
    tested = w.p_phrase(t.q_p, 1 - t.conf_level)
    said += [
        f"{_between(pool)} of what the estimates vary is how far the sites truly differ "
        f"(I²; test of homogeneity, {tested}).",
        f"A further such site is expected within {scale.with_unit(further)}.",
    ]
    if t.number < _FEW:
        said.append(f"How far sites differ is hardly known of {w.counted(t.number, 'site')}.")
    return said


def _cell(pool: Pool, names: Names) -> str:
    """The mean of the sites with its interval, or why there is none."""
    t = pool.together
    if t is None:
        return pool.reason
    scale = _scale(pool, names)
    span = f"{scale.limit(t.low)} to {scale.limit(t.high)}"
    return f"{scale.with_unit(scale.value(t.value))} ({w.level_text(t.conf_level)} CI {span})"


def _scale(pool: Pool, names: Names) -> w.Scale:
    t, row = pool.together, pool.row
    estimate = Estimate(t.value, t.low, t.high, t.conf_level) if t is not None else Estimate.none("none")
    result = Result("", "", "", "", "", "", estimate, row["unit"], "", pool.scale)
    return w.Scale(result, names.labels.variable(row["variable"]))


def _known(pool: Pool) -> int:
    return sum(not site.reason for site in pool.sites)


def _p(pool: Pool) -> str:
    return w.p_text(pool.together.p_value, 1 - pool.together.conf_level) if pool.together else "–"


def _between(pool: Pool) -> str:
    return f"{w.number(100 * pool.together.share, 0)}%" if pool.together else "–"
