"""The page of a sweep, as strings in the order in which they are read: what holds over its runs, and where it flips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twoarm.analysis.runs.conclusions import P_VALUE, SIGN, VERDICT
from twoarm.analysis.sweeps.every_run import SweptRuns
from twoarm.analysis.sweeps.held import Conclusion
from twoarm.analysis.sweeps.swept import SweptRun
from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.outputs import Table
from twoarm.present.sweeps.forest import WORDS_OF_METHOD, Forest, forest_of, pooled_table
from twoarm.present.sweeps.words import Names, concluded, conclusion_name, sweep_headline

_KINDS = {SIGN: "Direction of the estimate", P_VALUE: "P against alpha", VERDICT: "Verdict"}


@counts_only
@dataclass(frozen=True)
class Flipped:
    """One conclusion that flips: its name, which kind it is, and what is concluded in which runs."""

    name: str
    kind: str
    groups: list[tuple[str, str]]


@counts_only
@dataclass(frozen=True)
class SweepPage:
    """Everything that the page shows, as strings."""

    title: str
    notices: list[str]
    headline: str
    failed: list[tuple[str, str]]
    flips: list[Flipped]
    held: Table | None
    forests: list[Forest]
    pooled: Table | None
    method: str
    runs: Table


def sweep_page(name: str, swept: SweptRuns, failed: Mapping[str, str]) -> SweepPage:
    """The page of a sweep.

    Parameters
    ----------
    failed : the words of each run that could not be made, by what it is called.
    """
    runs, pools, names = swept.runs, swept.pools, Names(swept.runs)
    flipped = [one for one in swept.conclusions if not one.holds]
    held = [one for one in swept.conclusions if one.holds]
    first = [pool for pool in pools if pool.parameters == pools[0].parameters]
    return SweepPage(
        title=f"Sweep: {name}",
        notices=list(dict.fromkeys(filter(None, (run.manifest["notice"] for run in runs)))),
        headline=sweep_headline(len(runs), len(failed), flipped, held),
        failed=list(failed.items()),
        flips=[_flipped(one, names) for one in flipped],
        held=_held_table(held, len(runs), names) if held else None,
        forests=[forest_of(pool, names) for pool in first],
        pooled=pooled_table(pools, names) if pools else None,
        method=WORDS_OF_METHOD,
        runs=_run_table(runs, names),
    )


def _flipped(one: Conclusion, names: Names) -> Flipped:
    groups = [(concluded(one.kind, value), names.of_runs(found)) for value, found in one.runs.items()]
    if one.lacking:
        groups.append(("nothing can be concluded", names.of_runs(one.lacking)))
    return Flipped(conclusion_name(one, names), _KINDS[one.kind], groups)


def _held_table(held: Sequence[Conclusion], runs: int, names: Names) -> Table:
    return Table(
        label="held",
        caption=f"Conclusions that hold in every run that draws them ({len(held)})",
        head=[["Outcome or claim", "What", "In all of them", "Runs"]],
        rows=[
            [
                conclusion_name(one, names),
                _KINDS[one.kind],
                concluded(one.kind, one.first),
                f"{len(one.drawn)} of {runs}",
            ]
            for one in held
        ],
    )


def _run_table(runs: Sequence[SweptRun], names: Names) -> Table:
    return Table(
        label="runs",
        caption=f"The runs ({w.counted(len(runs), 'run')})",
        head=[["Study", *names.varied, "Patients", "Folder"]],
        rows=[
            [
                run.site,
                *(names.value(run.parameters.get(name)) for name in names.varied),
                _patients(run),
                run.name,
            ]
            for run in runs
        ],
    )


def _patients(run: SweptRun) -> str:
    return str(run.manifest["patients"] or "–")
