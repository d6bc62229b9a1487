"""Whether a cohort meets the published statements: counts, summaries, and P values under a panel of tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd
from scipy import stats

from twoarm.faces import counts_only
from twoarm.simulation.panel_tests import TESTS, ancova_p, log_rank_p
from twoarm.simulation.plan import SimulationPlan
from twoarm.simulation.statements import Between, Events, Fisher, Requirement, Size, Summary, Within
from twoarm.simulation.variables import Clustered, Measured

Values = Mapping[
    tuple[str, str, str], np.ndarray
]  # text by (variable, arm, visit), one per patient, in one order


@counts_only
@dataclass(frozen=True)
class Statement:
    """One published statement, looked up in a cohort.

    `holds` says whether it is met: at `alpha` by the primary test, or where the plan has a panel with its margin by every
    test. `p_values` has their P values by the name of the test, the primary one first; it is empty for a statement about
    counts, means or sizes.
    """

    claim: str
    says: str
    name: str
    holds: bool
    p_values: dict[str, float] = field(default_factory=dict)


def verify(plan: SimulationPlan, patients: pd.DataFrame, visits: pd.DataFrame) -> list[Statement]:
    """Look up every statement of the plan in a cohort.

    Parameters
    ----------
    plan
        What has to hold.
    patients, visits
        The cohort as text (``pd.read_csv(..., dtype=str)``): one row per patient, one per patient and visit.

    Returns
    -------
    One `Statement` per statement of the plan, or one per visit where it names several, in the plan's order.
    """
    values = values_of(plan, patients, visits)
    return [found for requirement in plan.statements for found in look_up(requirement, plan, values)]


def look_up(requirement: Requirement, plan: SimulationPlan, values: Values) -> Iterator[Statement]:
    """Look up one requirement of the plan; see `verify`."""
    return _KINDS[type(requirement)](requirement, plan, values)


def values_of(plan: SimulationPlan, patients: pd.DataFrame, visits: pd.DataFrame) -> Values:
    """The tables' cells by (variable, arm, visit), each arm's patients in one order; the identifiers under no name."""
    arm, patient, visit = plan.columns.arm, plan.columns.patient, plan.columns.visit
    values = {}
    for code, rows in patients.groupby(arm):
        values |= {(name, code, ""): rows[name].to_numpy() for name in plan.patient_variables}
        for at, measured in visits.groupby(visit) if len(visits) else ():
            found = measured.set_index(patient).reindex(rows[patient])
            values |= {(name, code, at): found[name].to_numpy() for name in plan.visit_variables}
        values["", code, ""] = rows[patient].to_numpy()
    return values


def _arms(requirement: Size | Events, plan: SimulationPlan) -> list[str]:
    return [requirement.arm] if requirement.arm else list(plan.sizes)


def _size(required: Size, plan: SimulationPlan, values: Values) -> Iterator[Statement]:
    n = sum(len(values["", arm, ""]) for arm in _arms(required, plan))
    yield Statement(required.claim, required.says, f"patients, {required.arm or 'all'}", n == required.n)


def _counted(plan: SimulationPlan, name: str, code: str | None, arm: str, values: Values) -> tuple[int, int]:
    variable, found = plan.variables[name], values[name, arm, ""]
    if isinstance(variable, Clustered):
        return int(found.astype(int).sum()), len(found) * variable.units
    return int((found == code).sum()), len(found)


def _events(required: Events, plan: SimulationPlan, values: Values) -> Iterator[Statement]:
    arms = _arms(required, plan)
    counts = [_counted(plan, required.variable, required.code, arm, values) for arm in arms]
    holds = tuple(map(sum, zip(*counts, strict=True))) == (required.events, required.of)
    yield Statement(required.claim, required.says, f"{required.variable}, {required.arm or 'all'}", holds)


def _summary(required: Summary, plan: SimulationPlan, values: Values) -> Iterator[Statement]:
    found = np.concatenate([values[required.variable, arm, ""] for arm in plan.sizes]).astype(float)
    printed = {
        "mean": required.mean,
        "sd": required.sd,
        "lowest": required.lowest,
        "highest": required.highest,
    }
    shown = {"mean": found.mean(), "sd": found.std(ddof=1), "lowest": found.min(), "highest": found.max()}
    agrees = [abs(float(p) - shown[k]) <= _half_unit(p) for k, p in printed.items() if p is not None]
    complete = required.n is None or (~np.isnan(found)).sum() == required.n
    yield Statement(
        required.claim, required.says, f"{required.variable}, summary", bool(complete and all(agrees))
    )


def _half_unit(printed: Decimal) -> float:
    return 0.5 * 10.0 ** int(printed.as_tuple().exponent)


def _fisher(required: Fisher, plan: SimulationPlan, values: Values) -> Iterator[Statement]:
    counts = [_counted(plan, required.variable, required.code, arm, values) for arm in plan.sizes]
    p = float(stats.fisher_exact([[events, of - events] for events, of in counts]).pvalue)
    holds = (p < plan.alpha) == required.significant
    yield Statement(required.claim, required.says, f"{required.variable}, arms", holds, {"Fisher": p})


def _between(required: Between, plan: SimulationPlan, values: Values) -> Iterator[Statement]:
    for visit in required.visits:
        treated, control = (values[required.variable, arm, visit].astype(float) for arm in plan.sizes)
        p_values = {label: test() for label, test in _panel(required.variable, visit, plan, values).items()}
        side = not required.direction or _is(required.direction, treated.mean() - control.mean())
        holds = side and _clear(plan, required.significant, p_values)
        where = f"{required.variable}, arms" + (f" at {visit}" if visit else "")
        yield Statement(required.claim, required.says, where, holds, p_values)


def _within(required: Within, plan: SimulationPlan, values: Values) -> Iterator[Statement]:
    start, end = (
        values[required.variable, required.arm, v].astype(float) for v in (required.start, required.end)
    )
    p_values = {
        "paired t": float(stats.ttest_rel(end, start).pvalue),
        "Wilcoxon": float(stats.wilcoxon(end - start).pvalue),
    }
    holds = _is(required.direction, (end - start).mean()) and _clear(plan, True, p_values)
    name = f"{required.variable}, {required.arm}, {required.start} to {required.end}"
    yield Statement(required.claim, required.says, name, holds, p_values)


def _is(direction: str, difference: float) -> bool:
    return bool(difference < 0 if direction == "lower" else difference > 0)


def _clear(plan: SimulationPlan, significant: bool, p_values: dict[str, float]) -> bool:
    # A P value within one last bit of a margin would be read differently on another processor: one cohort in 1e13.
    if plan.panel is None:
        primary = next(iter(p_values.values()))
        return (primary < plan.alpha) == significant
    if significant:
        return all(p < plan.panel.significant_below for p in p_values.values())
    return all(p > plan.panel.not_significant_above for p in p_values.values())


def _panel(name: str, visit: str, plan: SimulationPlan, values: Values) -> dict[str, Callable[[], float]]:
    """Every test that a reader might choose for this variable at this visit; the first answers for the analysis plan."""
    variable = plan.variables[name]
    x, y = (values[name, arm, visit].astype(float) for arm in plan.sizes)
    panel: dict[str, Callable[[], float]] = {label: partial(test, x, y) for label, test in TESTS.items()}
    if isinstance(variable, Measured) and variable.event:
        seen = [values[variable.event, arm, ""].astype(int) == 1 for arm in plan.sizes]
        log_rank: dict[str, Callable[[], float]] = {"log-rank": partial(log_rank_p, x, y, *seen)}
        # With a censored time no test of plain values applies.
        return log_rank | panel if all(s.all() for s in seen) else log_rank
    baseline = plan.visits.baseline
    if visit != baseline and all((name, arm, baseline) in values for arm in plan.sizes):
        before = (values[name, arm, baseline].astype(float) for arm in plan.sizes)
        ancova: dict[str, Callable[[], float]] = {"ANCOVA": partial(ancova_p, x, y, *before)}
        # The plan of the analysis adjusts the final values for those before treatment, and no earlier ones.
        last = [at for at in plan.visits.order if any((name, arm, at) in values for arm in plan.sizes)][-1]
        return ancova | panel if visit == last else panel | ancova
    return panel


_KINDS: dict[type, Callable[..., Iterator[Statement]]] = {
    Size: _size,
    Events: _events,
    Summary: _summary,
    Fisher: _fisher,
    Between: _between,
    Within: _within,
}
