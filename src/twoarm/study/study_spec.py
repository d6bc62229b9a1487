"""``study.yml``, typed: the arms, the visits, what is compared and what may be published."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Label = Annotated[str, Field(min_length=1, max_length=80)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ArmSpec(_Strict):
    """One arm: its code in the data, a short label for tables and sentences, its full name where there is a longer one."""

    level: Label
    label: Label
    name: str = ""


class ArmsSpec(_Strict):
    """The column that says who is in which arm, and the two arms; differences are treated minus control."""

    column: str
    treated: ArmSpec
    control: ArmSpec


class Visit(_Strict):
    """One visit: its code in the data, its label and when it was, in the study's unit of time since the first."""

    code: Label
    label: Label
    time: Annotated[float, Field(ge=0)]


class Disclosure(_Strict):
    """What may be published: the smallest count of patients that a table may show; 0 lets every count stand."""

    min_count: Annotated[int, Field(ge=0, strict=True)]  # `false` is no choice of a count


class StudySpec(_Strict):
    """``study.yml``: every key that it may have."""

    title: Annotated[str, Field(min_length=1)]
    subtitle: str = ""
    question: str = ""
    data_kind: Literal["simulated", "real"]
    generator: str = ""
    public: bool = False
    source: str = ""
    licence: str = ""
    disclosure: Disclosure | None = None
    arms: ArmsSpec
    time_unit: str = "months"
    visits: list[Visit] = []
    baseline_visit: str | None = None
    primary_outcome: str = ""
    families: dict[str, list[str]] = {}
    pages: list[str] = []
    design: dict[str, str] = {}
    authors: list[str] = []
    repository: str = ""
    date: dt.date | None = None  # of the data or the report; it stands on the title page
    to_confirm: list[str] = []  # what `twoarm init` guessed and nobody has confirmed
