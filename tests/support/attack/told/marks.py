"""What is said in words of two shares: which tests lie below the level, where an interval lies, what P is after Holm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from attack.published import Published, Row, within
from attack.told.calculators import LAST, computed
from attack.told.enumeration import Check
from twoarm.analysis.comparison.agreement import Answer, Question
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.study.dictionary import Variable

ALL_FOUR = (0, 1, 2, 3)
INTERVALS = {"newcombe": 0.0, "risk_ratio": 1.0, "odds_ratio": 1.0, "firth_odds_ratio": 1.0}
MAIN = "risk_difference"
Table = tuple[int, int, int, int]


def marks_of_shares(published: Published, variable: Variable, visit: str) -> Iterator[Check]:
    """The checks of agreement.csv, robustness.csv, and the adjusted P of results.csv."""
    here = (variable.name, visit)
    level = _level(published, variable, visit)
    for row in published.rows("agreement"):
        if (row["variable"], row["visit"]) == here:
            yield from _answered(published, row, level)
    for row in published.rows("robustness"):
        if (row["variable"], row["visit"]) == here and row["question"] == "specifications":
            yield from _spanned(published, row, level)
    for row in published.rows("results"):
        adjusted = published.number(row["p_adjusted"])
        if (row["variable"], row["visit"], row["analysis"]) == (*here, MAIN) and adjusted:
            yield Check("results p_adjusted", ALL_FOUR, partial(_adjusted, published, adjusted))


def _level(published: Published, variable: Variable, visit: str) -> float:
    found = [r["conf_level"] for r in published.rows("results") if r["conf_level"]]
    return float(found[0]) if found else 1 - published.design.alpha


def _of(analysis: str, published: Published, level: float, n1: int, x1: int, n2: int, x2: int) -> dict:
    return dict(computed(analysis, x1, n1, x2, n2, level, published.design.alpha, None))


def _answered(published: Published, row: Row, level: float) -> Iterator[Check]:
    question, alpha = row["question"], published.design.alpha
    made: dict[str, Callable[..., bool]] = {}
    if question == Question.DIFFERENCE and row["answer"] in (Answer.APART, Answer.OPEN):
        made["side"] = lambda *t: _side(_of(MAIN, published, level, *t), 0.0) == row["side"]
    if question == Question.TESTS:
        for name in set(TWO_SIDED_TESTS) - set(row["not_estimable"].split("|")):
            below = name not in row["disagreeing"].split("|")
            made[name] = partial(_is_below, name, published, level, below)
        made = dict(sorted(made.items(), key=lambda pair: pair[0] in LAST))
    if question == Question.INTERVAL:
        for name, null in INTERVALS.items():
            if name not in row["not_estimable"].split("|"):
                alike = name not in row["disagreeing"].split("|")
                made[name] = partial(_says_the_same, name, null, published, level, alike)
    if question == Question.BESIDE and row["answer"] in (Answer.ALL, Answer.NONE):
        same = row["answer"] == Answer.ALL
        made["beside"] = lambda *t: (
            (_p("fisher", published, level, *t) < alpha) == (same == (_p(MAIN, published, level, *t) < alpha))
        )
    if question == Question.LEVEL and row["answer"] in (Answer.ALL, Answer.NONE):
        same = row["answer"] == Answer.ALL
        made["level"] = lambda *t: (
            same
            == ((_p(MAIN, published, level, *t) < alpha) == bool(_side(_of(MAIN, published, level, *t), 0.0)))
        )
    yield from (Check(f"agreement {question} {name}", ALL_FOUR, holds) for name, holds in made.items())


def _side(columns: dict, null: float) -> str | None:
    """Where an interval lies, as agreement.csv says it; None without one."""
    low, high = columns.get("low"), columns.get("high")
    if low is None or high is None:
        return None
    return "above" if low > null else "below" if high < null else ""


def _p(analysis: str, published: Published, level: float, *table: int) -> float:
    found = _of(analysis, published, level, *table).get("p_value")
    return 1.0 if found is None else found


def _is_below(name: str, published: Published, level: float, below: bool, *table: int) -> bool:
    found = _of(name, published, level, *table).get("p_value")
    return found is None or (found < published.design.alpha) == below


def _says_the_same(
    name: str, null: float, published: Published, level: float, alike: bool, *table: int
) -> bool:
    own, other = (
        _side(_of(MAIN, published, level, *table), 0.0),
        _side(_of(name, published, level, *table), null),
    )
    return None in (own, other) or (bool(own) == bool(other)) == alike


def _spanned(published: Published, row: Row, level: float) -> Iterator[Check]:
    """The main result is one of those whose smallest and largest numbers are published."""
    for column, ends in (("estimate", ("smallest", "largest")), ("p_value", ("smallest_p", "largest_p"))):
        low, high = (published.number(row[end]) for end in ends)
        span = (low[0] if low else float("-inf"), high[1] if high else float("inf"))
        if low or high:
            name = f"robustness {ends[0]}, {ends[1]}"
            yield Check(name, ALL_FOUR, partial(_lies_in, published, level, column, span))


def _lies_in(published: Published, level: float, column: str, span: tuple[float, float], *table: int) -> bool:
    return within(_of(MAIN, published, level, *table).get(column), span)


def _adjusted(published: Published, adjusted: tuple[float, float], *table: int) -> bool:
    """After Holm a P is a whole multiple of its own, 1, or that of a smaller one in its family."""
    own = _p(MAIN, published, 0.95, *table)
    others = [published.number(r["p_adjusted"]) for r in published.rows("results")]
    family = sum(1 for found in others if found)
    multiples = any(within(min(k * own, 1.0), adjusted) for k in range(1, family + 1))
    raised = sum(1 for found in others if found == adjusted) > 1 and own <= adjusted[1]
    return multiples or raised
