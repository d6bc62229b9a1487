"""Which conclusions hold over the runs of a sweep, and in which runs they flip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from twoarm.analysis.runs.conclusions import INTERVAL, P_VALUE, SIGN, VERDICT, conclusions
from twoarm.analysis.runs.tables import Row
from twoarm.analysis.sweeps.swept import SweptRun, of_all
from twoarm.faces import counts_only


@counts_only
@dataclass(frozen=True)
class Conclusion:
    """One conclusion in every run that draws it.

    Attributes
    ----------
    kind : `SIGN` (of the estimate), `P_VALUE` (whether it is below the run's own alpha), or `VERDICT` (of a claim).
    row : of the first run that has it. drawn : what each run concludes, by its name, in the order of the runs.
    lacking : the runs that draw none: no such row, nothing that can be estimated, or a policy that masks it.
    """

    kind: str
    row: Row
    drawn: dict[str, Any]
    lacking: tuple[str, ...]

    @property
    def first(self) -> Any:
        """What the first run concludes."""
        return next(iter(self.drawn.values()))

    @property
    def holds(self) -> bool:
        """Whether every run that draws it concludes the same."""
        return len(set(self.drawn.values())) == 1

    @property
    def runs(self) -> dict[Any, list[str]]:
        """The runs by what they conclude, the first run's first."""
        found: dict[Any, list[str]] = {}
        for name, value in self.drawn.items():
            found.setdefault(value, []).append(name)
        return found


def conclusions_of(runs: Sequence[SweptRun]) -> list[Conclusion]:
    """Direction and significance of each primary result, then the verdict of each published claim."""
    found = []
    for key in of_all(runs):
        rows = {run.name: run.primary[key] for run in runs if key in run.primary}
        for kind in (SIGN, P_VALUE):
            drawn = {run.name: _drawn(rows[run.name], run.alpha, kind) for run in runs if run.name in rows}
            found.append(_conclusion(kind, next(iter(rows.values())), drawn, runs))
    return [one for one in [*found, *_verdicts(runs)] if one is not None]


def _drawn(row: Row, alpha: float, kind: str) -> Any:
    """What a row concludes; where it tests nothing, its interval says whether it leaves no difference out."""
    drawn = conclusions(row, alpha)
    if kind == P_VALUE and P_VALUE not in drawn and INTERVAL in drawn:
        return drawn[INTERVAL] != 0
    return drawn.get(kind)


def _verdicts(runs: Sequence[SweptRun]) -> list[Conclusion | None]:
    by_run = {
        run.name: {row["id"]: row for row in reversed(run.rows.get("claims", {}).values())} for run in runs
    }
    claims = dict.fromkeys(name for rows in by_run.values() for name in reversed(rows))
    found = []
    for claim in claims:
        rows = {name: rows[claim] for name, rows in by_run.items() if claim in rows}
        drawn = {name: row["verdict"] for name, row in rows.items()}
        found.append(_conclusion(VERDICT, next(iter(rows.values())), drawn, runs))
    return found


def _conclusion(kind: str, row: Row, drawn: dict[str, Any], runs: Sequence[SweptRun]) -> Conclusion | None:
    known = {name: value for name, value in drawn.items() if value is not None}
    lacking = tuple(run.name for run in runs if run.name not in known)
    return Conclusion(kind, row, known, lacking) if known else None
