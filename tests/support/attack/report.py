"""What an attack recovered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from attack.published import Published, Row, is_readable
from attack.relations import Key, Relations, Seen
from attack.solving import Solver
from twoarm.masked import MASKED
from twoarm.study.disclosure.policy import Policy


@dataclass(frozen=True, repr=False)
class Recovered:
    """What a masked count, or a small one that stands nowhere, can still be.

    Attributes
    ----------
    key : what it counts.
    cells : table and column of each cell that publishes it; empty where none does.
    compatible : the values that everything published leaves to it.
    small : whether it reads the policy's word, or all that is left to it is small.
    by : what refused the others: ``counts`` where these alone are enough, and statistics by their rows and columns.
    """

    key: Key
    cells: tuple[str, ...]
    compatible: frozenset[int]
    small: bool
    policy: Policy
    by: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Recovered: {len(self.compatible)} values left>"

    @property
    def needed(self) -> frozenset[int]:
        """The values that have to be left to it where it is small, and elsewhere as many.

        That nobody lacks anything may be known, and so that somebody does.
        """
        smallest = self.policy.smallest if self.key[0] == "count" else max(self.policy.smallest, 1)
        return frozenset(range(smallest, self.policy.largest + 1))

    @property
    def leaks(self) -> bool:
        """Whether a value that the policy masks is ruled out; of a complementary count, whether fewer are left."""
        return not self.needed <= self.compatible if self.small else len(self.compatible) < len(self.needed)


@dataclass(frozen=True, repr=False)
class Report:
    """What an attack recovered; `repr` gives numbers of counts alone.

    Attributes
    ----------
    masked : the counts that some cell masks.
    derived : counts that stand nowhere, of which an attacker knows that they are small.
    exposed : table and column of what the policy forbids outright: a small count, an extreme, too many digits.
    skipped : groups of statistics with too many choices to go through.
    """

    masked: tuple[Recovered, ...]
    derived: tuple[Recovered, ...]
    exposed: tuple[str, ...]
    skipped: tuple[str, ...]
    solver: Solver

    def __repr__(self) -> str:
        exact = sum(len(one.compatible) == 1 for one in self.masked)
        return (
            f"<Report: {len(self.masked)} masked counts, {len(self.leaks)} narrowed, {exact} recovered; "
            f"{len(self.derived)} small ones derived; {len(self.exposed)} cells exposed; {len(self.skipped)} skipped>"
        )

    @property
    def leaks(self) -> list[Recovered]:
        """The counts, masked or derived, of which too little is left open."""
        return [one for one in (*self.masked, *self.derived) if one.leaks]

    def of(self, *key: str) -> frozenset[int]:
        """What a count can still be."""
        return self.solver.compatible(key)


def report_of(
    published: Published,
    alone: Solver,
    joined: Solver,
    refused: Mapping[Key, set[str]],
    skipped: set[str],
) -> Report:
    """The report of an attack: by counts alone, and with all statistics."""
    relations, policy = alone.relations, published.policy
    keys = [k for k, cells in relations.cells.items() if any(cell.masked for cell in cells)]

    def recovered(key: Key, small: bool) -> Recovered:
        cells = tuple(dict.fromkeys(cell.where for cell in relations.cells.get(key, ())))
        found = Recovered(key, cells, joined.compatible(key), small, policy)
        if not found.leaks:
            return found
        by_counts = replace(found, compatible=alone.compatible(key))
        by = ["counts"] if by_counts.leaks else []
        if by_counts.compatible != found.compatible:
            by += sorted(refused.get(key, ())) or ["statistics of other counts"]
        return replace(found, by=tuple(by))

    masked = [recovered(key, _is_small(relations.cells[key], policy)) for key in keys]
    rest = [
        k for k in relations.derived if k not in keys and joined.largest(k, policy.largest) <= policy.largest
    ]
    derived = [recovered(key, False) for key in rest if _known_small(joined.compatible(key), policy)]
    exposed = (*_small_ones(relations, policy), *_exposed(published))
    return Report(tuple(masked), tuple(derived), exposed, tuple(sorted(skipped)), joined)


def _known_small(values: frozenset[int], policy: Policy) -> bool:
    """Whether it is sure that a count is one of those that are masked, though not all of them are left."""
    return values < set(range(policy.smallest, policy.largest + 1))


def _is_small(cells: list[Seen], policy: Policy) -> bool:
    return any(cell.text == policy.word for cell in cells)


def _small_ones(relations: Relations, policy: Policy) -> Iterator[str]:
    """Cells in which a small count is shown, or which read neither as a count nor as a masked one.

    That nobody lacks a value says nothing of anybody, and may be shown.
    """
    for key, cells in relations.cells.items():
        yield from (f"{cell.where}: {key[0]}, not readable" for cell in cells if not is_readable(cell.text))
        shown = [cell for cell in cells if not cell.masked and policy.small(int(cell.text))]
        if key[0] == "missing":
            shown = [cell for cell in shown if cell.text != "0"]
        yield from (f"{cell.where}: {key[0]}" for cell in shown)


def _exposed(published: Published) -> Iterator[str]:
    """Cells that a policy forbids by themselves."""
    policy = published.policy
    for table, columns in NUMBERS.items():
        for row in published.rows(table):
            if row.get("reason", "").startswith(MASKED):
                yield from (
                    f"{table} {c}: of a masked row"
                    for c in (*columns, "monte_carlo_p")
                    if row.get(c) and c != "imbalance"
                )
    for row in published.rows("summaries"):
        if policy.extremes == "masked":
            yield from (f"summaries {c}" for c in ("min", "max") if row[c])
    for both, parts in published.of_both():
        yield from (f"summaries {c} of both arms" for c in both if c not in _PLACE and _more(both, parts, c))
    if policy.digits is None:
        return
    for table, columns in NUMBERS.items():
        for row in published.rows(table):
            yield from (f"{table} {c}: digits" for c in columns if _digits(row[c]) > policy.digits)


_PLACE = ("section", "variable", "visit", "arm", "level", "arm_label")


def _more(both: Row, parts: list[Row], column: str) -> bool:
    """Whether a cell of both arms together is no function of what is shown of each, and could tell more than they do."""
    shown = [part[column] for part in parts]
    if not both[column] or not re.fullmatch(r"[\d.e+-]+", both[column]):
        return False
    if column in ("n", "missing", "count"):
        return not all(text.isdecimal() for text in shown) or sum(map(int, shown)) != int(both[column])
    if column == "percent":
        return not all(part["count"].isdecimal() and part["n"].isdecimal() for part in parts)
    known = [part for part in parts if part["n"] != "0"]
    return column not in ("mean", "sd") or not all(part[column] and part["n"].isdecimal() for part in known)


NUMBERS = {
    "results": ("estimate", "low", "high", "p_value", "p_adjusted", "pooled_sd", "statistic", "df"),
    "summaries": ("mean", "sd", "median", "q1", "q3", "percent", "p5", "p95"),
    "courses": ("mean", "low", "high"),
    "balance": ("smd", "smd_weighted"),
    "power": ("detectable",),
    "specifications": ("estimate", "low", "high", "p_value"),
    "imputation": ("lost_information", "start", "least_move", "most_move", "turns_below", "turns_above"),
    "tipping": ("estimate", "low", "high", "p_value"),
    "variance": ("between", "within", "correlation"),
    "survival": ("estimate", "low", "high", "p_value", "statistic"),
    "confounding": ("imbalance", "estimate", "low", "high", "p_value"),
    "subgroups": ("estimate", "low", "high", "p_interaction"),
    "robustness": ("smallest", "largest", "smallest_p", "largest_p"),
}


def _digits(text: str) -> int:
    """Significant digits of a number as it is written."""
    mantissa = text.lower().partition("e")[0].lstrip("-<")
    figures = mantissa.replace(".", "").lstrip("0")
    return len(
        figures if "." in mantissa and not mantissa.endswith(".0") else figures.rstrip("0") or figures[:1]
    )
