"""What is said of the comparison of a DataFrame: each outcome in a line, and what was guessed and left out."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.analysis.comparison.frames import FrameComparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w
from twoarm.present.outcomes.horizons import until
from twoarm.study.dictionary import Variable
from twoarm.study.frames.columns import TakenColumn
from twoarm.study.frames.opened import FrameStudy
from twoarm.study.frames.rows import SIDES
from twoarm.study.opened import Study
from twoarm.study.parameters import Parameters

OTHERWISE = "kind=, unit= and missing= say otherwise"


def arms_words(found: FrameComparison) -> str:
    """``VBS (n = 30) compared with PKP (n = 32)``; arms of numbers are ``treated (arm = 1, n = 30)``."""
    study = found.comparison.study
    arms = []
    for arm in study.arms:
        level = f"{found.frame.arm} = {arm.level}, " if arm.label in SIDES and arm.level not in SIDES else ""
        arms.append(f"{arm.label} ({level}n = {study.size(arm.level)})")
    return " compared with ".join(arms)


def result_words(result: Result | None, variable: Variable, study: Study) -> str:
    """``1.9 min (95% CI −2.2 to 6.0), P = 0.36, Welch's t interval and test``."""
    if result is None:
        return "not compared"
    e = result.estimate
    tested = "" if e.p_value is None else w.p_phrase(e.p_value, study.parameters.alpha)
    value = "" if result.scale == Scale.P and tested else w.estimate_phrase(result, variable)
    named = f"{w.estimand(result, variable)} {value}" if result.scale == Scale.PROBABILITY else value
    fewer = e.n_treated + e.n_control < study.n
    end = "" if result.horizon is None else f"{w.estimand(result, variable)}{until(result, variable)}"
    sizes = f"{e.n_treated} and {e.n_control} patients with a value" if fewer else ""
    said = ", ".join(part for part in (named, tested, end, w.method_words([result]), sizes) if part)
    return said.replace(w.NBSP, " ")


def notes(found: FrameComparison) -> list[str]:
    """What the columns were taken for, and what a reader has to know of the rows."""
    frame, visits = found.frame, found.comparison.study.spec.visits
    said = [_taken_for(frame)]
    if frame.key and not frame.key_told:
        said.append(f"The column {frame.key} is taken to say who a row is (id= says otherwise).")
    if not frame.key:
        said.append("Every row is taken for another patient (id= names the column that says who a row is).")
    if len(visits) > 1:
        said.append(
            f"Analysed is {visits[-1].label}, with a number's value at {visits[0].label} taken into account."
        )
    elif visits:
        said.append(f"Analysed is {visits[0].label}.")
    if frame.other_arms:
        be = "is" if frame.other_arms == 1 else "are"
        said.append(f"{w.counted(frame.other_arms, 'patient')} in neither arm {be} left out.")
    parameters = found.comparison.study.parameters
    if parameters.level != Parameters(alpha=parameters.alpha).level:
        said.append(
            f"P values are judged at {w.exact(parameters.alpha)}, which is not the level of the intervals."
        )
    if len(frame.outcomes) > 1:
        said.append("P values are not adjusted for the number of outcomes.")
    return said


def _taken_for(frame: FrameStudy) -> str:
    taken = "; ".join(", ".join(_said(one, frame.study)) for one in frame.outcomes)
    guessed = (
        "" if all(one.told for one in frame.outcomes) else f" Guessed from names and values: {OTHERWISE}."
    )
    return f"Taken for: {taken}.{guessed}"


def _said(one: TakenColumn, study: Study) -> Iterator[str]:
    v = one.variable
    yield f"{v.name} {v.kind}" + (f" in {v.unit}" if v.unit else "")
    if v.kind == "binary":
        yield f"counted is {v.labels[-1]}"
    elif v.kind == "ordinal":
        yield " < ".join(v.labels)
    elif v.kind == "time":
        yield f"the event is {v.event} = {study.variable(v.event).levels[-1][0]}"
    if one.lost:
        yield f"{w.joined(list(v.missing))} counted as missing ({w.counted(one.lost, 'value')})"
