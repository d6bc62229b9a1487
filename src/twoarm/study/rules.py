"""What ``study.yml`` and ``dictionary.csv`` must agree on, so that nothing that they state is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from twoarm.errors import Place, Problem
from twoarm.study.cohort import Cohort
from twoarm.study.dictionary import KEY, Variable
from twoarm.study.disclosure.contradictions import policy_problems
from twoarm.study.prose.letters import undrawn
from twoarm.study.schema.kinds import Kind, Role
from twoarm.study.specification import DESCRIBING, SectionSpec, StudySpec
from twoarm.suggestions import did_you_mean

# Chapters that are no sections, by the names of their notebooks, and what describes the patients before treatment.
CHAPTERS = (
    DESCRIBING,
    *(
        "findings",
        "methods",
        "published_claims",
        "sensitivity",
        "dictionary",
        "context",
        "crosswalk",
        "every_claim",
    ),
)

MOST_LEVELS = 8  # of a subgroup
_OTHER_LETTERS = "use letters that the figures' fonts have, such as Latin, Greek or Cyrillic ones"
_LETTERS_SHOWN = 5  # in a message


def spec_problems(spec: StudySpec, dictionary: list[Variable]) -> list[Problem]:
    """Every rule that the two files break between them."""
    rules = (
        _visits,
        _sections,
        _outcomes,
        _families,
        _arms,
        _measured_when,
        _dates,
        _unmeasured,
        _subgroups,
        _policy,
        _letters,
    )
    return [problem for rule in rules for problem in rule(spec, dictionary)]


def arm_letters(spec: StudySpec) -> list[Problem]:
    """Names of the arms that a figure cannot draw: the one rule here that binds a study without patients."""
    return list(_letters(spec, []))


def primary_problems(cohort: Cohort, spec: StudySpec, variables: Sequence[Variable]) -> Iterator[Problem]:
    """A primary outcome without a single value, at all or at the visit at which it is judged."""
    primary, codes = spec.primary_outcome, [v.code for v in spec.visits]
    for v in (v for v in variables if v.name == primary.variable):
        where = Place(f"{v.table}.csv", at=v.name)
        at = primary.visit if v.table == "visits" and primary.visit in codes else ""
        if cohort.column(v).notna().sum() == 0:
            yield Problem(where, "no value at all, though it is the primary outcome")
        elif at and not any(cohort.values(v, arm, at).notna().any() for arm in cohort.arms):
            yield Problem(where, f"no value at {at}, the visit of the primary outcome")


def _visits(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    codes = [v.code for v in spec.visits]
    if len(set(codes)) < len(codes):
        yield Problem(Place("study.yml", at="visits"), "a code stands twice")
    if spec.baseline_visit is not None and spec.baseline_visit not in codes:
        yield Problem(Place("study.yml", at="baseline_visit"), "not one of the visits")
    elif spec.baseline_visit is not None and spec.baseline_visit != codes[0]:
        yield Problem(Place("study.yml", at="baseline_visit"), "not the first visit")
    if any(later.time < earlier.time for earlier, later in pairwise(spec.visits)):
        yield Problem(Place("study.yml", at="visits"), "not in the order of their times")
    if any(later.time == earlier.time for earlier, later in pairwise(spec.visits)):
        yield Problem(Place("study.yml", at="visits"), "two visits have one time")


def _sections(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    """What a study says of its sections: each is a chapter of its own, and each has something to show."""
    names = {v.name for v in dictionary}
    shown = {v.section for v in dictionary if v.role == "outcome"}
    for section in spec.sections:
        where = Place("study.yml", at=f"sections.{section.code}")
        if section.code in CHAPTERS:
            yield Problem(where, "the name of another chapter", "give it another code")
        elif section.code in names:
            yield Problem(where, "also the name of a variable of dictionary.csv", "give it another code")
        elif section.code not in shown:
            yield Problem(where, "no outcome of dictionary.csv stands in it")
    every, where = _as_stated(spec), Place("study.yml", at="sections")
    # The labels of its tables have no _.
    if codes := _repeated([s.code for s in every], [s.code.replace("_", "") for s in every]):
        yield Problem(where, "two codes are the same, or differ in nothing but _", f"change one of {codes}")
    if titles := _repeated([s.title for s in every], [s.title.casefold() for s in every]):
        yield Problem(where, "two titles are the same", f"change one of {titles}")


def _as_stated(spec: StudySpec) -> list[SectionSpec]:
    """Every section of the report, and those that stand twice in the file, which are one in the report."""
    codes = [section.code for section in spec.sections]
    return [*spec.sections, *(section for section in spec.every_section if section.code not in codes)]


def _repeated(names: Sequence[str], read: Sequence[str]) -> str:
    """The names that are read as another one is, as a list in words; empty where there is none."""
    return ", ".join(name for name, text in zip(names, read, strict=True) if read.count(text) > 1)


def _outcomes(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    if not any(v.role == "outcome" for v in dictionary):
        yield Problem(
            Place("dictionary.csv"), "no variable has the role outcome, so that there is nothing to compare"
        )
    primary = spec.primary_outcome
    if primary.variable:
        yield from _no_outcome("primary_outcome", primary.variable, dictionary)
    elif primary.visit:
        yield Problem(Place("study.yml", at="primary_outcome"), "names a visit and no variable")
    for variable in (v for v in dictionary if primary.visit and v.name == primary.variable):
        yield from _no_visit_of(spec, variable, primary.visit)


def _no_visit_of(spec: StudySpec, outcome: Variable, visit: str) -> Iterator[Problem]:
    """A visit at which the primary outcome cannot be judged."""
    where = Place("study.yml", at="primary_outcome.visit")
    unmeasured = list(visit_problems(spec, outcome, visit, where))
    yield from unmeasured
    if not unmeasured and visit == spec.baseline_visit:
        yield Problem(where, "the visit before treatment, at which no treatment can be judged")


def visit_problems(spec: StudySpec, variable: Variable, visit: str, where: Place) -> Iterator[Problem]:
    """A visit that a variable does not have."""
    codes = [v.code for v in spec.visits]
    measured = [code for code in codes if code in (variable.visits or codes)]
    if variable.table != "visits":
        yield Problem(
            where, f"{variable.name} is measured once in each patient, at no visit", "leave visit out"
        )
    elif visit not in measured:
        mend = did_you_mean(visit, measured, f"{variable.name} is measured at {', '.join(measured)}")
        yield Problem(where, f"not a visit at which {variable.name} is measured", mend)


def _families(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    """An outcome is adjusted once, among others that are tested: else its adjusted P would depend on how a list is read."""
    home: dict[str, str] = {}
    for family, members in spec.families.items():
        where = f"families.{family}"
        for name in members:
            if name not in home:
                yield from _no_outcome(where, name, dictionary)
            elif home[name] == family:
                yield Problem(Place("study.yml", at=where), f"{name} stands twice")
            else:
                yield Problem(Place("study.yml", at=where), f"{name} is in the family {home[name]} already")
            home.setdefault(name, family)


def _no_outcome(where: str, name: str, dictionary: list[Variable]) -> Iterator[Problem]:
    roles = {v.name: v.role for v in dictionary}
    if name not in roles:
        yield Problem(Place("study.yml", at=where), f"{name} is not in dictionary.csv")
    elif roles[name] != "outcome":
        yield Problem(Place("study.yml", at=where), f"in dictionary.csv {name} is no outcome")


def _arms(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    arm = next(v for v in dictionary if v.role == "arm")
    if spec.arms.column != arm.name:
        yield Problem(
            Place("study.yml", at="arms.column"), f"in dictionary.csv {arm.name} has the role arm, not this"
        )
    elif {code for code, _ in arm.levels} != {spec.arms.treated.level, spec.arms.control.level}:
        yield Problem(Place("dictionary.csv", at=arm.name), "its levels are not the two arms of study.yml")


def _measured_when(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    codes = [v.code for v in spec.visits]
    for v in (v for v in dictionary if v.table == "visits"):
        where = Place("dictionary.csv", at=v.name)
        yield from (Problem(where, f"visit {c} is not in study.yml") for c in v.visits if c not in codes)
        if v.name == KEY and {code for code, _ in v.levels} != set(codes):
            yield Problem(where, "its levels are not the visits of study.yml")
        before = spec.baseline_visit is not None and spec.baseline_visit in (v.visits or codes)
        if v.section == DESCRIBING and v.role == "covariate" and not before:
            mend = "name a baseline_visit in study.yml, or another section here"
            yield Problem(
                where, "stands in the section baseline and is not measured at a baseline visit", mend
            )


def _dates(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    dates = {v.name for v in dictionary if v.kind == "date" and v.table == "patients"}
    for name in spec.date_order:
        if name not in dates:
            yield Problem(
                Place("study.yml", at="date_order"), f"{name} is no date of patients in dictionary.csv"
            )


def _unmeasured(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    arms = (spec.arms.treated, spec.arms.control)
    for one in spec.unmeasured:
        if one.favours not in [name for arm in arms for name in (arm.level, arm.label)]:
            where = Place("study.yml", at="unmeasured.favours")
            yield Problem(where, "not an arm", f"write {arms[0].label} or {arms[1].label}")


def _subgroups(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    """Of the primary outcome, and by what was known before treatment and has few levels."""
    where, rows = Place("study.yml", at="subgroups"), {v.name: v for v in dictionary}
    primary = spec.primary_outcome.variable
    if spec.subgroups and not primary:
        yield Problem(where, "no primary outcome is named", "name primary_outcome")
    elif spec.subgroups and primary in rows and rows[primary].measure in (Kind.ORDINAL, Kind.CATEGORICAL):
        yield Problem(where, f"of {primary} neither a mean, nor a share, nor a hazard is compared")
    for name in dict.fromkeys(spec.subgroups):
        if spec.subgroups.count(name) > 1:
            yield Problem(where, f"{name} stands twice")
        if name not in rows:
            yield Problem(where, f"{name} is not in dictionary.csv")
        elif not _is_subgroup(rows[name]):
            rule = (
                f"{name} is no covariate of patients in the section baseline with 2 to {MOST_LEVELS} levels"
            )
            yield Problem(where, rule)


def _is_subgroup(v: Variable) -> bool:
    before = v.table == "patients" and v.role == "covariate" and v.section == DESCRIBING
    return before and v.kind.levelled and 2 <= len(v.levels) <= MOST_LEVELS


def _policy(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    if spec.data_kind == "real" and spec.disclosure is None:
        mend = (
            "write disclosure: {profile: hospital}, opensafely, or open, which masks nothing; docs/privacy.md"
        )
        yield Problem(Place("study.yml", at="disclosure"), "a real study states its policy", mend)
    yield from policy_problems(spec.policy)
    if spec.public and not (spec.source.strip() and spec.licence.strip()):
        yield Problem(Place("study.yml", at="public"), "public data name their source and licence")


def _letters(spec: StudySpec, dictionary: list[Variable]) -> Iterator[Problem]:
    """Every name that a figure draws and its font cannot: of the arms, the visits, the outcomes and the covariates."""
    at_visits = any(v.role == Role.OUTCOME and v.table == "visits" for v in dictionary)
    for place, what, text in [*_of_the_design(spec, at_visits), *_of_variables(dictionary)]:
        if letters := undrawn(text):
            more = " and others" * (len(letters) > _LETTERS_SHOWN)
            shown = " ".join(letters[:_LETTERS_SHOWN])
            rule = f"{what} has letters that no font of the figures has ({shown}{more})"
            yield Problem(place, rule, _OTHER_LETTERS)


def _of_the_design(spec: StudySpec, at_visits: bool) -> Iterator[tuple[Place, str, str]]:
    """The arms, and the visits where outcomes are measured at them."""
    for side, arm in (("treated", spec.arms.treated), ("control", spec.arms.control)):
        yield Place("study.yml", at=f"arms.{side}.label"), "the label", arm.label
        if arm.name != arm.label:
            yield Place("study.yml", at=f"arms.{side}.name"), "the name", arm.name
    for visit in spec.visits if at_visits else ():
        yield Place("study.yml", at=f"visits.{visit.code}"), "the label", visit.label


def _of_variables(dictionary: list[Variable]) -> Iterator[tuple[Place, str, str]]:
    """Of an outcome with its unit; one of kinds without an order is compared by a test alone, which no figure draws."""
    for v in dictionary:
        where = Place("dictionary.csv", at=v.name)
        if v.role == Role.OUTCOME and v.kind != Kind.CATEGORICAL:
            yield where, "its label", v.label
            yield where, "its unit", v.unit
        elif v.role == Role.COVARIATE and v.section == DESCRIBING and v.kind != Kind.DATE:
            yield where, "its label", v.label
