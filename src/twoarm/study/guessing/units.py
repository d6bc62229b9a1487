"""Units in the names of columns, and names that say the same before and after the operation."""

from __future__ import annotations

from collections.abc import Sequence

from twoarm.study.guessing.names import lower

# Units at the end of a name, by the words that stand for them; `min` after a word of time only, since it is a minimum too.
_UNITS = {
    ("years",): "years",
    ("yrs",): "years",
    ("year",): "years",
    ("yr",): "years",
    ("months",): "months",
    ("mo",): "months",
    ("weeks",): "weeks",
    ("wks",): "weeks",
    ("days",): "days",
    ("hours",): "h",
    ("hrs",): "h",
    ("hr",): "h",
    ("h",): "h",
    ("minutes",): "min",
    ("mins",): "min",
    ("min",): "min",
    ("seconds",): "s",
    ("sec",): "s",
    ("kg", "m", "2"): "kg/m²",
    ("kg",): "kg",
    ("mg", "dl"): "mg/dL",
    ("g", "dl"): "g/dL",
    ("g", "l"): "g/L",
    ("mmol", "l"): "mmol/L",
    ("mg", "l"): "mg/L",
    ("ng", "ml"): "ng/mL",
    ("mg",): "mg",
    ("ml",): "mL",
    ("cc",): "mL",
    ("cm",): "cm",
    ("mm",): "mm",
    ("mmhg",): "mmHg",
    ("mm", "hg"): "mmHg",
    ("bpm",): "bpm",
    ("percent",): "%",
    ("pct",): "%",
    ("degrees",): "degrees",
    ("deg",): "degrees",
    ("points",): "points",
}
OF_TIME = {
    "time",
    "duration",
    "stay",
    "op",
    "operation",
    "surgery",
    "ischemia",
    "ischaemia",
    "anaesthesia",
    "anesthesia",
}
# A name of one such word is a measurement in that unit.
TIME_UNITS = {
    f"{unit}{s}": f"{unit}s" for unit in ("year", "month", "week", "day", "hour") for s in ("", "s")
}


# What does not change with the operation: "before" says nothing of it.
LASTING = {
    "sex",
    "gender",
    "smoking",
    "smoke",
    "smoker",
    "mallampati",
    "race",
    "ethnicity",
    "education",
    "diabetes",
    "hypertension",
    "alcohol",
}


def without_before(words: Sequence[str]) -> tuple[str, ...]:
    """The words without a leading ``pre op`` where the rest is so before and after: "Sex", not "Preoperative sex"."""
    said = lower(words)
    start = 2 if said[:2] == ("pre", "op") else 1 if said[:1] in (("preop",), ("baseline",)) else 0
    return tuple(words[start:]) if LASTING & set(said[start:]) else tuple(words)


def unit_of(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The unit that the name ends with, and the words without it; ``"", words`` where it names none."""
    said = lower(words)
    for length in (3, 2, 1):
        end = said[-length:]
        if len(said) > length and end in _UNITS and not (end == ("min",) and not OF_TIME & set(said)):
            return _UNITS[end], tuple(words[:-length])
    return "", tuple(words)
