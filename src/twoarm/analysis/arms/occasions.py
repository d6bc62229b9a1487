"""The occasions of an outcome: at which visits, and beside which other visits, its arms can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from twoarm.analysis.arms.values import Arms, arms_of, course_of
from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study


class Occasion(StrEnum):
    """What an entry of the registry can be for; ``said`` is how the printed plan names it."""

    said: str

    BASELINE = "baseline", "before treatment"
    ALWAYS = "always", "all values"
    LATEST = "latest", "final values"
    DESIGN = "design", "the sizes of the arms"
    CHANGE = "change", "final values, with a baseline"
    EACH = "each", "final values, each arm alone"
    WITHIN = "within", "final values, with a baseline, each arm alone"
    MARGIN = "margin", "a stated margin"
    IMPORTANT = "important", "a stated important difference"
    EARLY = "early", "baseline to first value after"
    LATE = "late", "first value after to last"
    COURSE = "course", "all values after treatment"
    WEIGHTED = "weighted", "known covariates"
    COMPLETE = "complete", "patients with every covariate known"
    WEIGHTING = "weighting", "before treatment, weighted"
    FAMILY = "family", "a family of outcomes"
    UNITS = "units", "all units, within the patients"
    CHOSEN = "chosen", "final values, of arms that were not formed by chance"
    UNCENSORED = "uncensored", "times of which none is censored"
    IMPUTED = "imputed", "final values, where some are missing"
    IMPUTED_CHANGE = "imputed_change", "final values with a baseline, where some are missing"

    def __new__(cls, code: str, said: str) -> Occasion:
        occasion = str.__new__(cls, code)
        occasion._value_, occasion.said = code, said
        return occasion

    @property
    def brief(self) -> bool:
        """Whether a comparison by the primary methods alone has it: those, what is said beside them, and the design."""
        return self in (Occasion.ALWAYS, Occasion.CHANGE, Occasion.WITHIN, Occasion.DESIGN)

    @property
    def each_arm(self) -> bool:
        """Whether each arm is taken alone."""
        return self in (Occasion.EACH, Occasion.WITHIN)

    @property
    def between_visits(self) -> bool:
        """Whether it needs several visits after treatment, and so belongs to none of them alone."""
        return self in (Occasion.EARLY, Occasion.LATE, Occasion.COURSE)


@counts_only
@dataclass(frozen=True)
class AtVisit:
    """What can be compared at a visit, and the arrays for it."""

    visit: str
    kinds: frozenset[Occasion]
    arms: Arms
    main: bool = True


def main_visit(study: Study, variable: Variable) -> str:
    """Code of the visit that gives the main result of a variable; empty for a patients variable.

    The last one at which it is measured, but for a primary outcome that the study judges at another.
    """
    primary, visits = study.spec.primary_outcome, study.visits_of(variable)
    if primary.visit and variable.name == primary.variable:
        return primary.visit
    return visits[-1].code if visits else ""


def visits_after(study: Study, variable: Variable) -> list[str]:
    """Codes of the visits at which the arms are compared: all but the baseline visit; one empty code without visits."""
    codes = [v.code for v in study.visits_of(variable)] or [""]
    return [code for code in codes if not code or code != study.baseline_of(variable)]


def kinds_of(study: Study, variable: Variable) -> set[Occasion]:
    """Every occasion that an outcome has, without its arrays."""
    after, baseline = visits_after(study, variable), study.baseline_of(variable)
    if not after:
        return set()
    kinds = {Occasion.ALWAYS, Occasion.LATEST, Occasion.EACH, Occasion.DESIGN}
    if not study.spec.randomised.by_chance:
        kinds |= {Occasion.CHOSEN}
    kinds |= {Occasion.CHANGE, Occasion.WITHIN} if baseline else set()
    kinds |= {Occasion.MARGIN} if variable.margin else set()
    kinds |= {Occasion.IMPORTANT} if variable.mcid and variable.better and baseline else set()
    # What is told of units beside the means of the patients would tell how many units few patients have.
    kinds |= {Occasion.UNITS} if variable.in_units and not study.spec.policy.coarse else set()
    kinds |= {Occasion.COURSE} if len(after) > 1 else set()
    return kinds | ({Occasion.EARLY, Occasion.LATE} if baseline and len(after) > 1 else set())


def imputed_kind(study: Study, variable: Variable) -> Occasion:
    """The occasion on which the missing values of an outcome are imputed."""
    adjusted = variable.kind.averaged and study.baseline_of(variable)
    return Occasion.IMPUTED_CHANGE if adjusted else Occasion.IMPUTED


def occasions(study: Study, variable: Variable) -> Iterator[AtVisit]:
    """The comparisons of each visit, then those between visits, one at a time."""
    after, baseline = visits_after(study, variable), study.baseline_of(variable)
    kinds = kinds_of(study, variable)
    single = frozenset(kind for kind in kinds if not kind.between_visits)
    for visit in after:
        arms = arms_of(study, variable, visit or None, baseline)
        main = visit == main_visit(study, variable)
        yield AtVisit(visit, single if main else frozenset({Occasion.ALWAYS}), arms, main)
    if Occasion.EARLY in kinds:
        pairs = (Occasion.EARLY, after[0], baseline), (Occasion.LATE, after[-1], after[0])
        for kind, visit, before in pairs:
            yield AtVisit(visit, frozenset({kind}), arms_of(study, variable, visit, before), False)


def course(study: Study, variable: Variable) -> tuple[list[str], Arms] | None:
    """The visits after the baseline visit and the arrays over all of them; None with fewer than two."""
    after = visits_after(study, variable)
    if len(after) < 2:
        return None
    return after, course_of(study, variable, after, study.baseline_of(variable))
