"""The two arms of an abstract: what they are called, how many patients each has, and where they are spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from twoarm.drafting.abstract.arms.names import GROUP, abbreviations, cleaned, tokens
from twoarm.drafting.abstract.arms.sizes import Size, each_in, sizes_in
from twoarm.drafting.abstract.reading.counts import PERSONS
from twoarm.drafting.abstract.reading.figures import COUNTED, whole
from twoarm.drafting.abstract.reading.sentences import Part, Sentence
from twoarm.errors import ParameterError, Place, Problem
from twoarm.suggestions import did_you_mean

_CONTROL = re.compile(
    r"\b(?:control|placebo|standard|conventional|usual|traditional|open|sham|no|without|untreated"
    r"|routine|non-\w+|expectant|observation alone|straight|upfront|saline)\b",
    re.I,
)
_TREATED = re.compile(r"\b(?:observation|study|intervention|experimental|trial|treatment|test)\b", re.I)
_AFTER = (
    rf"(?= ?(?:{GROUP}\b|{PERSONS}\b|surgery|repair|procedure|technique|approach|operations?|treatment"
    r"|recipients|[,.;:()\[\]]|$|(?:was|were|had|has|than|and|versus|vs|v|or|compared|at|in|is|showed|did"
    r"|resulted|led|gave|arm)\b))"
)
_BETWEEN = re.compile(
    r"(?P<a>[\w][\w' -]{1,60}?) (?:versus|vs\.?|with|and|or|compared (?:with|to)"
    r"|against) (?P<b>[\w][\w' -]{1,60}?)(?= (?:in|for|on|after|among|during|using|groups?|with regard"
    r"|as|at|by)\b|[.,:;()]|$)",
    re.I,
)


@dataclass(frozen=True)
class Arm:
    """One arm: its label, every name that it is given, its size, and the expression that finds it."""

    label: str
    names: tuple[str, ...]
    n: int
    pattern: re.Pattern[str]

    @property
    def name(self) -> str:
        """Its full name, where it has a longer one than its label."""
        longer = [
            name
            for name in self.names
            if len(name) > len(self.label) + 3 and not name.lower().startswith("group")
        ]
        return max(longer, key=len, default="")


@dataclass(frozen=True)
class Arms:
    """The two arms in the order in which the abstract names them; which of these is the treated one is a guess."""

    first: Arm
    second: Arm
    treated_first: bool
    places: tuple[tuple[int, int], ...] = ()  # where their sizes stand
    sure: bool = False

    @property
    def treated(self) -> Arm:
        """The treated arm."""
        return self.first if self.treated_first else self.second

    @property
    def control(self) -> Arm:
        """The other one."""
        return self.second if self.treated_first else self.first

    @property
    def sizes(self) -> tuple[int, int]:
        """Of the treated, then of the controls."""
        return self.treated.n, self.control.n

    def with_treated(self, label: str) -> Arms:
        """The same with the arm of a label, or of a name, as the treated one.

        Raises
        ------
        ParameterError
            Where neither is called so.
        """
        called = {
            name.casefold(): arm for arm in (self.first, self.second) for name in (arm.label, *arm.names)
        }
        if label.casefold() not in called:
            labels = [self.first.label, self.second.label]
            problem = Problem(
                Place(at="--treated"),
                f"no arm is called {label}",
                did_you_mean(label, labels) or f"one of: {', '.join(labels)}",
            )
            raise ParameterError("The command line cannot be used", [problem], "Correct what is named above.")
        return replace(self, treated_first=called[label.casefold()] is self.first, sure=True)

    def role(self, arm: Arm) -> str:
        """Which of both it is."""
        return "treated" if arm is self.treated else "control"

    def other(self, arm: Arm) -> Arm:
        """The one that it is not."""
        return self.second if arm is self.first else self.first

    def mentioned(self, text: str) -> list[tuple[int, int, Arm]]:
        """Where a sentence in its plain form speaks of which arm, in order; what lies within a longer name is left out."""
        found = [
            (m.start(), m.end(), arm) for arm in (self.first, self.second) for m in arm.pattern.finditer(text)
        ]
        found.sort(key=lambda place: (place[0], -place[1]))
        kept: list[tuple[int, int, Arm]] = []
        for place in found:
            if not kept or place[0] >= kept[-1][1]:
                kept.append(place)
        return kept


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
    points -= 2.0 * bool(re.search(r"\bP ?[<=>]|%|±|\bdied|\blost\b|exclu|complication", sentence.flat))
    points -= 1.0 * (max(len(a.names[0]), len(b.names[0])) > 45)
    points += 1.0 * (len(a.names) > 1 and len(b.names) > 1)  # each is called a group as well
    return points - 4.0 * (a.n + b.n < 6)


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
    for words in (sentence, title, text):
        for found in _BETWEEN.finditer(words):
            a, b = cleaned(found["a"]), cleaned(found["b"])
            if a and b and a != b and len(a.split()) <= 5 and len(b.split()) <= 5:
                return a, b
    return None


def _totals(sentences: list[Sentence]) -> Iterator[int]:
    """Every number of patients that an abstract tells."""
    for sentence in sentences:
        for found in re.finditer(
            rf"(?P<k>{COUNTED})(?: [a-z-]+){{0,4}}? {PERSONS}\b|\b[Nn] ?= ?(?P<n>\d+)", sentence.flat, re.I
        ):
            if n := whole(found["k"] or found["n"]):
                yield n


def _arms(a: Size, b: Size, text: str, title: str) -> Arms:
    shorts = abbreviations(text)
    first, second = _arm(a, b, shorts), _arm(b, a, shorts)
    treated_first, sure = _order(first, second, title)
    return Arms(first, second, treated_first, ((a.start, a.end), (b.start, b.end)), sure)


def _arm(size: Size, other: Size, shorts: dict[str, str]) -> Arm:
    names = list(size.names)
    for short, words in shorts.items():
        known = [
            name
            for name in names
            if re.search(rf"\b{re.escape(short)}\b", name) or words.lower() in name.lower()
        ]
        if known and not any(
            re.search(rf"\b{re.escape(short)}\b", name) or words.lower() in name.lower()
            for name in other.names
        ):
            names += [short, words]
    names = list(dict.fromkeys(names))
    own = set().union(*map(tokens, size.names)) - set().union(*map(tokens, other.names))
    return Arm(_label(names), tuple(names), size.n, _pattern(names, own))


def _label(names: list[str]) -> str:
    """The shortest way to call an arm that tells what it is."""
    shorts = [name for name in names if name.isupper() and 2 <= len(name) <= 8]
    label = shorts[0] if shorts else names[0]
    role = re.fullmatch(
        r"control|observation|study|intervention|experimental|trial|treatment|test", label, re.I
    )
    return f"{label} group" if role else label


def _pattern(names: list[str], own: set[str]) -> re.Pattern[str]:
    """What finds an arm in a sentence: its names, and the words that the other one has not."""
    forms = [_named(name) for name in sorted(names, key=len, reverse=True)]
    for token in sorted(own, key=len, reverse=True):
        forms.append(rf"\b{re.escape(token)}\b" if token.isupper() else rf"\b{_stem(token)}{_AFTER}")
    return re.compile("|".join(forms), re.IGNORECASE)


def _named(name: str) -> str:
    if found := re.fullmatch(r"group (\w+)", name, re.I):
        letter = re.escape(found[1])
        return (
            rf"\b{GROUP} {letter}\b|(?-i:\b{letter}) group\b|(?<=groups [A-Z1-9] and ){letter}\b"
            rf"|(?<=groups )I{{0}}{letter}\b"
        )
    if name.isupper() and len(name) < 9:
        return rf"(?-i:\b{re.escape(name)}\b)"
    if re.fullmatch(r"controls?", name, re.I):
        return rf"\bcontrols\b|\bcontrol (?:{GROUP}|{PERSONS})\b"
    if re.fullmatch(r"observation|study|intervention|experimental|trial|treatment|test", name, re.I):
        return rf"\b{re.escape(name)} (?:{GROUP}|{PERSONS})\b"
    return r"\b" + r"[ -]".join(map(re.escape, re.split(r"[ -]", name))) + r"(?:s\b|\b)"


def _stem(token: str) -> str:
    return re.escape(token if len(token) < 7 else token[:-2]) + r"\w*"


def _order(first: Arm, second: Arm, title: str) -> tuple[bool, bool]:
    """Whether the arm named first is the treated one, and whether words say so."""
    marks = [
        bool(_CONTROL.search(" ".join(arm.names))) and not any(map(_TREATED.search, arm.names))
        for arm in (first, second)
    ]
    if marks[0] != marks[1]:
        return marks[1], True
    places = [match.start() if (match := arm.pattern.search(title)) else -1 for arm in (first, second)]
    if min(places) >= 0:
        return places[0] < places[1], False
    return True, False
