"""Where an abstract says how many patients were in which arm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twoarm.drafting.abstract.arms.names import GROUP, cleaned
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import NUMERAL, whole, without_strengths
from twoarm.drafting.abstract.reading.sentences import Part, Sentence

_NAME = r"[A-Za-z0-9][\w'+/-]*(?: [\w'+/-]+){0,11}?"
_K = rf"(?!(?<=group )\d\b)(?<!grade )(?<!phase )(?<!stage )(?P<k>{NUMERAL})"
_GIVEN = (
    r"(?:(?:who|that) )?(?:were |was |have |had )?(?:randomly )?(?:treated (?:with|by|using)"
    r"|managed (?:with|by)|operated (?:on )?(?:with|by|using)"
    r"|(?:operated(?: on)?|treated|managed)(?= \w+ly\b| without\b)"
    r"|(?:included|enrolled|placed) in(?:to)?|chose|opted for|preferred|had received|treated (?:after|before|during)"
    r"|(?:the|an?|their) (?:[a-z-]+ ){1,4}?(?:was|were) (?:(?:[a-z]+ )?(?:with|by|using|through|via)|done|performed)"
    r"|(?:assigned|allocated|randomi[sz]ed)(?: to)?(?: receive| undergo)?(?: to)?|receiv(?:ed|ing)"
    r"|underw(?:ent)|undergoing|given|had|got|used"
    r"|to|with|by|into|for|in|from)"
)
_DONE = (
    r"(?: (?:was|were))?(?: (?:performed|done|used|carried out|implanted|given|applied|undertaken"
    r"|administered|employed|completed|placed|made))?"
    r" (?:in|on|to|for|by)"
)
_FORMS = {
    "bracket": re.compile(
        rf"(?P<name>{_NAME}),? *[\(\[](?P<inside>[^()\[\]]*?)(?P<n>[Nn] ?[=:] ?)?{_K}(?(n)|(?P<who> "
        rf"(?:[a-z-]+ ){{0,2}}?{WHO}))(?P<after>[^()\[\]]{{0,60}})[\)\]]",
        re.I,
    ),
    "received": re.compile(
        rf"{_K}(?: (?:of|from) (?:the|them|these))?(?: (?:[a-z-]+ ){{0,2}}?{WHO})?(?: \([^()]{{1,30}}\))? (?:{_GIVEN}(?:"
        r" either)? |(?=without ))(?P<name>[^.,;:()\[\]]{2,80}?)"
        r"(?=,? ?(?:[.,;:()\[\]]|(?:and|or|while|whereas|versus|vs\.?) (?:in )?(?:the )?(?:remaining "
        rf"|other )?{NUMERAL}|(?:to|with) {NUMERAL} {WHO}|(?:was|were) compared|$))",
        re.I,
    ),
    "done": re.compile(
        rf"(?P<name>{_NAME}){_DONE} (?:the )?(?:remaining "
        rf"|other )?{_K}(?: (?:[a-z-]+ ){{0,2}}?{WHO})?(?=,? ?(?:[.,;:()\[\]]|and\b|or\b|while"
        r"|whereas|according|was|were|$))",
        re.I,
    ),
    "group": re.compile(
        rf"(?P<name>{_NAME}) {GROUP}(?P<called> ?\([^()\d]{{1,30}}\))?(?:,|:| (?:with|there were|included"
        r"|including|comprised|comprising|consisted of|consisting of|contained|had|of|numbered|was"
        r"|were))?"
        rf" (?:(?:a total of|the) )?{_K}(?: {WHO})?(?! ?%|\.\d)",
        re.I,
    ),
    "lettered": re.compile(
        rf"(?P<name>{GROUP} (?:[A-Z]|[IV]+|\d))(?:,|:)?(?: (?:(?:was|were) )?(?:of|with|had|included|contained"
        rf"|(?:composed|made up|consisted|consisting|comprised|formed) ?(?:of|by)?|comprised))? (?:the )?{_K} {WHO}",
        re.I,
    ),
    "definite": re.compile(rf"\b(?:the|all) {_K} {WHO} (?:of|in|from) the (?P<name>{_NAME}) {GROUP}\b", re.I),
    "comma": re.compile(rf"(?P<name>{_NAME}), ?n ?[=:] ?{_K}", re.I),
    "of": re.compile(
        rf"{_K} {WHO} of (?P<name>[^.,;:()\[\]]{{2,60}}?)(?= ?[\(\[][^()\[\]]{{1,40}} {GROUP}[\)\]])",
        re.I,
    ),
    "lone": re.compile(rf"(?P<name>{_NAME}) ?[\(\[](?P<k>\d{{1,5}})[\)\]]", re.I),
    "plain": re.compile(
        rf"(?<![\w.]){_K} (?P<name>[A-Za-z][\w-]*(?: [\w-]+){{0,2}}?)(?= ?[\(\[](?:the )?(?:{GROUP} \w+"
        rf"|\w[\w -]{{0,30}} {GROUP}|(?-i:[A-Z][A-Z-]{{1,8}}))[\)\]]|,? (?:and|or|vs\.?|versus|with|to) {NUMERAL}"
        rf"|, {NUMERAL}"
        r"|[\);]|\.(?= |$)| (?:procedures|operations|patients|cases|repairs|resections|births|eyes|knees|hips))",
        re.I,
    ),
}
_CALLED = re.compile(
    rf"^[^.;()\[\]\d]{{0,40}}?[\(\[] ?(?P<name>(?:the )?[^()\[\];,\d]{{1,40}}? {GROUP}|{GROUP} [A-Z0-9]+)\b",
    re.I,
)
_TIME = re.compile(r"\d+ (?:months?|years?|weeks?|days?|hours?)", re.I)  # of follow-up, in so many patients
_EACH = re.compile(
    rf"(?:[Nn] ?= ?)?{_K}(?: (?:[a-z-]+ ){{0,2}}?{WHO})?(?: were (?:randomly )?(?:allocated|assigned|randomi[sz]ed))?,?"
    r" (?:(?:matched )?pairs\b|each\b|per (?:group|arm)|(?:in|for"
    r"|to) (?:each|every|either|both)(?: of(?: the| these)?)?(?:(?: \w+)? ?(?:groups?|arms?)|(?=[.,;)])))"
    rf"|\b(?:groups|arms|cohorts) of (?P<k2>{NUMERAL})(?: {WHO})?(?: each)?",
    re.I,
)


@dataclass(frozen=True)
class Size:
    """A name and the number beside it."""

    names: tuple[str, ...]
    n: int
    start: int
    end: int
    form: str
    part: Part


def sizes_in(sentence: Sentence) -> list[Size]:
    """Every number of patients of a sentence that may be the size of an arm, by its place."""
    found: list[Size] = []
    words = without_strengths(sentence.flat)
    for form, pattern in _FORMS.items():
        for match in _every(pattern, words):
            if size := _size(form, match, sentence):
                found.append(size)
    return sorted(found, key=lambda size: (size.start, -size.end))


def each_in(sentence: Sentence) -> tuple[int, int, int] | None:
    """The size that both arms have, and where it stands."""
    for found in _EACH.finditer(sentence.flat):
        if n := whole(found["k"] or found["k2"] or ""):
            return n, sentence.start + found.start(), sentence.start + found.end()
    return None


def _every(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches, each looked for anew behind the number of the one before."""
    at = 0
    while found := pattern.search(text, at):
        yield found
        at = max(found.end("k"), found.start() + 1)


