"""What a column is for: a time and its event, an outcome, or something that describes the patients."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from twoarm.drafting.answers import NONE, Answers
from twoarm.drafting.layout.arrangement import Measure
from twoarm.study.dictionary import AVERAGED
from twoarm.study.guessing.levels import REVERSED
from twoarm.study.guessing.names import lower, words_of
from twoarm.study.guessing.units import OF_TIME

ARM = {
    "arm", "treat", "treatment", "trt", "tx", "group", "grp", "allocation", "allocated", "randomised", "randomized",
    "randomisation", "randomization", "intervention", "therapy", "rx", "cond", "condition",
}  # fmt: skip
TIME = {
    "time", "t", "survival", "survtime", "os", "pfs", "dfs", "rfs", "efs", "futime", "rectime", "studytime", "tte",
    "week", "weeks", "days", "months", "follow", "followup", "ttp", "duration",
}  # fmt: skip
EVENT = {
    "event", "status", "cens", "censor", "censors", "censored", "censoring", "fustat", "delta", "e", "d", "observed",
    "censrec", "censdead", "uncensored",
}  # fmt: skip
WEAK_EVENT = {"death", "dead", "died", "arrest", "relapse", "recurrence", "failure", "progression"}
LATER = {
    "post", "postop", "postoperative", "pod", "pacu", "followup", "fu", "outcome", "death", "died", "mortality", "dead",
    "complication", "complications", "recurrence", "relapse", "survival", "los", "stay", "readmission", "revision",
    "reoperation", "response", "satisfaction", "change", "discharge", "final", "latest", "leakage", "leak",
}  # fmt: skip
DURING = {
    "intraop", "intra", "operative", "operation", "operating", "op", "surgery", "surgical", "anesthesia", "anaesthesia",
    "blood", "transfusion", "cement", "fluoroscopy", "drain", "icu", "pacu", "extubation", "intubation", "stay", "los",
    "complication", "complications", "perioperative", "leak", "leakage",
}  # fmt: skip
SEEN = {
    "angle",
    "cobb",
    "kyphosis",
    "lordosis",
    "mri",
    "ct",
    "xray",
    "radiograph",
    "radiographic",
    "vertebral",
    "imaging",
}
BEFORE = {
    "pre", "preop", "preoperative", "baseline", "base", "bl", "age", "sex", "gender", "bmi", "height", "weight", "race",
    "ethnicity", "ethnic", "smoking", "smoke", "smoker", "asa", "diabetes", "hypertension", "history", "comorbidity",
    "stage", "grade", "education", "educ", "marital", "menopause", "menostat", "income", "cohort", "site", "center",
    "centre", "male", "female", "before", "admission", "prior", "mallampati", "ecog", "nyha", "alcohol", "married",
}  # fmt: skip
TWO_WORDS = {
    ("pre", "op"): "preop",
    ("post", "op"): "postop",
    ("intra", "op"): "intraop",
    ("follow", "up"): "followup",
}


def said(measure: Measure) -> set[str]:
    """The words of a name in small letters, those that are written in two taken together."""
    words = list(lower(measure.words))
    joined = {TWO_WORDS[pair] for pair in pairwise(words) if pair in TWO_WORDS}
    return set(words) - ({"op", "pre", "post"} if joined else set()) | joined


def time_events(measures: Sequence[Measure], answers: Answers) -> tuple[list[tuple[Measure, Measure]], bool]:
    """The times with their events, and whether it is clear which belong together."""
    if answers.time:
        pairs = [] if answers.time == (NONE,) else zip(answers.time, answers.event, strict=True)
        by_column = {m.column: m for m in measures}
        return [(by_column[t], by_column[e]) for t, e in pairs if t in by_column and e in by_column], True
    events, times = event_candidates(measures), time_candidates(measures)
    strong = [m for m in events if compact(m) & EVENT]
    if not times or not events:
        return [], True
    if len(times) == 1 and len(strong or events) == 1:
        return [(times[0], (strong or events)[0])], True
    pairs = _by_name(times, strong or events)
    return pairs, bool(pairs) or not strong


def time_candidates(measures: Sequence[Measure]) -> list[Measure]:
    """The columns that could be a time to an event."""
    return [
        m
        for m in measures
        if m.guess.kind in AVERAGED
        and (m.guess.min or 0) >= 0
        and compact(m) & TIME
        and not said(m) & (OF_TIME - {"time", "duration"})
    ]


def event_candidates(measures: Sequence[Measure]) -> list[Measure]:
    """The columns that could say whether an event was seen."""
    return [m for m in measures if m.guess.kind == "binary" and compact(m) & (EVENT | WEAK_EVENT)]


def reversed_event(measure: Measure) -> bool:
    """Whether the name of an event asks for its absence."""
    return bool(said(measure) & REVERSED)


def leaning(measure: Measure) -> str:
    """``outcome``, ``covariate``, or empty where the name tells neither."""
    words = said(measure)
    if measure.visits or words & LATER:
        return "outcome"
    return "covariate" if words & BEFORE else ""


def during(measure: Measure) -> bool:
    """Whether the name speaks of the operation itself and not of what was known before it."""
    words = said(measure)
    return bool(words & DURING) and not words & BEFORE


def section_of(measure: Measure) -> str:
    """The chapter of an outcome."""
    words = said(measure)
    if words & SEEN:
        return "imaging"
    return "perioperative" if words & DURING and not measure.visits else "follow_up"


def compact(measure: Measure) -> set[str]:
    return said(measure) | {"".join(lower(words_of(measure.column)))}


def _by_name(times: Sequence[Measure], events: Sequence[Measure]) -> list[tuple[Measure, Measure]]:
    """Each time with the event whose name shares most with it, where every one has another."""
    if len(times) != len(events):
        exact = [m for m in times if "".join(lower(m.words)) in ("time", "t", "survival", "futime")]
        return [(exact[0], events[0])] if len(exact) == 1 == len(events) else []
    pairs = [(t, max(events, key=lambda e, t=t: _alike(t, e))) for t in times]
    return pairs if len({e.column for _, e in pairs}) == len(events) else []


def _alike(one: Measure, other: Measure) -> float:
    first, second = one.column.casefold(), other.column.casefold()
    return SequenceMatcher(None, first, second).find_longest_match().size / max(len(first), len(second))
