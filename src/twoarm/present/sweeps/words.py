"""What is said of the runs of a sweep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from twoarm.analysis.runs.conclusions import SIGN, VERDICT
from twoarm.analysis.runs.difference import Pair
from twoarm.analysis.runs.tables import Row
from twoarm.analysis.sweeps.held import Conclusion
from twoarm.analysis.sweeps.swept import SweptRun
from twoarm.present import wording as w
from twoarm.present.claims.words import VERDICTS
from twoarm.present.runs.flips import SIGNS
from twoarm.present.runs.labels import Labels
from twoarm.present.runs.numbers import Reader

NOTHING_TO_COMPARE = "No run has a result that could be compared."


class Names:
    """How runs, outcomes and numbers are called: by what the grid gives, and by the labels that the runs record."""

    def __init__(self, runs: Sequence[SweptRun]) -> None:
        self._runs = {run.name: run for run in runs}
        self._several = len({run.site for run in runs}) > 1
        asked = dict.fromkeys(name for run in runs for name in run.parameters)
        self.varied = [name for name in asked if len({run.parameters.get(name) for run in runs}) > 1]
        merged: dict[str, dict[str, Any]] = {}
        for run in reversed(runs):
            for kind in ("variables", "visits", "arms"):
                merged.setdefault(kind, {}).update(run.manifest.get(kind, {}))
        self.labels = Labels(merged, merged)

    def of_run(self, name: str) -> str:
        """``alpha 0.01, conf_level 0.9``; of several studies the study first."""
        run = self._runs[name]
        differing = self.differing(run.parameters)
        return ", ".join([run.site] * (self._several or not differing) + [differing] * bool(differing))

    def differing(self, parameters: Mapping[str, Any]) -> str:
        """The parameters in which the runs differ; empty where they differ in none."""
        return ", ".join(f"{name} {self.value(parameters.get(name))}" for name in self.varied)

    def of_runs(self, names: Iterable[str]) -> str:
        """Several runs, the first of many by name."""
        return w.listed([self.of_run(name) for name in names])

    @staticmethod
    def value(value: Any) -> str:
        """A parameter as the grid has it."""
        return "default" if value is None else str(value)

    def estimate(self, row: Row, alpha: float) -> str:
        """``1.9 min (95% CI −2.2 to 6.0); P = 0.36``, or why there is none."""
        return Reader(self.labels, (alpha, alpha)).estimates(Pair((), row, row))[0]


def conclusion_name(one: Conclusion, names: Names) -> str:
    """The outcome, or the claim with its words."""
    if one.kind == VERDICT:
        return " ".join(
            filter(None, (f"Claim {one.row['id']}", one.row["quote"] and f"“{one.row['quote']}”"))
        )
    return names.labels.row(one.row)


def concluded(kind: str, value: Any) -> str:
    """A conclusion in words."""
    if kind == VERDICT:
        return VERDICTS[value].word if value in VERDICTS else str(value)
    if kind == SIGN:
        return SIGNS[value]
    return "below alpha" if value else "not below alpha"


def sweep_headline(runs: int, failed: int, flipped: Sequence[Conclusion], held: Sequence[Conclusion]) -> str:
    """What holds and what flips, in two sentences; how many runs are missing."""
    total = len(flipped) + len(held)
    verb = "is" if failed == 1 else "are"
    lost = f" {w.capital(w.counted(failed, 'run'))} failed and {verb} not among them." if failed else ""
    if not total:
        return f"{NOTHING_TO_COMPARE}{lost}"
    of = f"{w.counted(total, 'conclusion')} of {w.counted(runs, 'run')}"
    if runs == 1:
        return f"There is one run, so that nothing can be compared.{lost}"
    if not flipped:
        return f"No conclusion flips: each of {of} is the same in every run that draws it.{lost}"
    verb = "flips" if len(flipped) == 1 else "flip"
    return f"Of {of}, {len(flipped)} {verb} and {len(held)} {'holds' if len(held) == 1 else 'hold'}.{lost}"
