"""``study.yml``, typed: the arms, the visits, what is compared and what may be published."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from twoarm.study.labels import CODE, NAME, label_problem, unseen


def _label(text: str) -> str:
    if rule := label_problem(text):
        raise PydanticCustomError("label", "{rule}", {"rule": rule})
    return text


def _code(text: str) -> str:
    if not CODE.fullmatch(text) or unseen(text):
        raise PydanticCustomError("code", "a code has none of < > & \\ $ ` = @, and no invisible character")
    return text


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise PydanticCustomError(
            "name", "use small letters, digits and _, beginning with a letter, 41 at most"
        )
    return text


Label = Annotated[str, AfterValidator(_label)]
NoneOrLabel = Annotated[str, AfterValidator(lambda text: text and _label(text))]
Code = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_code)]
# A block of YAML ends with a line break that is none of the text; `prose_limits` says how long each may be.
Prose = Annotated[str, StringConstraints(strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True)


class ArmSpec(_Strict):
    """One arm: its code in the data, a short label for tables and sentences, its full name where there is a longer one."""

    level: Code
    label: Label
    name: NoneOrLabel = ""


class ArmsSpec(_Strict):
    """The column that says who is in which arm, and the two arms; differences are treated minus control."""

    column: str
    treated: ArmSpec
    control: ArmSpec


class Visit(_Strict):
    """One visit: its code in the data, its label and when it was, in the study's unit of time since the first."""

    code: Code
    label: Label
    time: Annotated[float, Field(ge=0)]


class SectionSpec(_Strict):
    """A section: a chapter for some of the outcomes, what it is called and what it opens with, Markdown with live values."""

    code: Annotated[str, AfterValidator(_name)]
    title: Label
    opening: Prose = ""


DESCRIBING = "baseline"  # the section that describes the patients and has no chapter of its own
# Those that every study may use without naming them. Their chapters have notebooks of their own.
USUAL_SECTIONS = (
    SectionSpec(code="perioperative", title="Perioperative outcomes"),
    SectionSpec(code="follow_up", title="Follow-up"),
    SectionSpec(code="imaging", title="Imaging"),
)


class Disclosure(_Strict):
    """What may be published: the smallest count of patients that a table may show; 0 lets every count stand."""

    min_count: Annotated[int, Field(ge=0, strict=True)]  # `false` is no choice of a count


class StudySpec(_Strict):
    """``study.yml``: every key that it may have."""

    title: Annotated[Prose, Field(min_length=1)]
    subtitle: Prose = ""
    question: Prose = ""
    data_kind: Literal["simulated", "real"]
    generator: str = ""
    public: bool = False
    source: Prose = ""
    licence: Prose = ""
    disclosure: Disclosure | None = None
    arms: ArmsSpec
    time_unit: Label = "months"
    visits: list[Visit] = []
    baseline_visit: str | None = None
    date_order: list[str] = []  # dates of patients.csv in the order in which they come in every patient
    primary_outcome: str = ""
    sections: list[SectionSpec] = []  # beside the usual ones, or in their place
    families: dict[str, list[str]] = {}
    pages: list[str] = []
    design: dict[str, Prose] = {}
    authors: list[Prose] = []
    repository: str = ""
    date: dt.date | None = None  # of the data or the report; it stands on the title page
    harmless: list[
        str
    ] = []  # columns that look like identifiers of patients and are none, as a person has said
    to_confirm: list[str] = []  # what `twoarm init` guessed and nobody has confirmed

    @property
    def every_section(self) -> tuple[SectionSpec, ...]:
        """The usual sections, each as this study states it where it does, then its own ones in their order."""
        stated = {section.code: section for section in self.sections}
        usual = [stated.pop(section.code, section) for section in USUAL_SECTIONS]
        return (*usual, *stated.values())

    @property
    def section_codes(self) -> tuple[str, ...]:
        """The sections that `dictionary.csv` may name, in the order of the report."""
        return (DESCRIBING, *(section.code for section in self.every_section))

    def section(self, code: str) -> SectionSpec:
        """The section of a code."""
        return next(section for section in self.every_section if section.code == code)

    def states_section(self, code: str) -> bool:
        """Whether the study itself says what a section is called."""
        return code in [section.code for section in self.sections]
