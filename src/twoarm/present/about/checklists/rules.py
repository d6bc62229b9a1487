"""How an item of a checklist is answered: rules that read the study file and the dictionary, and what they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_UNKNOWN = "not stated"  # a design fact that begins so says that it is not known

KEYS = {"type": "the type of study", "follow_up": "follow-up", "sample_size": "the number of patients"}


class State(StrEnum):
    """How far an item is answered in this report."""

    ANSWERED = "Answered"
    PART = "In part"
    AUTHORS = "For the authors to state"
    NOT_APPLICABLE = "Does not apply"


@dataclass(frozen=True)
class Answer:
    """A state, what is said with it, and the places (see `table.PLACES`) where the answer stands."""

    state: State
    text: str = ""
    places: tuple[str, ...] = ()


Rule = Callable[[Study], Answer]


def here(text: str, *places: str) -> Rule:
    """Answered for every study: by how the report is made."""
    return lambda study: Answer(State.ANSWERED, text, places)


def part(text: str, *places: str) -> Rule:
    """Answered in part for every study."""
    return lambda study: Answer(State.PART, text, places)


def authors(text: str = "") -> Rule:
    """Only the authors can answer."""
    return lambda study: Answer(State.AUTHORS, text)


def not_applicable(text: str) -> Rule:
    """Nothing of the kind was done."""
    return lambda study: Answer(State.NOT_APPLICABLE, text)


def where(holds: Callable[[Study], bool], yes: Rule, otherwise: Rule) -> Rule:
    """One rule where something holds of the study, another elsewhere."""
    return lambda study: (yes if holds(study) else otherwise)(study)


def stated(*keys: str) -> Rule:
    """Answered where ``study.yml`` states each of these facts under ``design``; in part where it states some of them."""

    def rule(study: Study) -> Answer:
        found = [key for key in keys if is_stated(study, key)]
        lacking = [key for key in keys if key not in found]
        if not found:
            return Answer(State.AUTHORS)
        text = f"stated: {_named(found)}"
        if not lacking:
            return Answer(State.ANSWERED, text, ("design",))
        return Answer(State.PART, f"{text}; not stated: {_named(lacking)}", ("design",))

    return rule


def dictionary(column: str, yes: str, lacking: str) -> Rule:
    """Answered where every outcome has this column of the dictionary; else in part, with the outcomes that lack it."""

    def rule(study: Study) -> Answer:
        without = [v.label for v in outcomes(study) if not getattr(v, column)]
        if not without:
            return Answer(State.ANSWERED, yes, ("dictionary",))
        which = w.joined(without) if len(without) < len(outcomes(study)) else "any outcome"
        return Answer(State.PART, f"{yes}; {lacking} {which}", ("dictionary",))

    return rule


def is_stated(study: Study, key: str) -> bool:
    """Whether ``design`` has a fact that does not begin with ``not stated``."""
    text = study.spec.design.get(key, "").strip()
    return bool(text) and not text.lower().startswith(_UNKNOWN)


def outcomes(study: Study) -> list[Variable]:
    """The outcomes in dictionary order."""
    return [v for v in study.dictionary if v.role == "outcome"]


def has_times(study: Study) -> bool:
    """Whether an outcome is a time to an event."""
    return any(v.measure == "time" for v in outcomes(study))


def has_risks(study: Study) -> bool:
    """Whether an outcome is a share of patients."""
    return any(v.measure in ("binary", "events") for v in outcomes(study))


def has_baseline(study: Study) -> bool:
    """Whether patients are described before treatment."""
    return AnalysisPlan(study).covariates


def _named(keys: list[str]) -> str:
    return w.joined([KEYS.get(key, key.replace("_", " ")) for key in keys])
