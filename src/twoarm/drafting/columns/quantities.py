"""What is known of measurements that many studies have: how they are called, their unit and the values that occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twoarm.drafting.columns.names import lower


@dataclass(frozen=True)
class Quantity:
    """A measurement: the words of a column's name that say it, and what is usual of it; empty where nothing is."""

    names: tuple[tuple[str, ...], ...]
    label: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    kind: str = ""
    better: str = ""


def _q(
    names: str, label: str = "", unit: str = "", low=None, high=None, kind: str = "", better: str = ""
) -> Quantity:
    return Quantity(
        tuple(tuple(name.split()) for name in names.split(",")), label, unit, low, high, kind, better
    )


# The first that fits is taken. The range is of adults and children, well or ill: what is beyond is a slip of the pen.
QUANTITIES = (
    _q("bmi,body mass index", "Body mass index", "kg/m²", 10, 80),
    _q("body height,patient height", "Height", "cm", 40, 230),
    _q("age", "Age", "years", 0, 120),
    _q("body weight,weight kg", "Weight", "kg", 1, 350),
    _q("sbp,systolic", "Systolic blood pressure", "mmHg", 30, 300),
    _q("dbp,diastolic", "Diastolic blood pressure", "mmHg", 10, 200),
    _q("heart rate,pulse", "", "bpm", 10, 300),
    _q("vas,nrs,pain", "", "points", 0, 10, better="lower"),
    _q("odi,oswestry", "", "points", 0, 100, better="lower"),
    _q("karno,karnofsky", "", "points", 0, 100, better="higher"),
    _q("blood loss", "Blood loss", "", 0, None, better="lower"),
    _q("cough,nausea,vomiting,complication,complications,bleeding,infection,leak,leakage", better="lower"),
    _q("t score", "T-score", "", -8, 6),
    _q("nodes,seizures,relapses,episodes,births,pregnancies,falls,transfusions,attacks", kind="count"),
    _q("number,num,count,no of,n of", kind="count"),
    _q("asa", "ASA physical status", kind="ordinal"),
    _q("ecog,nyha,mallampati,grade,stage,severity,class,score,size,education,educ", kind="ordinal"),
    _q(
        "smoking,smoke,race,ethnicity,ethnic,region,site,centre,center,hospital,marital,type,cause,country,colour,color,"
        "surgeon,inst,institution,blood group,occupation,religion,ward,side,level",
        kind="categorical",
    ),
)
# Units at the end of a name, by the words that stand for them; `min` after a word of time only, since it is a minimum too.
UNITS = {
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
ALONE = {f"{unit}{s}": f"{unit}s" for unit in ("year", "month", "week", "day", "hour") for s in ("", "s")}


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


def quantity_of(words: Sequence[str]) -> Quantity | None:
    """What is known of a column with these words in its name."""
    said = lower(words)
    return next((q for q in QUANTITIES if any(_holds(said, name) for name in q.names)), None)


def unit_of(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The unit that the name ends with, and the words without it; ``"", words`` where it names none."""
    said = lower(words)
    for length in (3, 2, 1):
        end = said[-length:]
        if len(said) > length and end in UNITS and not (end == ("min",) and not OF_TIME & set(said)):
            return UNITS[end], tuple(words[:-length])
    return "", tuple(words)


def _holds(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(said[at : at + len(name)] == name for at in range(len(said)))
