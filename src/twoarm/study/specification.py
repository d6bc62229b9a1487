"""``study.yml``, typed: the arms, the visits, what is compared and what may be published."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from twoarm.study.design.abstract_source import AbstractSource
from twoarm.study.design.allocation import Randomised, RandomisedKey
from twoarm.study.design.named import AnalysisSet, Unmeasured
from twoarm.study.disclosure.policy import OPEN, Disclosure, Policy
from twoarm.study.labels import CODE, NAME, label_problem, unseen
from twoarm.study.schema.strict import STRICT


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


ABSTRACT_ALONE = "published"  # of data_kind: no patients, an abstract alone
Label = Annotated[str, AfterValidator(_label)]
NoneOrLabel = Annotated[str, AfterValidator(lambda text: text and _label(text))]
Code = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_code)]
# A block of YAML ends with a line break that is none of the text; `prose.limits` says how long each may be.
Prose = Annotated[str, StringConstraints(strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = STRICT


class ArmSpec(_Strict):
    """One arm: its code in the data, a short label for tables and sentences, its full name where there is a longer one."""

    level: Code = ""
    """The code of the arm in the data, and a level of its row in dictionary.csv; needed unless data_kind is published."""
    label: Label
    """What tables, figures and sentences call the arm."""
    name: NoneOrLabel = ""
    """Its full name, which sentences give once, where it is longer than the label."""


def _coded(side: str) -> BeforeValidator:
    """An arm that no column of patients tells from the other one still has a code of its own."""
    return BeforeValidator(lambda given: {"level": side, **given} if isinstance(given, dict) else given)


class ArmsSpec(_Strict):
    """The column that says who is in which arm, and the two arms; differences are treated minus control."""

    column: str = ""
    """The column of patients.csv that says who is in which arm; its role in dictionary.csv is arm; needed as level is."""
    treated: Annotated[ArmSpec, _coded("treated")]
    """The arm of which differences are told."""
    control: Annotated[ArmSpec, _coded("control")]
    """The arm that they are told from."""


# What the arms of an abstract are called whose study names none.
UNNAMED = ArmsSpec(
    treated=ArmSpec(level="treated", label="the treated arm"),
    control=ArmSpec(level="control", label="the control arm"),
)


class Visit(_Strict):
    """One visit: its code in the data, its label and when it was, in the study's unit of time since the first."""

    code: Code
    """Its code in visits.csv, and a level of the row visit in dictionary.csv."""
    label: Label
    """What a reader sees."""
    time: Annotated[float, Field(ge=0)]
    """When it was, in the unit of time_unit; no two visits have one time, and they stand in its order."""


class PrimaryOutcome(_Strict):
    """The outcome that the study was made for, and the visit at which it is judged."""

    variable: str = ""
    """Its name in dictionary.csv; empty where the study names none."""
    visit: str = ""
    """The code of the visit that gives its main result; empty for the last one at which it is measured."""


class IntercurrentEvent(_Strict):
    """What may happen after treatment and change what an outcome means, or whether it exists."""

    event: Annotated[Prose, Field(min_length=1)]
    """What happens, such as another operation on the same vertebra."""
    strategy: Literal[
        "treatment policy", "hypothetical", "composite", "while on treatment", "principal stratum"
    ]
    """How it is dealt with, by the names of ICH E9(R1)."""


class EstimandSpec(_Strict):
    """What is to be estimated, by the five attributes of ICH E9(R1)."""

    treatment: Prose = ""
    """What is compared with what; without it the two arms."""
    population: Prose = ""
    """The patients of whom it is told."""
    variable: Prose = ""
    """What is measured of each patient, and when; without it the primary outcome."""
    intercurrent_events: list[IntercurrentEvent] = []
    """What may happen after treatment and change what the variable means."""
    summary: Prose = ""
    """What is compared of the two groups, such as the difference of their means; without it that of the main analysis."""


def _named_alone(given: Any) -> Any:
    """A name alone is that of the outcome."""
    return {"variable": given} if isinstance(given, str) else given


class SectionSpec(_Strict):
    """A section: a chapter for some of the outcomes, what it is called and what it opens with, Markdown with live values."""

    code: Annotated[str, AfterValidator(_name)]
    """What stands under section in dictionary.csv; not the name of a variable, nor of another chapter."""
    title: Label
    """The heading of its chapter."""
    opening: Prose = ""
    """What the chapter begins with, before its findings: Markdown with live values."""