def _size(form: str, found: re.Match[str], sentence: Sentence) -> Size | None:
    n = whole(found["k"])
    given = found.groupdict()
    if not n or re.match(r" ?(?:%|per ?cent|/)", sentence.flat[found.end("k") :]):
        return None
    lettered = re.search(rf"\b{GROUP} (?P<letter>[A-Z]|[IV]+|\d)\b", found[0])
    letter = f"group {lettered['letter']}" if lettered else ""
    own = found["name"] + " group" * (form == "group") if not lettered or form == "received" else ""
    names = [
        _called(sentence.flat, found, given) or letter,
        cleaned(own),
        cleaned(given.get("inside") or ""),
        _treatment(sentence.flat, found),
    ]
    names = list(dict.fromkeys(filter(None, names)))
    if not names or (form == "done" and _TIME.fullmatch(names[0])):
        return None
    start = sentence.start + (
        found.end("name") - len(found["name"].split()[-1])
        if form not in ("received", "plain", "of", "definite")
        else found.start("k")
    )
    end = sentence.start + max(found.end("k"), found.end("name"))
    return Size(tuple(names), n, start, end, form, sentence.part)


def _called(text: str, found: re.Match[str], given: dict[str, str | None]) -> str:
    """The name in brackets beside it: of the group."""
    for piece in (
        f"({given.get('inside') or ''}",
        f"({given.get('after') or ''}".replace("(;", "(").replace("(,", "("),
        given.get("called") or "",
        text[found.end() :][:80],
    ):
        if called := _CALLED.match(piece):
            words = called["name"]
            letter = re.match(rf"{GROUP} ([A-Z0-9]+)$", words, re.I)
            return f"group {letter[1]}" if letter else cleaned(words)
    return ""


def _treatment(text: str, found: re.Match[str]) -> str:
    """What a group was given, where that follows its size."""
    given = re.match(
        r"[\)\]]?,? (?:received|underwent|(?:was|were) (?:treated (?:with|by|using)|given"
        r"|managed (?:with|by))|had) (?:the )?(?P<name>[^.,;:()\d]{3,45}?)(?=,| and\b| while| whereas"
        r"|[.;()]|$)",
        text[found.end() :],
    )
    return cleaned(given["name"]) if given else ""
