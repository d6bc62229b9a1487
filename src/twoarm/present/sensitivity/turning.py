"""How far missing values would have to lie from what is imputed before a conclusion turns, in sentences."""

from __future__ import annotations

from twoarm.analysis.sensitivity.imputations import Imputation, Imputations
from twoarm.analysis.sensitivity.turning import Move, Turning
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.opened import Study

_LIES = {
    -1: "the interval lies below no difference",
    0: "the interval includes no difference",
    1: "the interval lies above no difference",
}
_MOVED = Markdown("Imputed values were moved until the conclusion turned {cite:p}`Cro2020`.")
MOST_SAID = 8  # outcomes; the others stand in imputation.csv


def turnings(found: Imputations) -> Markdown:
    """One sentence for each outcome whose imputed values can be moved."""
    moved = [one for one in found.estimable if one.turning is not None and one.turning.conclusion is not None]
    said = [turning_sentence(found.study, one) for one in moved[:MOST_SAID]]
    more = len(moved) - MOST_SAID
    rest = f"For {w.counted(more, 'further outcome')} imputation.csv says it." if more > 0 else ""
    return paragraph(_MOVED, *said, rest) if moved else Markdown("")


def turning_sentence(study: Study, one: Imputation) -> str:
    """Where the interval of an outcome lies, and what would have to be so for it to lie elsewhere."""
    t = one.turning
    if t is None or t.conclusion is None:
        return ""
    label = study.variable(one.known.variable).label
    said = {Move.SHIFT: _shift, Move.SHARE: _share, Move.HAZARD: _hazard}[t.move](study, one, t)
    return f"{label}: {_LIES[t.conclusion]} {said}."


def turned_at(study: Study, one: Imputation, t: Turning, at: float) -> str:
    """A move as a reader meets it: ``1.4 points higher``, ``2.1 times``."""
    if t.move is Move.HAZARD:
        return f"{w.significant(at)} times"
    variable = study.variable(one.known.variable)
    scale = w.Scale(one.pooled, variable)
    amount = scale.with_unit(w.significant(abs(at)))
    return f"{amount} {'higher' if at > 0 else 'lower'}"


def _shift(study: Study, one: Imputation, t: Turning) -> str:
    arm, ends = study.arms[t.side].label, _ends(study, one, t)
    if ends:
        return f"unless the missing values with {arm} lie at least {' or '.join(ends)} than imputed"
    scale = w.Scale(one.pooled, study.variable(one.known.variable))
    reach = scale.with_unit(w.significant(t.high))
    return f"even if the missing values with {arm} lie up to {reach} higher or lower than imputed"


def _share(study: Study, one: Imputation, t: Turning) -> str:
    like = (
        f"{w.percent(*t.known)} of those known had it, and those missing in the other arm are taken to be like its known "
        "ones"
    )
    ways = f"of the {t.completions} ways in which the missing events of both arms may have fallen"
    lead = "none leads" if not t.turned else f"{t.turned} lead{'s' if t.turned == 1 else ''}"
    return f"{_events(study.arms[t.side].label, t)} ({like}); {ways}, {lead} to another conclusion"


def _events(arm: str, t: Turning) -> str:
    """The events among those missing in one arm that turn the conclusion."""
    ends = [t.events(at) for at in (t.below, t.above) if at is not None]
    whose = f"with {arm} whose value is missing"
    if not ends:
        return f"whether or not the {_patients(t)} {whose} had the event"
    if t.missing == 1:
        return f"unless the one patient {whose} {'had' if ends == [1] else 'did not have'} the event"
    numbers = " or ".join(str(number) for number in ends)
    return f"unless {numbers} of the {_patients(t)} {whose} had the event"


def _patients(t: Turning) -> str:
    return f"{t.missing} patients" if t.missing > 1 else "one patient"


def _hazard(study: Study, one: Imputation, t: Turning) -> str:
    arm, ends = study.arms[t.side].label, _ends(study, one, t)
    if ends:
        return f"unless the hazard of those missing with {arm} is {' or '.join(ends)} the imputed one"
    reach = f"between {w.significant(t.low)} and {w.significant(t.high)} times the imputed one"
    return f"even if the hazard of those missing with {arm} is {reach}"


def _ends(study: Study, one: Imputation, t: Turning) -> list[str]:
    return [turned_at(study, one, t, at) for at in (t.below, t.above) if at is not None]