DESCRIBING = "baseline"  # the section that describes the patients and has no chapter of its own
# Those that every study may use without naming them. Their chapters have notebooks of their own.
USUAL_SECTIONS = (
    SectionSpec(code="perioperative", title="Perioperative outcomes"),
    SectionSpec(code="follow_up", title="Follow-up"),
    SectionSpec(code="imaging", title="Imaging"),
)


# An editor is told what the check tells: which keys tie the arms to the patients, where there are any.
_NEEDED: dict[str, JsonValue] = {
    "if": {"properties": {"data_kind": {"const": ABSTRACT_ALONE}}, "required": ["data_kind"]},
    "else": {
        "required": ["arms"],
        "properties": {
            "arms": {
                "required": ["column"],
                "properties": {side: {"required": ["level"]} for side in ("treated", "control")},
            }
        },
    },
}


class StudySpec(_Strict):
    """``study.yml``: every key that it may have."""

    model_config = ConfigDict(**STRICT, json_schema_extra=_NEEDED)
    title: Annotated[Prose, Field(min_length=1)]
    """The title of the report."""
    subtitle: Prose = ""
    """A second line beneath it."""
    question: Prose = ""
    """What the study asks; items of the checklist read it."""
    data_kind: Literal["simulated", "real", "published"]
    """Simulated patients, which every page says; real ones, under a policy; or published: an abstract alone, no patients."""
    generator: str = ""
    """What a simulated cohort was made from: simulation.yml, or words."""
    public: bool = False
    """Whether anybody may see the patients of a real study; then source and licence are needed."""
    source: Prose = ""
    """Where the data come from."""
    licence: Prose = ""
    """Under which terms they may be used."""
    disclosure: Disclosure | None = None
    """What may be published of the patients; a real study says it."""
    arms: ArmsSpec = UNNAMED
    """The two arms; needed unless data_kind is published."""
    randomised: RandomisedKey = Randomised.UNKNOWN
    """Whether chance decided who was given which treatment; words, checklist and analyses follow it. Without it: unknown."""
    time_unit: Label = "months"
    """The unit of the times of the visits, in the plural."""
    visits: list[Visit] = []
    """The visits in the order of their times; none where nothing was measured twice."""
    baseline_visit: str | None = None
    """The code of the visit before treatment, which is the first one."""
    date_order: list[str] = []
    """Dates of patients.csv in the order in which they come in every patient."""
    primary_outcome: Annotated[
        PrimaryOutcome, BeforeValidator(_named_alone, json_schema_input_type=str | PrimaryOutcome)
    ] = PrimaryOutcome()
    """The outcome that the study was made for, by its name in dictionary.csv, where it is judged at its last visit."""
    estimand: EstimandSpec | None = None
    """What is to be estimated, by the five attributes of ICH E9(R1); the Methods print it."""
    subgroups: list[str] = []
    """Levelled characteristics of the patients at whose levels the primary outcome is compared, to explore it."""
    sections: list[SectionSpec] = []
    """Sections beside the usual ones, or in their place; each has a chapter."""
    families: dict[str, list[str]] = {}
    """Outcomes whose P values are adjusted together, by the name of the family."""
    pages: list[str] = []
    """Pages of the book that this study shows, as in its table of contents."""
    design: dict[str, Prose] = {}
    """Facts of the design, by a key each; all are printed, and the checklist reads some."""
    analysis_sets: list[AnalysisSet] = []
    """Who is counted in an analysis, and in which arm; all are printed, and the checklist of a trial reads them."""
    unmeasured: list[Unmeasured] = []
    """What nobody measured and may have decided both treatment and outcome; the chapter on sensitivity prints it."""
    abstract: AbstractSource = AbstractSource()
    """Where the abstract was published that the report quotes, as far as it is known."""
    authors: list[Prose] = []
    """Who wrote the report."""
    repository: str = ""
    """Where code and data are."""
    date: dt.date | None = None
    """The date of the data or of the report; it stands on the title page."""
    harmless: list[str] = []
    """Columns that look like identifiers of patients and are none, as a person has said."""
    to_confirm: list[str] = []
    """What twoarm init guessed and nobody has confirmed; such a study is refused."""

    @property
    def policy(self) -> Policy:
        """What may be published of the patients: where a study states nothing, all of it."""
        return self.disclosure.policy if self.disclosure else OPEN

    @property
    def published(self) -> bool:
        """Whether it is an abstract alone: no patient of it is here."""
        return self.data_kind == ABSTRACT_ALONE

    @property
    def private(self) -> bool:
        """Whether only those may see the patients whom their owner lets."""
        return self.data_kind == "real" and not self.public

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
