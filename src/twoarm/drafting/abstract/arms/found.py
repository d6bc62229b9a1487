"""Which two groups of an abstract are its arms: those whose names and sizes are told together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from twoarm.drafting.abstract.arms.both import Arms
from twoarm.drafting.abstract.arms.called import arm_of, order_of
from twoarm.drafting.abstract.arms.names import GROUP, abbreviations, cleaned
from twoarm.drafting.abstract.arms.sizes import Size, each_in, sizes_in
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import NUMERAL, whole, without_strengths
from twoarm.drafting.abstract.reading.sentences import Part, Sentence

_GROUPED = re.compile(rf" ?[\(\[][^()\[\]]{{0,40}}\b{GROUP}\b", re.I)
_BETWEEN = re.compile(
    r"(?P<a>[\w][\w' -]{1,60}?) (?:versus|vs\.?|with|and|or|compared (?:with|to)"
    r"|against) (?P<b>[\w][\w' -]{1,60}?)(?= (?:in|for|on|after|among|during|using|groups?|with regard"
    r"|as|at|by|were|was)\b|[.,:;()]|$)",
    re.I,
)


def pairs_of(sentences: list[Sentence], totals: set[int]) -> list[tuple[float, Size, Size]]:
    """Every two sizes that may be those of the arms, the likeliest first."""
    before = [s for s in sentences if s.part != Part.CONCLUSION]
    rated = []
    for sentence in before:
        for a, b in combinations(sizes_in(sentence), 2):
            if a.end <= b.start and not set(a.names) & set(b.names):
                rated.append((_rating(a, b, sentence, totals), a, b))
    return sorted(rated, key=lambda r: (-r[0], r[1].start))


def _rating(a: Size, b: Size, sentence: Sentence, totals: set[int]) -> float:
    """How much speaks for two sizes being those of the arms."""
    between = sentence.flat[a.end - sentence.start : b.start - sentence.start]
    points = (
        4.0 * (a.n + b.n in totals) + 2.0 * (a.part in (Part.METHODS, Part.OBJECTIVE)) - len(between) / 60
    )
    points += (
        1.5 * (a.form == b.form)
        + 1.0 * ("bracket" in (a.form, b.form))
        - 1.0 * ("plain" in (a.form, b.form))
        - 1.0 * (a.form == b.form == "lone")
    )
    points += 1.0 * ({a.form, b.form} == {"bracket", "lone"})
    points += 1.5 * bool(
        re.search(
            rf"\b{GROUP}\b|random|assign|allocat|divided|treated|underwent|received|performed|done"
            r"|implanted|analy[sz]ed|compared|consist|compris|procedures|includ",
            sentence.flat,
            re.I,
        )
    )
    points -= 2.0 * bool(
        re.search(r"\bP ?[<=>]|%|±|\bdied|\blost\b|exclu|complication", without_strengths(sentence.flat))
    )
    points -= 4.0 * _is_total(a, b, sentence)
    points -= 4.0 * bool(
        re.search(r"(?:^|[,;] )Of (?:the |these )?$", sentence.flat[: a.start - sentence.start])
    )
    points -= 1.0 * (max(len(a.names[0]), len(b.names[0])) > 45)
    joined = re.fullmatch(r",? ?(?:and|or|while|whereas) (?:the )?(?:remaining |other )?", between)
    points += 1.0 * bool(joined)  # nothing else stands between the two
    points += 1.5 * all(_GROUPED.match(sentence.flat, size.end - sentence.start) for size in (a, b))
    points += 1.0 * (len(a.names) > 1 and len(b.names) > 1)  # each is called a group as well
    return points - 4.0 * (a.n + b.n < 6)


def _is_total(a: Size, b: Size, sentence: Sentence) -> bool:
    """Whether the larger of two sizes is that of all, of whom the smaller one and a third number are the parts."""
    rest = abs(a.n - b.n)
    parts = {size.n for size in sizes_in(sentence) if size.n not in (a.n, b.n)}
    unlike = re.findall(rf"({NUMERAL}) (?:had|did|were|was) not\b", sentence.flat, re.I)
    return rest > 1 and rest in parts | {whole(number) for number in unlike}


def find_arms(sentences: list[Sentence], text: str, title: str = "") -> Arms | None:
    """The two arms; None where an abstract names none with their sizes."""
    totals = set(_totals(sentences))
    rated = pairs_of(sentences, totals)
    if rated and rated[0][0] >= 2.5:
        _, a, b = rated[0]
        return _arms(a, b, text, title)
    return _equal(sentences, text, title)


def _equal(sentences: list[Sentence], text: str, title: str) -> Arms | None:
    """Two arms of one size, which is said once."""
    for sentence in sentences:
        if (each := each_in(sentence)) and (names := _two_names(sentence.flat, text, title)):
            n, start, end = each
            a, b = (Size((name,), n, start, end, "each", sentence.part) for name in names)
            return _arms(a, b, text, title)
    return None


def _two_names(sentence: str, text: str, title: str) -> tuple[str, str] | None:
    """Two names that are compared: in a sentence, in the title, or anywhere."""
    groups = [cleaned(m[1]) for m in re.finditer(rf"([\w][\w' -]{{0,40}}?) {GROUP}\b", sentence, re.I)]
    letters = re.findall(rf"\b{GROUP} ([A-Z]|[IV]+|[12])\b", text)
    distinct = list(dict.fromkeys(name for name in groups if name))
    if len(distinct) == 2:
        return distinct[0], distinct[1]
    if len(set(letters)) == 2:
        first, second = dict.fromkeys(letters)
        return f"group {first}", f"group {second}"
    return next(filter(None, map(_compared, (sentence, title, text))), None)


def _compared(words: str) -> tuple[str, str] | None:
    """The first two names with a word of comparison between them; each is looked for anew behind such a word."""
    at = 0
    while found := _BETWEEN.search(words, at):
        a, b = cleaned(found["a"]), cleaned(found["b"])
        if a and b and a != b and len(a.split()) <= 5 and len(b.split()) <= 5:
            return a, b
        at = found.start("b")
    return None


def _totals(sentences: list[Sentence]) -> Iterator[int]:
    """Every number of patients that an abstract tells."""
    for sentence in sentences:
        for found in re.finditer(
            rf"(?P<k>{NUMERAL})(?: [a-z-]+){{0,4}}? {WHO}\b|\b[Nn] ?= ?(?P<n>\d+)", sentence.flat, re.I
        ):
            if n := whole(found["k"] or found["n"]):
                yield n


def _arms(a: Size, b: Size, text: str, title: str) -> Arms:
    shorts = abbreviations(text)
    first, second = arm_of(a, b, shorts), arm_of(b, a, shorts)
    treated_first, sure = order_of(first, second, title)
    return Arms(first, second, treated_first, ((a.start, a.end), (b.start, b.end)), sure)
