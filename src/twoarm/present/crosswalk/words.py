"""The words of the crosswalk: whether a statement is met, why it is not, and how many are."""

from __future__ import annotations

from twoarm.analysis.crosswalk.lines import CrossedStatement, Crosswalk
from twoarm.analysis.crosswalk.met import Grounds, Met
from twoarm.present import wording as w
from twoarm.present.outputs import Text, paragraph, spoken

SHAPES = {Met.MET: "●", Met.NOT_MET: "▲", Met.UNKNOWN: "○"}  # never a colour alone
GROUNDS = {
    Grounds.OUTSIDE: "the printed value lies outside the interval",
    Grounds.P_NOT_BELOW: "P is not below the threshold",
    Grounds.P_BELOW: "P is below the threshold",
    Grounds.OTHER_DIRECTION: "the difference has the other direction",
    Grounds.MASKED: "masked",
    Grounds.NOT_ESTIMATED: "not estimated",
    Grounds.NO_INTERVAL: "it has no interval",
    Grounds.NO_DIRECTION: "its test has no direction",
    Grounds.NOTHING_PRINTED: "neither a number nor a P is printed",
}


def crosswalk_findings(crosswalk: Crosswalk | None) -> Text | None:
    """How many published statements the cohort meets; of a simulated one first that agreement is built in."""
    if crosswalk is None:
        return None
    return spoken(paragraph(_built_in(crosswalk), _met(crosswalk), _not_met(crosswalk), _unknown(crosswalk)))


def met_text(line: CrossedStatement) -> str:
    """``● met``; ``▲ not met`` above the reason."""
    judged = line.judged
    why = f"\n{GROUNDS[judged.grounds]}" if judged.grounds else ""
    return f"{SHAPES[judged.met]}{w.NBSP}{judged.met}{why}"


def _built_in(crosswalk: Crosswalk) -> str:
    study = crosswalk.study
    if not study.notice:
        return ""
    built = "may be built in" if study.edited else "is built in"
    return f"These patients were simulated to agree with what is printed: agreement {built} and confirms nothing."


def _met(crosswalk: Crosswalk) -> str:
    n, met = len(crosswalk.lines), len(crosswalk.having(Met.MET))
    cohort = "the simulated cohort" if crosswalk.study.notice else "this cohort"
    named = f"{w.counted(n, 'published statement')} that name{'s' * (n == 1)} an outcome"
    if met == n > 1:
        return f"{w.capital(cohort)} meets all {named}{_asked_at(crosswalk)}."
    return f"Of {named}, {cohort} meets {met or 'none'}{_asked_at(crosswalk)}."


def _asked_at(crosswalk: Crosswalk) -> str:
    """At which visits what was measured repeatedly is asked: the others are not."""
    study = crosswalk.study
    visits = [
        line.visit for line in crosswalk.lines if line.visit and len(study.visits_of(line.variable)) > 1
    ]
    labels = [study.visit(code).label for code in dict.fromkeys(visits)]
    return f"; what was measured repeatedly is asked at {w.joined(labels)} alone" if labels else ""


def _not_met(crosswalk: Crosswalk) -> str:
    found = crosswalk.having(Met.NOT_MET)
    return f"Not met: {_listed(found)}." if found else ""


def _unknown(crosswalk: Crosswalk) -> str:
    """Of which it cannot be said, by the reasons why."""
    said = []
    for grounds in Grounds:
        found = [line for line in crosswalk.having(Met.UNKNOWN) if line.judged.grounds is grounds]
        said += [f"{_listed(found)} ({GROUNDS[grounds]})"] if found else []
    return f"Cannot be said: {'; '.join(said)}." if said else ""


def _listed(lines: list[CrossedStatement]) -> str:
    """``4, of Hospital stay and Cement leakage``: how many, and of which outcomes."""
    labels = list(dict.fromkeys(line.variable.label for line in lines))
    return f"{len(lines)}, of {w.listed(labels)}"
