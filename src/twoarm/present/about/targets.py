"""The table of what a simulated cohort was made to look like: target, what it reaches, and where the target comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from twoarm.analysis.patients.targets import Targets
from twoarm.present import wording as w
from twoarm.present.outputs import Table
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_FINE = 2  # decimals of what has no unit


def target_table(found: Targets | None) -> Table | None:
    """One row per target under the name of its variable; means stand with their deviations, counts with each other."""
    if found is None:
        return None
    study, rows = found.study, []
    for variable in (v for v in study.dictionary if any(r.variable == v.name for r in found.reached)):
        mine = [r for r in found.reached if r.variable == variable.name]
        rows += [[_heading(variable, mine)], *_rows(study, variable, mine)]
    head = [["Quantity", "Arm", "Visit", "Target", "Reached", "Basis"]]
    caption = "What the simulated cohort was made to look like, and what it looks like."
    align = ["left", "left", "left", "right", "right", "left"]
    return Table("tab-targets", caption, head, rows, 1, align, _notes(found), found)


def _heading(variable: Variable, mine: Sequence) -> str:
    """The variable with the source of its means, deviations or counts."""
    sources = [r.source for r in mine if r.quantity in ("mean", "sd", "count", "events") and not r.since]
    name = ", ".join(filter(None, [variable.label, variable.unit]))
    return f"{name}: {w.ended(sources[0])}" if sources else name


def _rows(study: Study, variable: Variable, mine: Sequence) -> Iterator[list[str]]:
    plain = [r for r in mine if r.quantity in ("mean", "sd") and not (r.since or r.among)]
    for _, pair in groupby(plain, key=lambda r: (r.arm, r.visit)):
        mean, sd = pair
        digits = variable.decimals + 1
        target = f"{_stated(mean.target, variable)} ({_stated(sd.target, variable)})"
        reached = f"{_number(mean.reached, digits)} ({_number(sd.reached, digits)})"
        yield ["mean (SD)", *_place(study, mean), target, reached, mean.status]
    counted = [r for r in mine if r.quantity in ("count", "events")]
    for _, group in groupby(counted, key=lambda r: r.arm):
        same = list(group)
        cells = (
            "; ".join(_count(variable, r, n) for r, n in _with(same, name)) for name in ("target", "reached")
        )
        yield [_COUNTED[same[0].quantity], *_place(study, same[0]), *cells, same[0].status]
    for r in (r for r in mine if r not in plain and r not in counted):
        yield [_quantity(study, r), *_place(study, r), *_cells(variable, r), f"{r.status}: {r.source}"]


_COUNTED = {"count": "patients", "events": "events"}


def _with(same: Sequence, name: str) -> list[tuple]:
    return [(r, getattr(r, name)) for r in same]


def _place(study: Study, r) -> list[str]:
    arms = {arm.level: arm.label for arm in study.arms}
    return [arms.get(r.arm, "both"), study.visit(r.visit).label if r.visit else ""]


def _count(variable: Variable, r, n: float | None) -> str:
    """``female: 24``; the number alone where it counts events."""
    code = r.among.removeprefix(f"{variable.name} ")
    return ": ".join(filter(None, [dict(variable.levels).get(code, code), _number(n, 0)]))


def _quantity(study: Study, r) -> str:
    """In words: ``correlation with Back pain (VAS), change since before surgery``."""
    change = f"change since {study.visit(r.since).label}" if r.since else ""
    other = f" with {study.variable(r.other).label}" if r.other else ""
    name = {"sd": "SD", "share": "share of patients"}.get(r.quantity, r.quantity)
    whom = (
        [f"among {study.variable(r.among.split(' ')[0]).label} {r.among.split(' ', 1)[1]}"] if r.among else []
    )
    limits = [" ".join(filter(None, [change, r.limits.replace("-", w.MINUS)]))] if r.limits else [change]
    return ", ".join(filter(None, [f"{name}{other}", *limits, *whom]))


def _cells(variable: Variable, r) -> list[str]:
    """The target with what is near enough, and what is reached."""
    if r.quantity == "share":
        target, low, high = (_percent(x) for x in (r.target, r.low, r.high))
        return [f"{target} ({low} to {high})", "–" if r.reached is None else _percent(r.reached)]
    target, low, high = (w.exact(x) for x in (r.target, r.low, r.high))
    digits = variable.decimals + 1 if r.quantity in ("mean", "sd") else _FINE
    return [f"{target} ({low} to {high})", _number(r.reached, digits)]


def _stated(value: float, variable: Variable) -> str:
    """With the decimals of the variable, or those that the plan states where these are more."""
    return max(w.number(value, variable.decimals), w.exact(value), key=len)


def _percent(share: float) -> str:
    return w.percent_text(share) if share else "0%"


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else w.number(value, digits)


def _notes(found: Targets) -> list[str]:
    nearness = (
        "A mean and a deviation are met at their printed decimals, a count exactly, and another target within the range "
        "that stands in brackets: the cohort is drawn again until it is."
    )
    n = len(found.missed)
    missed = (
        f"The cohort has been edited: {w.counted(n, 'number')} no longer within reach of the plan."
        if n
        else ""
    )
    return [nearness, *filter(None, [missed])]
