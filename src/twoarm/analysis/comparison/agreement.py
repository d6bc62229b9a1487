"""What a section's results say together: for each question the set that was asked, what agrees and what does not.

A sentence with all, no or every is about one of these sets. Two intervals agree where both include no difference, or neither
does; two P values where both lie below the significance level, or neither does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from twoarm.analysis.arms.improvement import Period
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.plausible.warnings import nearly_all_worse
from twoarm.tables.columns import Row

if TYPE_CHECKING:
    from twoarm.analysis.comparison.compare import Comparison


COUNTERPART = next(entry.name for entry in REGISTRY if entry.counterpart)


class Question(StrEnum):
    """What is asked of an outcome; ``answer`` holds an `Answer`."""

    DIFFERENCE = "difference"  # where does the interval of the main result lie beside no difference?
    LEVEL = "level"  # does the P of the main result agree with its interval?
    FAMILY = "family"  # does its P adjusted within the family agree with the one that is not?
    INTERVAL = "interval"  # do the intervals of the other methods agree with that of the main result?
    TESTS = "tests"  # does the P of each two-sided test of two shares lie below the significance level?
    SHIFT = "shift"  # does the shift of all values lie where a difference of means does?
    BESIDE = "beside"  # does the test that stands beside the main result?
    MARGIN = "margin"  # where does the interval lie beside the margin of equivalence?
    IMPORTANCE = (
        "importance"  # where does that of the main result lie beside the minimal important difference?
    )
    LOSS = "loss"  # did the mean of each arm get better at first and worse later?
    WORSE = "worse"  # do nearly all patients get worse from the first visit to the last?


class Answer(StrEnum):
    """Of a question: where one interval lies, or how many of those asked agree."""

    APART, OPEN = "apart", "includes no difference"
    WITHIN, ACROSS, BEYOND = "within", "across", "beyond"
    ALL, SOME, NONE = "all", "some", "none"
    TESTED, BARE = "tested alone", "estimate without an interval"
    UNKNOWN = "not estimable"


@counts_only
@dataclass(frozen=True)
class Agreement:
    """The answer to a question about an outcome.

    Attributes
    ----------
    agreeing, disagreeing, unknown : names of what was asked: entries of the registry, or arms; unknown is what could not be
        computed, and whatever has nothing known to agree with. Together they are all that was asked.
    side : of an interval, where beside no difference it lies, or which differences as large as the stated one it holds:
        ``above``, ``below``, ``both`` or nothing.
    results : those that were asked, in their order.
    """

    section: str
    variable: str
    visit: str
    question: Question
    answer: Answer
    agreeing: tuple[str, ...] = ()
    disagreeing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    side: str = ""
    results: tuple[Result, ...] = ()

    @property
    def asked(self) -> int:
        """How many were asked."""
        return len(self.agreeing) + len(self.disagreeing) + len(self.unknown)

    @property
    def apart(self) -> list[Result]:
        """The results that do not agree."""
        return [r for r in self.results if r.analysis in self.disagreeing]

    @property
    def tested(self) -> list[Result]:
        """The results that have a P."""
        return [r for r in self.results if r.estimate.p_value is not None]

    def row(self) -> Row:
        """This answer as a row of agreement.csv."""
        place = {"section": self.section, "variable": self.variable, "visit": self.visit}
        names = {"disagreeing": "|".join(self.disagreeing), "not_estimable": "|".join(self.unknown)}
        counts = {"asked": self.asked, "agreeing": len(self.agreeing)}
        return {
            **place,
            "question": self.question,
            **counts,
            **names,
            "answer": self.answer,
            "side": self.side,
        }


def agreements_of(comparison: Comparison) -> Iterator[Agreement]:
    """Every question that can be asked of the outcomes of a section, in their order."""
    for variable in comparison.variables:
        main = comparison.result(variable.name, comparison.main_visit(variable))
        if variable.role == "outcome" and main is not None:
            yield from (a for a in _answers(comparison, variable, main) if a.asked)


def _answers(comparison: Comparison, variable: Variable, main: Result) -> Iterator[Agreement]:
    alpha = comparison.study.parameters.alpha
    yield _difference(main)
    yield from _of_p(main, alpha)
    others = [r for r in comparison.of(variable.name, "other") if not r.arm]
    yield _together(Question.INTERVAL, main, _sides(others), _excludes(main))
    yield from _held_against(comparison, main)
    tests = [(r, r.below(alpha)) for r in comparison.tests(variable.name)]
    yield _together(Question.TESTS, main, tests, True)
    beside = [r for r in comparison.of(variable.name, "main") if _stands_beside(r, main)]
    yield _together(Question.BESIDE, main, [(r, r.below(alpha)) for r in beside], main.below(alpha))
    for result in comparison.of(variable.name, "margin")[:1]:
        yield _beside_size(Question.MARGIN, result, variable.margin or 0.0)
    if variable.mcid is not None and main.scale in (Scale.UNIT, Scale.PROPORTION):
        yield _beside_size(Question.IMPORTANCE, main, variable.mcid)
    yield from _over_visits(comparison, variable, main)


def _difference(main: Result) -> Agreement:
    """Where the whole interval lies; a result without one says which it lacks."""
    where = {1: "above", -1: "below", 0: ""}[main.side]
    if main.estimate.low is not None:
        return _of(Question.DIFFERENCE, main, Answer.APART if where else Answer.OPEN, where)
    if main.scale == Scale.P and main.estimate.p_value is not None:
        return _of(Question.DIFFERENCE, main, Answer.TESTED)
    return _of(Question.DIFFERENCE, main, Answer.UNKNOWN if main.estimate.value is None else Answer.BARE)


def _of_p(main: Result, alpha: float) -> Iterator[Agreement]:
    """Whether the P of the main result says what its interval says, and after adjustment what it said before."""
    excludes, below = _excludes(main), main.below(alpha)
    if excludes is not None and below is not None:
        yield _together(Question.LEVEL, main, [(main, below)], excludes)
    if main.p_adjusted is not None and below is not None:
        yield _together(Question.FAMILY, main, [(main, main.p_adjusted < alpha)], below)


def _held_against(comparison: Comparison, main: Result) -> Iterator[Agreement]:
    """Whether a difference of means and the shift of all values lie on one side of no difference, or on none."""
    found = comparison.result(main.variable, main.visit, COUNTERPART)
    if found is None or main.scale is not Scale.UNIT:
        return
    sides = [None if r.estimate.low is None else r.beside for r in (found, main)]
    yield _together(Question.SHIFT, main, [(found, sides[0])], sides[1])


def _excludes(result: Result) -> bool | None:
    """Whether the interval excludes no difference; None where there is none."""
    return None if result.estimate.low is None else bool(result.beside)


def _sides(results: Iterable[Result]) -> list[tuple[Result, bool | None]]:
    """Those that have an interval, and those that would have one beside no difference were it estimable."""
    known = [(r, _excludes(r)) for r in results]
    return [(r, side) for r, side in known if side is not None or (r.scale.compares and r.estimate.reason)]


def _stands_beside(result: Result, main: Result) -> bool:
    return result.role == "sensitivity" and (result.visit, result.arm) == (main.visit, main.arm)


def _together(
    question: Question, main: Result, asked: Sequence[tuple[Result, int | None]], first: int | None
) -> Agreement:
    """How many say what the first one says; without that, or where one says nothing itself, it is not known."""
    names = [(r.analysis, None if None in (says, first) else says == first) for r, says in asked]
    return replace(_counted(question, main, names), results=tuple(r for r, _ in asked))


def _counted(question: Question, main: Result, names: list[tuple[str, bool | None]]) -> Agreement:
    """Names that agree, that do not, and of which it is not known."""
    yes, no, unknown = (tuple(name for name, agrees in names if agrees is x) for x in (True, False, None))
    answer = (Answer.SOME if no else Answer.ALL) if yes else Answer.NONE if no else Answer.UNKNOWN
    return Agreement(main.section, main.variable, main.visit, question, answer, yes, no, unknown)


def _beside_size(question: Question, result: Result, size: float) -> Agreement:
    """Where an interval lies: wholly within plus and minus a size of the dictionary, across one of them, or beyond."""
    if result.estimate.low is None or result.estimate.high is None:
        return _of(question, result, Answer.UNKNOWN)
    low, high = (result.scale.factor * x for x in (result.estimate.low, result.estimate.high))
    where = {(True, True): "both", (True, False): "above", (False, True): "below", (False, False): ""}
    side = where[high >= size, low <= -size]
    if -size < low and high < size:
        return _of(question, result, Answer.WITHIN, side)
    return _of(question, result, Answer.BEYOND if low > size or high < -size else Answer.ACROSS, side)


def _of(question: Question, result: Result, answer: Answer, side: str = "") -> Agreement:
    """Of one result alone, which agrees where nothing further would have to be asked: apart, or within."""
    known = answer not in (Answer.UNKNOWN, Answer.BARE, Answer.TESTED)
    agrees = answer in (Answer.APART, Answer.WITHIN) if known else None
    found = _counted(question, result, [(result.analysis, agrees)])
    return replace(found, answer=answer, side=side, results=(result,))


def _over_visits(comparison: Comparison, variable: Variable, main: Result) -> Iterator[Agreement]:
    """What the dictionary's better side makes of the course of each arm, and of all patients."""
    study = comparison.study
    if not (variable.better and study.baseline_of(variable) and variable.averaged):
        return
    means = {(s.arm, s.level): s.mean for s in comparison.changes if s.variable == variable.name}
    periods = [[means.get((arm.level, p)) for p in (Period.EARLY, Period.LATE)] for arm in study.arms]
    lost = [(a.level, _lost(*pair, variable.better)) for a, pair in zip(study.arms, periods, strict=True)]
    if any(level == Period.EARLY for _, level in means):
        yield _counted(Question.LOSS, main, lost)
    worse = nearly_all_worse(study, variable) is not None
    yield _counted(Question.WORSE, main, [("patients", worse)])


def _lost(early: float | None, late: float | None, better: str) -> bool | None:
    """Whether a mean went to the better side at first and back later."""
    if early is None or late is None:
        return None
    return early > 0 > late if better == "higher" else early < 0 < late
