"""How far missing values would have to lie from what is imputed before a conclusion turns, in sentences."""

from __future__ import annotations

from twoarm.analysis.sensitivity.imputations import Imputation, Imputations
from twoarm.analysis.sensitivity.turning import Move, Turning
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.opened import Study

MOST_SAID = 8  # outcomes; the others stand in imputation.csv


def turnings(found: Imputations) -> Markdown:
    """One sentence for each outcome whose imputed values can be moved."""
    moved = [one for one in found.estimable if one.turning is not None and one.turning.conclusion is not None]
    said = [turning_sentence(found.study, one) for one in moved[:MOST_SAID]]
    more = len(moved) - MOST_SAID
    rest = f"For {w.counted(more, 'further outcome')} imputation.csv says it." if more > 0 else ""
    return paragraph(*said, rest)


def turning_sentence(study: Study, one: Imputation) -> str:
    """Where the conclusion about an outcome turns."""
    t = one.turning
    if t is None:
        return ""
    label = study.variable(one.known.variable).label
    said = {Move.SHIFT: _shift, Move.SHARE: _share, Move.HAZARD: _hazard}[t.move](study, one, t)
    return f"{label}: {said}."


def turned_at(study: Study, one: Imputation, t: Turning, at: float) -> str:
    """A move as a reader meets it: ``1.4 points higher``, ``40%``, ``2.1 times``."""
    if t.move is Move.SHARE:
        return w.percent(t.events(at), t.missing)
    if t.move is Move.HAZARD:
        return f"{w.significant(at)} times"
    variable = study.variable(one.known.variable)
    scale = w.Scale(one.pooled, variable)
    amount = scale.with_unit(w.significant(abs(at)))
    return f"{amount} {'higher' if at > 0 else 'lower'}"


def _shift(study: Study, one: Imputation, t: Turning) -> str:
    arm = study.arms[t.side].label
    ends = [turned_at(study, one, t, at) for at in (t.below, t.above) if at is not None]
    if not ends:
        scale = w.Scale(one.pooled, study.variable(one.known.variable))
        reach = scale.with_unit(w.significant(t.high))
        return f"no shift of the missing values with {arm} by up to {reach} turns the conclusion"
    return f"the conclusion turns if the missing values with {arm} lie {' or '.join(ends)} than imputed"


def _share(study: Study, one: Imputation, t: Turning) -> str:
    arm, known = study.arms[t.side].label, w.percent(*t.known)
    ends = [t.events(at) for at in (t.below, t.above) if at is not None]
    if ends and t.missing == 1:
        had = "had" if ends == [1] else "did not have"
        line = f"the conclusion turns if the one patient with {arm} whose value is missing {had} the event"
    elif ends:
        numbers = " or ".join(str(number) for number in ends)
        those = f"{numbers} of the {t.missing} patients"
        line = f"the conclusion turns if {those} with {arm} whose value is missing had the event"
    else:
        those = f"the {t.missing} patients" if t.missing > 1 else "the one patient"
        line = f"whatever happened to {those} with {arm} whose value is missing, the conclusion does not turn"
    ways = f"of the {t.completions} ways in which the missing events of both arms may have fallen"
    none = "none leads" if not t.turned else f"{t.turned} lead{'s' if t.turned == 1 else ''}"
    return (
        f"{line}, where {known} of those known had it and those missing in the other arm are like its known ones; "
        f"{ways}, {none} to another conclusion"
    )


def _hazard(study: Study, one: Imputation, t: Turning) -> str:
    arm = study.arms[t.side].label
    ends = [turned_at(study, one, t, at) for at in (t.below, t.above) if at is not None]
    if not ends:
        return (
            f"no hazard between {w.significant(t.low)} and {w.significant(t.high)} times the imputed one of those missing "
            f"with {arm} turns the conclusion"
        )
    return f"the conclusion turns if the hazard of those missing with {arm} is {' or '.join(ends)} the imputed one"
