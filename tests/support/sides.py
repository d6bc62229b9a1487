"""On which side of alpha a plan's statements lie by the report's own analysis, which the simulation does not know."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.analysis.comparison.compare import compare_section
from twoarm.simulation.plan import SimulationPlan
from twoarm.simulation.statements import Between
from twoarm.study.opened import Study


def sides_of(study: Study, plan: SimulationPlan) -> Iterator[tuple[str, bool, bool]]:
    """For each stated comparison after treatment its name, whether it is stated as significant, and whether found so."""
    sections = {name: compare_section(study, name) for name in study.sections if name != "baseline"}
    for one in (one for one in plan.statements if isinstance(one, Between)):
        variable = study.variable(one.variable)
        for visit in one.visits:
            at = [
                r
                for r in sections[variable.section].results
                if (r.variable, r.visit) == (one.variable, visit)
            ]
            # Between baseline and the last visit no analysis is primary: the plain difference stands first.
            found = [r.estimate.p_value for r in sorted(at, key=lambda r: r.role != "primary")]
            if visit != plan.visits.baseline:
                yield f"{one.variable} {visit}", one.significant, found[0] < plan.alpha
