"""How an item of a checklist is answered: rules that read the study file and the dictionary, and what they give."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_UNKNOWN = "not stated"  # a design fact that begins so says that it is not known
# One that says so further on, of a part of itself. Of the present alone: "was not given" may be said of a drug.
_IN_PART = re.compile(
    r"\b(is|are) not (stated|given|named|told|reported|described)\b|\bdo(es)? not (say|state|give|name|tell|report)\b",
    re.IGNORECASE,
)

KEYS = {
    "type": "the type of study",
    "prospective": "whether it was prospective",
    "follow_up": "follow-up",
    "sample_size": "the number of patients",
    "lost": "losses to follow-up",
}


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
    """Answered where ``design`` states each of these facts whole; in part where it states anything of them."""

    def rule(study: Study) -> Answer:
        whole = [key for key in keys if is_whole(study, key)]
        partly = [key for key in keys if is_stated(study, key) and key not in whole]
        lacking = [key for key in keys if not is_stated(study, key)]
        if not whole + partly:
            return Answer(State.AUTHORS)
        said = {"stated": whole, "stated in part": partly, "not stated": lacking}
        text = "; ".join(f"{how}: {_named(which)}" for how, which in said.items() if which)
        return Answer(State.PART if partly + lacking else State.ANSWERED, text, ("design",))

    return rule


def stated_or(key: str, otherwise: Rule) -> Rule:
    """What ``design`` states of a fact; elsewhere this."""
    return where(lambda study: is_stated(study, key), stated(key), otherwise)


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
    text = fact(study, key)
    return bool(text) and not text.lower().startswith(_UNKNOWN)


def is_whole(study: Study, key: str) -> bool:
    """Whether it has such a fact, and the fact does not say of a part of itself that it is not stated."""
    return is_stated(study, key) and not _IN_PART.search(fact(study, key))


def fact(study: Study, key: str) -> str:
    """What ``design`` says of something; empty where it has no such key."""
    return study.spec.design.get(key, "").strip()


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
