"""What a simulated cohort was made to look like, in a sentence; targets.csv has every number with its source."""

from __future__ import annotations

from twoarm.analysis.patients.targets import Targets
from twoarm.present import wording as w
from twoarm.present.outputs import Text, paragraph, spoken


def target_sentence(found: Targets | None) -> Text | None:
    """How many numbers the plan asks for, and whether the simulated cohort has them; None without a plan."""
    if found is None or not found.reached:
        return None
    asked = (
        f"The plan of the simulated cohort asks for {w.counted(len(found.reached), 'number')}; {_met(found)}."
    )
    return spoken(paragraph(asked, "targets.csv has each with its source, or that it is assumed."))


def _met(found: Targets) -> str:
    if not found.missed:
        return "the cohort has every one"
    names = w.listed(list(dict.fromkeys(found.study.variable(one.variable).label for one in found.missed)))
    return f"the cohort has been edited and no longer has {len(found.missed)} of them ({names})"
