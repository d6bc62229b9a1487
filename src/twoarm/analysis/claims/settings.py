"""What P would be, had other counts been printed: of every setting near those of a statement, by the tests that decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import DEFINITIONS, leading
from twoarm.analysis.claims.division import FISHER
from twoarm.faces import counts_only
from twoarm.study.published.counted import TwoByTwo
from twoarm.tables.columns import RowsByTable

MOST_STATEMENTS = 6  # statements that are set otherwise; of more the first
VALUES_OF_A_COUNT = (
    36  # of either count, at most, those around the one that is printed: the page holds a P for every pair
)

_Pair = tuple[int, int]


@counts_only
@dataclass(frozen=True)
class Setting:
    """One pair of counts and its P, a row of settings.csv; `test` is the recommended one, whose P comes first."""

    claim: str
    counted: str
    treated: int
    n_treated: int
    control: int
    n_control: int
    test: str
    p_value: float | None
    p_value_fisher: float | None


@counts_only
@dataclass(frozen=True)
class StatementSettings:
    """The settings of one statement.

    Attributes
    ----------
    start : the pair that is printed; of units that lie in patients the most patients that they allow.
    of : patients of either arm, or what else is counted. rows : of every pair, the treated count in the outer order.
    """

    claim: TwoByTwo
    start: _Pair
    of: _Pair
    values: tuple[range, range]
    rows: tuple[Setting, ...]


@counts_only
@dataclass(frozen=True)
class Settings:
    """The settings of the statements on two counts that can be tested."""

    audit: Audit
    each: tuple[StatementSettings, ...]

    def rows(self) -> RowsByTable:
        """The rows of settings.csv."""
        return {"settings": [asdict(row) for one in self.each for row in one.rows]}


def possible_settings(audit: Audit | None) -> Settings | None:
    """What P would be, had other counts been printed; None where no statement can be tested.

    Parameters
    ----------
    audit : of published claims; where units lie in patients, patients are counted.
    """
    if audit is None or not audit.tested:
        return None
    return Settings(audit, tuple(_settings(audit, claim) for claim in audit.tested[:MOST_STATEMENTS]))


def _settings(audit: Audit, claim: TwoByTwo) -> StatementSettings:
    start, of = _start(audit, claim)
    values = _near(start[0], of[0]), _near(start[1], of[1])
    unit = "patients" if claim.units else "events"
    rows = tuple(_setting(claim.id, unit, pair, of) for pair in _pairs(values))
    return StatementSettings(claim, start, of, values, rows)


def _start(audit: Audit, claim: TwoByTwo) -> tuple[_Pair, _Pair]:
    """Of the claim, what is counted, and of how many."""
    supposed = [pair for pair in audit.supposed(claim) if pair]
    if supposed:
        treated, control = audit.units(claim).patients
        return supposed[0], (treated, control)
    one, other = audit.counts(claim)
    return (one.events, other.events), (one.of, other.of)


def _near(count: int, of: int) -> range:
    """All values that a count can have, or those around it."""
    first = max(0, min(count - VALUES_OF_A_COUNT // 2, of - VALUES_OF_A_COUNT + 1))
    return range(first, min(of, first + VALUES_OF_A_COUNT - 1) + 1)


def _pairs(values: tuple[range, range]) -> Iterator[_Pair]:
    return ((treated, control) for treated in values[0] for control in values[1])


def _setting(claim: str, counted: str, pair: _Pair, of: _Pair) -> Setting:
    table = pair[0], of[0], pair[1], of[1]
    return Setting(claim, counted, *table, *_tested(*table))


@cache
def _tested(*table: int) -> tuple[str, float | None, float | None]:
    """The recommended test, its P and Fisher's; arms of the same sizes stand behind several statements."""
    name = leading(*table)
    return name, DEFINITIONS[name](*table), DEFINITIONS[FISHER](*table)
