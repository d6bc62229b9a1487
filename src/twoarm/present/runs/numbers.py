"""What a row holds in either run, as a reader sees it: with as many digits as show what differs."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.runs.difference import Pair
from twoarm.analysis.runs.tables import Row
from twoarm.faces import counts_only
from twoarm.masked import MASKED
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.present.runs.labels import Labels
from twoarm.tables.columns import LEVEL
from twoarm.tables.every import RUN_TABLES

Shown = tuple[str, str]
NOTHING = "–"
_COUNTS = {name for table in RUN_TABLES.values() for name in table.counts}
P_NAMES = {"p_value": "P", "p_adjusted": "adjusted P"}
_P_VALUES = {name for table in RUN_TABLES.values() for name in table.p_values}
# The numbers of a table that has one of these columns are not in the variable's unit.
_PURE = ("survival", "standard_error", "detectable")
_PURE_DIGITS = 2
_TESTS = ("statistic", "df")  # of an estimate, in no unit


@counts_only
@dataclass(frozen=True)
class Reader:
    """What the numbers of two runs need to be shown: labels, and the significance level of either run."""

    labels: Labels
    alphas: tuple[float, float]

    def estimates(self, pair: Pair) -> Shown:
        """``1.9 min (95% CI −2.2 to 6.0); P = 0.36`` in either run, or why there is none."""
        scale = self.scale(pair)
        parts = {name: self.told(pair, name, scale) for name in ("estimate", "low", "high")}
        p_values = {name: self._p(pair, name) for name in P_NAMES if name in pair.a}
        cells = [_cell(row, i, scale, parts, p_values) for i, row in enumerate((pair.a, pair.b))]
        sizes = [_sizes(row) if _resized(pair) else "" for row in (pair.a, pair.b)]
        return tuple("; ".join(filter(None, both)) or NOTHING for both in zip(cells, sizes, strict=True))

    def cells(self, pair: Pair) -> Shown:
        """All of an estimate, since its parts are read together; of another row what differs."""
        shown = self.estimates(pair) if "estimate" in pair.a and "seed" not in pair.a else ("", "")
        return shown if any(shown) and (shown[0] != shown[1] or not pair.changed) else self.columns(pair)

    def columns(self, pair: Pair) -> Shown:
        """``mean 46.8; n 30``: the columns that differ, in either run."""
        shown = {name: self.column(pair, name) for name in pair.changed}
        return tuple("; ".join(f"{name} {texts[i]}" for name, texts in shown.items()) for i in (0, 1))

    def column(self, pair: Pair, name: str) -> Shown:
        """One column in either run."""
        values = pair.a[name], pair.b[name]
        if any(isinstance(value, str) for value in values):
            return tuple(value or NOTHING for value in values)
        if name in _P_VALUES or str(pair.a.get("statistic")).startswith("p_value"):
            return self._p(pair, name)
        scale = 0 if name in _COUNTS else _PURE_DIGITS if name in _TESTS else self.scale(pair)
        return self.told(pair, name, scale)

    def told(self, pair: Pair, name: str, scale: w.Scale | int) -> Shown:
        """A number in either run, with as many decimals as show that it differs; a dash where it is not there."""
        a, b = pair.a.get(name), pair.b.get(name)
        if isinstance(a, str) or isinstance(b, str):  # a count that a policy masks
            return _size(a), _size(b)
        alone = [NOTHING if x is None else _told(scale, x, x)[0] for x in (a, b)]
        return _told(scale, a, b) if None not in (a, b) and name in pair.changed else tuple(alone)

    def scale(self, pair: Pair) -> w.Scale | int:
        """The scale of a row's estimate; of a summary or of a claim's number only how many decimals it has."""
        row = pair.a
        variable = self.labels.variable(row.get("variable", ""))
        if "estimate" not in row:
            return _PURE_DIGITS if any(name in row for name in _PURE) else variable.decimals
        found = (row.get(name) for name in ("n_treated", "n_control"))
        sizes = (0 if isinstance(n, str) else int(n or 0) for n in found)
        estimate = Estimate.none("none", *sizes)
        return w.Scale(
            Result("", "", "", "", "", "", estimate, variable.unit, "", pair.scale or Scale.UNKNOWN), variable
        )

    def _p(self, pair: Pair, name: str) -> Shown:
        a, b = pair.a[name], pair.b[name]
        if None in (a, b):
            return tuple(w.p_cell(p, alpha) for p, alpha in zip((a, b), self.alphas, strict=True))
        if name in pair.changed:
            return w.p_told_apart(a, b, *self.alphas)
        return tuple(w.p_text(p, alpha) for p, alpha in zip((a, b), self.alphas, strict=True))


def _told(scale: w.Scale | int, a: float, b: float) -> Shown:
    return w.told_apart(a, b, scale) if isinstance(scale, int) else scale.told_apart(a, b)


def _cell(row: Row, i: int, scale: w.Scale, parts: dict[str, Shown], p_values: dict[str, Shown]) -> str:
    value, low, high = (parts[name][i] for name in ("estimate", "low", "high"))
    told = [] if row["estimate"] is None else [scale.with_unit(value) + _interval(row, low, high)]
    told += [_named_p(k, texts[i]) for k, texts in p_values.items() if row[k] is not None]
    reason = row.get("reason", "")
    told += [reason if told or reason.startswith(MASKED) else f"not estimable: {reason}"] if reason else []
    return "; ".join(told)


def _interval(row: Row, low: str, high: str) -> str:
    if None in (row["low"], row["high"]):
        return ""
    level = f"{w.level_text(row[LEVEL])} CI " if row[LEVEL] else ""
    return f" ({level}{low} to {high})"


def _named_p(name: str, text: str) -> str:
    """``adjusted P = 0.12``, never broken over lines."""
    related = text if text[:1] in "<>" else f"= {text}"
    return f"{P_NAMES[name]} {related}".replace(" ", w.NBSP)


def _resized(pair: Pair) -> bool:
    return any(name in pair.changed for name in ("n_treated", "n_control"))


def _sizes(row: Row) -> str:
    return f"n {' and '.join(_size(row[n]) for n in ('n_treated', 'n_control'))}"


def _size(n: float | str | None) -> str:
    """A count as it reads: one that a policy masks in its own words."""
    if isinstance(n, str):
        return n
    return NOTHING if n is None else w.number(n, 0)
