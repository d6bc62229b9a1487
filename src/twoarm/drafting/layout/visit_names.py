"""Visits hidden in names: ``pre``, ``post``, ``day3``, ``6m``, ``pacu30min``, ``pod1am``, and when they were."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twoarm.faces import counts_only
from twoarm.study.guessing.names import a_label, lower, readable

HOURS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 1 / 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 1.0),
    **dict.fromkeys(("d", "day", "days"), 24.0),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 168.0),
    **dict.fromkeys(("m", "mo", "mon", "mth", "month", "months"), 730.5),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), 8766.0),
}
_UNIT = "|".join(sorted(HOURS, key=len, reverse=True))
NAME_OF = {1 / 60: "minutes", 1.0: "hours", 24.0: "days", 168.0: "weeks", 730.5: "months", 8766.0: "years"}
ORDER_ONLY = "visit number"
PREFIX = "(?:pacu|postop|post|after|fu|followup|at|t)?"
BASELINE = re.compile(
    r"pre|preop|preoperative|preoperatively|pretreatment|pretreat|presurgery|baseline|base|bl|before|screening|admission|"
    r"initial|entry"
)
_LATER = {  # after all visits that have a time, in this order
    "immediate": 0,
    "discharge": 1,
    "disch": 1,
    "post": 2,
    "postop": 2,
    "postoperative": 2,
    "after": 2,
    "posttreatment": 2,
    "postsurgery": 2,
    "fu": 3,
    "followup": 3,
    "end": 4,
    "endpoint": 4,
    "exit": 4,
    "final": 5,
    "last": 5,
    "latest": 5,
}
TIMED = (
    re.compile(rf"{PREFIX}(?P<n>\d+)(?P<u>{_UNIT})(?:post|postop|fu|followup|after)?"),
    re.compile(rf"{PREFIX}(?P<u>{_UNIT})(?P<n>\d+)"),
    re.compile(r"(?P<u>pod)(?P<n>\d+)(?:am|pm)?"),
)
NUMBERED = re.compile(
    r"(?:visit|v|time|timepoint|tp|wave|occasion|period|fu|followup|t(?=\d$))(?P<n>\d+)|(?P<bare>\d+)"
)
_LONGEST = 4
SHORT_STAY = 72.0  # hours up to which the visits are counted in hours


@counts_only
@dataclass(frozen=True)
class VisitName:
    """A visit as a name tells it.

    Parameters
    ----------
    code : its words as they are written, joined.
    label : its words, readable.
    hours : when it was, None where the name does not say.
    unit : hours in the unit of the name; 0 where it has none.
    number : its place where it only has a number.
    later : its order among those without time and number.
    baseline : whether the name says that it was before treatment.
    """

    code: str
    label: str
    hours: float | None = None
    unit: float = 0
    number: int | None = None
    later: int = 0
    baseline: bool = False


def visit_of(words: Sequence[str], bare: bool = False) -> VisitName | None:
    """The visit that these words name, all of them; None where they name none. ``bare``: a number alone is one too."""
    text, code, label = "".join(lower(words)), "".join(words), readable(words)
    if BASELINE.fullmatch(text):
        return VisitName(code, label, hours=0.0, baseline=True)
    for pattern in TIMED:
        if found := pattern.fullmatch(text):
            unit = 24.0 if found["u"] == "pod" else HOURS[found["u"]]
            return VisitName(code, _timed_label(words), int(found["n"]) * unit, unit)
    if text in _LATER:
        return VisitName(code, label, later=_LATER[text])
    found = NUMBERED.fullmatch(text)
    if found and (bare or not found["bare"]):
        number = int(found["n"] or found["bare"])
        label = a_label(f"Visit {number}" if found["bare"] else label, code)
        return VisitName(code, label, number=number, baseline=number == 0)
    return None


def split_visit(words: Sequence[str], bare: bool) -> tuple[tuple[str, ...], VisitName] | None:
    """A name's measurement and its visit, at the beginning or the end of it; None where there is no visit."""
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        for stem, part in ((words[:-length], words[-length:]), (words[length:], words[:length])):
            at_end = part == words[-length:]
            if visit := visit_of(part, bare and at_end and length == 1):
                return tuple(stem), visit
    return None


def in_order(visits: Sequence[VisitName]) -> tuple[list[VisitName], list[float], str, bool]:
    """The visits in their order, their times, the unit of these, and whether the names told all of it."""
    ordered = sorted(visits, key=_rank)
    unit = _common_unit(ordered)
    if unit is None:
        numbers = [v.number for v in ordered if v.number is not None]
        told = len(numbers) == len(ordered)
        times = [float(n) for n in numbers] if told else [float(n) for n in range(len(ordered))]
        return ordered, times, ORDER_ONLY, False
    times = [_significant((v.hours or 0.0) / unit) for v in ordered if v.hours is not None]
    unknown = len(ordered) - len(times)
    times += [times[-1] + step for step in range(1, unknown + 1)]
    if len(set(times)) < len(times):
        return ordered, [float(n) for n in range(len(ordered))], ORDER_ONLY, False
    return ordered, times, NAME_OF[unit], not unknown


def _timed_label(words: Sequence[str]) -> str:
    """``pod, 1, am`` as "POD 1 am", ``6, m`` as "6 m" and so on; the unit in full where the name ends with it."""
    said = list(lower(words))
    short = {
        "m": "months",
        "mo": "months",
        "d": "days",
        "w": "weeks",
        "wk": "weeks",
        "y": "years",
        "h": "hours",
    }
    if said[-1] in short and len(said) > 1 and said[-2].isdigit():
        said[-1] = short[said[-1]] if said[-2] != "1" else short[said[-1]][:-1]
    elif len(said) == 2 and said[0] in short:
        said[0] = short[said[0]][:-1]
    if said[-1] in ("minute", "hour", "day", "week", "month", "year") and said[-2:-1] not in (["1"], []):
        said[-1] += "s" * said[-2].isdigit()
    text = " ".join("POD" if word == "pod" else "PACU" if word == "pacu" else word for word in said)
    text = text.replace("post op ", "postoperative ").replace("postop ", "postoperative ")
    return a_label(text[:1].upper() + text[1:], "".join(words))


def _rank(visit: VisitName) -> tuple[int, float]:
    if visit.baseline:
        return 0, 0.0
    if visit.hours is not None:
        return 1, visit.hours
    return (2, float(visit.number)) if visit.number is not None else (3, float(visit.later))


def _common_unit(visits: Sequence[VisitName]) -> float | None:
    """Hours in the unit that suits all: hours for a short stay, else the unit of the last visit that names one."""
    timed = [v for v in visits if v.unit]
    if not timed or any(v.number is not None and not v.baseline for v in visits):
        return None
    if all(v.unit < 1 for v in timed):
        return 1 / 60
    return 1.0 if max(v.hours for v in timed if v.hours is not None) <= SHORT_STAY else timed[-1].unit


def _significant(value: float) -> float:
    return float(f"{value:.3g}")
