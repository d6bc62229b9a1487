"""The occasions of an outcome: at which visits, and beside which other visits, its arms can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twoarm.analysis.arms.values import Arms, arms_of, course_of
from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

# What an entry of the registry can be for, as the printed plan says it.
OCCASIONS = {
    "baseline": "before treatment",
    "always": "all values",
    "latest": "final values",
    "design": "the sizes of the arms",
    "change": "final values, with a baseline",
    "each": "final values, each arm alone",
    "within": "final values, with a baseline, each arm alone",
    "margin": "a stated margin",
    "important": "a stated important difference",
    "early": "baseline to first value after",
    "late": "first value after to last",
    "course": "all values after treatment",
    "weighted": "known covariates",
    "weighting": "before treatment, weighted",
    "family": "a family of outcomes",
}


@counts_only
@dataclass(frozen=True)
class Occasion:
    """What can be compared at a visit, and the arrays for it."""

    visit: str
    kinds: frozenset[str]
    arms: Arms
    latest: bool = True


def latest_visit(study: Study, variable: Variable) -> str:
    """Code of the last visit at which a variable is measured; empty for a patients variable."""
    visits = study.visits_of(variable)
    return visits[-1].code if visits else ""


def visits_after(study: Study, variable: Variable) -> list[str]:
    """Codes of the visits at which the arms are compared: all but the baseline visit; one empty code without visits."""
    codes = [v.code for v in study.visits_of(variable)] or [""]
    return [code for code in codes if not code or code != study.baseline_of(variable)]


def kinds_of(study: Study, variable: Variable) -> set[str]:
    """Every occasion that an outcome has, without its arrays."""
    after, baseline = visits_after(study, variable), study.baseline_of(variable)
    if not after:
        return set()
    kinds = {"always", "latest", "each", "design"}
    kinds |= {"change", "within"} if baseline else set()
    kinds |= {"margin"} if variable.margin else set()
    kinds |= {"important"} if variable.mcid and variable.better and baseline else set()
    kinds |= {"course"} if len(after) > 1 else set()
    return kinds | ({"early", "late"} if baseline and len(after) > 1 else set())


def occasions(study: Study, variable: Variable) -> Iterator[Occasion]:
    """The comparisons of each visit, then those between visits, one at a time."""
    after, baseline, kinds = (
        visits_after(study, variable),
        study.baseline_of(variable),
        kinds_of(study, variable),
    )
    single = kinds - {"early", "late", "course"}
    for visit in after:
        arms = arms_of(study, variable, visit or None, baseline)
        latest = visit == after[-1]
        yield Occasion(visit, frozenset(single if latest else {"always"}), arms, latest)
    if "early" in kinds:
        yield Occasion(after[0], frozenset({"early"}), arms_of(study, variable, after[0], baseline), False)
        yield Occasion(after[-1], frozenset({"late"}), arms_of(study, variable, after[-1], after[0]), False)


def course(study: Study, variable: Variable) -> tuple[list[str], Arms] | None:
    """The visits after the baseline visit and the arrays over all of them; None with fewer than two."""
    after = visits_after(study, variable)
    if len(after) < 2:
        return None
    return after, course_of(study, variable, after, study.baseline_of(variable))
