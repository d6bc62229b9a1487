"""What is known of measurements that many studies have: how they are called, in which unit, and the values that occur."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Words = tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """One unit of a quantity (a pattern): where the middle value of a cohort of patients lies, and bounds of one value.

    Wide on purpose: of patients, not of the healthy; a column beyond may be in another unit, and nothing is converted.
    """

    unit: str
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True)
class Quantity:
    """A measurement; empty where nothing is known.

    Attributes
    ----------
    names : words that say it wherever they stand in a column's name. alone : that say it where they are all of a name.
    label, unit, kind, better : what is usual of it.
    low, high : the range of adults and children, well or ill; what is beyond is a slip of the pen.
    bands : by unit.
    """

    names: tuple[Words, ...]
    alone: tuple[Words, ...] = ()
    label: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    kind: str = ""
    better: str = ""
    bands: tuple[Band, ...] = ()

    def band(self, unit: str) -> Band | None:
        """What is known of it in a unit, written in small letters."""
        return next((band for band in self.bands if re.fullmatch(band.unit, unit)), None)


def quantity_of(words: Sequence[str]) -> Quantity | None:
    """The first quantity that a column speaks of with the words of its name."""
    said = tuple(word.casefold() for word in words)
    return next((q for q in QUANTITIES if any(_holds(said, name) for name in q.names)), None)


def quantities_called(name: str) -> list[Quantity]:
    """The quantities of which a name, in small letters and with blanks, says nothing else."""
    said = tuple(name.split(" "))
    return [q for q in QUANTITIES if said in q.names + q.alone]


def _holds(said: Words, name: Words) -> bool:
    return any(said[at : at + len(name)] == name for at in range(len(said)))


def _q(
    names: str = "",
    *bands: Band,
    alone: str = "",
    usual: tuple[float, float | None] | None = None,
    **known: str,
):
    low, high = usual or (None, None)
    return Quantity(_phrases(names), _phrases(alone), low=low, high=high, bands=bands, **known)


def _phrases(names: str) -> tuple[Words, ...]:
    return tuple(tuple(name.split()) for name in names.split(",") if name)


QUANTITIES: Sequence[Quantity] = (
    _q(
        "bmi,body mass index",
        Band(r"kg/m(²|2|\^2)|", 10, 60, 7, 200),
        label="Body mass index",
        unit="kg/m²",
        usual=(10, 80),
    ),
    _q(
        "body height,patient height",
        Band("m", 0.4, 2.1, 0.25, 2.75),
        Band("cm", 40, 210, 25, 275),
        alone="height,stature",
        label="Height",
        unit="cm",
        usual=(40, 230),
    ),
    _q("age", Band("years?|yrs?|", 0, 100, 0, 125), label="Age", unit="years", usual=(0, 120)),
    _q(
        "body weight,weight kg",
        Band("kg", 2, 200, 0.3, 650),
        alone="weight",
        label="Weight",
        unit="kg",
        usual=(1, 350),
    ),
    _q(
        "sbp,systolic",
        Band("mm ?hg", 70, 220, 20, 370),
        alone="systolic blood pressure,systolic pressure",
        label="Systolic blood pressure",
        unit="mmHg",
        usual=(30, 300),
    ),
    _q("dbp,diastolic", label="Diastolic blood pressure", unit="mmHg", usual=(10, 200)),
    _q("heart rate,pulse", Band("1/min|/min|bpm|min-1|", 40, 180, 10, 350), unit="bpm", usual=(10, 300)),
    _q("vas,nrs,pain", unit="points", usual=(0, 10), better="lower"),
    _q("odi,oswestry", unit="points", usual=(0, 100), better="lower"),
    _q("karno,karnofsky", unit="points", usual=(0, 100), better="higher"),
    _q(
        "blood loss",
        Band("ml|cc", 5, 5000, 0, 50000),
        Band("l", 0.005, 5, 0, 50),
        alone="bleeding,ebl",
        label="Blood loss",
        usual=(0, None),
        better="lower",
    ),
    _q("cough,nausea,vomiting,complication,complications,bleeding,infection,leak,leakage", better="lower"),
    _q("t score", label="T-score", usual=(-8, 6)),
    _q("nodes,seizures,relapses,episodes,births,pregnancies,falls,transfusions,attacks", kind="count"),
    _q("number,num,count,no of,n of", kind="count"),
    _q("stay,los", kind="continuous"),  # a hospital's name has kinds, a stay in it has days
    _q("asa", label="ASA physical status", kind="ordinal"),
    _q("ecog,nyha,mallampati,grade,stage,severity,class,score,size,education,educ", kind="ordinal"),
    _q(
        "smoking,smoke,race,ethnicity,ethnic,region,site,centre,center,hospital,marital,type,cause,country,colour,color,"
        "surgeon,inst,institution,blood group,occupation,religion,ward,side,level",
        kind="categorical",
    ),
    # Of these the unit alone is judged.
    _q("", Band("g/dl", 5, 19, 1, 30), Band("g/l", 50, 190, 10, 300), alone="hemoglobin,haemoglobin,hb,hgb"),
    _q("", Band("°c|c", 33, 41, 12, 46), alone="temperature"),
    _q("", Band("mg/dl", 0.2, 10, 0.05, 40), Band("[µμu]mol/l", 20, 900, 5, 3500), alone="creatinine"),
    _q("", Band("mg/dl", 40, 400, 5, 2000), Band("mmol/l", 2, 22, 0.2, 110), alone="glucose"),
    _q("", Band("g/dl", 1, 6, 0.3, 8), Band("g/l", 10, 60, 3, 80), alone="albumin"),
    _q("", Band("%", 50, 100, 1, 100), alone="saturation,spo2"),
    _q("", Band("ml|cc", 0.3, 20, 0, 60), alone="cement volume"),
    _q(
        "",
        Band("mm", 2, 200, 0.5, 600),
        Band("cm", 0.2, 20, 0.05, 60),
        alone="implant length,implant diameter,implant height,screw length,screw diameter,screw height,"
        "cage length,cage diameter,cage height",
    ),
)
