"""The figures of an abstract that entered no claim, by sentence: nothing is passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import WORD, whole
from twoarm.drafting.abstract.reading.p_values import is_level
from twoarm.drafting.abstract.reading.sentences import Part, Sentence

_FIGURE = re.compile(
    r"(?<![\w.,])(?<![A-Za-z]-)[-+]?(?:\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?|\.\d+)(?!\w)|\bN\.?S\.?\b(?=[)\]; ,.])"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_TIME = r"(?:months?|years?|weeks?|days?|hours?|h|hrs?|min(?:utes)?|wk|mo|yrs?)"
_SPELLED = re.compile(
    rf"{WORD}(?! {_TIME}\b)(?= (?:[a-z-]+ ){{0,2}}?{WHO}\b)", re.I
)  # in a result: `three patients died`
# Figures that state nothing of the arms: dates, ages of inclusion, times of measurement, levels, scales, doses, names.
_NO_CLAIM = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_MONTH} ?\d{{0,2}},? ?(?:19|20)\d\d|\b(?:19|20)\d\d\b(?! ?(?:patients|%))"
        rf"|{_MONTH} \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}",
        r"\b(?:at|after|before|beyond|within|(?:in the |the )?first|last|during|until"
        r"|up to|minimum|least|every|follow-?up(?: of| at| was)?|day|days"
        rf"|week|month|year) (?:a )?(?:\w+ )?\d+(?:[.,]\d+)?(?: ?(?:-|to|and) ?\d+(?:[.,]\d+)?)?[- ]?{_TIME}\b",
        r"\b(?:for|by|over|than|under) (?:a )?(?:\w+ )?\d+(?: ?(?:-|to|and) ?\d+)?[- ]?(?:months?|years?|weeks?)\b"
        r"|\b\d+-(?:h|hour|day|week|month|year|min|minute|item|point|level|year-old)\b",
        rf"\b\d+(?:\.\d+)?[- ]{_TIME}(?:s)?(?:'s?)? (?:follow|after|post|results?|surviv|outcome"
        r"|programme|program|mortality|later|period|old)|\b(?:day|week|month|year|visit|grade|stage"
        r"|type|level|phase|class|group|table|version) \d+\b",
        r"\b(?:aged?|ages|between|older than|younger than|over|under|above"
        r"|below)\b[^.;()]{0,25}?\d+(?: ?(?:-|to|and|or) ?\d+)? ?years?(?: (?:old|of age|or))?"
        r"|\b\d+ years (?:of age|or older|and older|old)",
        r"\b9[059](?:\.\d)? ?(?:%|per ?cent)[- ]?(?:c\.?i|confidence)"
        r"|\b[CTLS]\d{1,2}(?:-[CTLS]?\d{1,2})?\b|\b\d+ ?: ?\d+\b",
        r"\b(?:SPSS|version|NCT|ISRCTN|ChiCTR|ICD|SF|EQ|KL|ASA|NRS|VAS|QLQ)[- ]?[\w.-]*\d[\w.-]*"
        r"|\(?\b(?:range|scale|score)?[ :,(]*0 ?(?:-|to) ?(?:10|100|5|4|24)\b|\b0 ?(?:to|-) ?(?:10"
        r"|100)\b",
        r"\b\d+(?:[.,]\d+)? ?(?:mg|μg|µg|ug|mcg|g|mL|ml|mm|cm|kg|kV|Hz|IU|U|Gy|mmol"
        r"|%)(?:/\w+)*(?= (?:of |once|daily|per|or|articaine|lidocaine|bupivacaine|ropivacaine|solution"
        r"|every|twice|intravenous|oral|mesh|needle))",
        r"(?<!P)(?<!p)(?<!P )(?<!p )(?:\bexceed\w*|\b(?:more|greater|less|fewer|better|worse) than"
        r"|\bat (?:least|most)|\babove|\bbelow|[<>≤≥]) ?\d+(?:[.,]\d+)?(?! ?(?:vs|versus))",
        r"\b\d+ (?:hospitals?|cent(?:er|re)s|sites|clinics|countries|surgeons?|institutions|observers"
        r"|readers|times|doses|groups|arms|raters|radiologists)\b",
        r"\b10\.\d{4,9}/\S+|\b(?:PMID|PMCID)[: ]*\w+|https?://\S+|\bCRD ?\d+",
        r"/1[.,]73\b|\b(?:one|two|three|four|five|six|both) (?:treatments?|groups?|procedures"
        r"|techniques|methods|operations)\b",
        r"\bgroups? \d(?:(?:,| and| or| vs\.?| versus|/|-) ?\d\b)?",
        r"\b(?:alpha|α|power|significance level|power of)[ =of]*(?:was |set at )?\d+(?:\.\d+)? ?%?"
        r"|\b\d+ ?(?:%|per ?cent) power|[xχX]2? ?= ?[-\d.,]+|\b[tFzZU] ?(?:\(\d+\))? ?= ?[-\d.,]+"
        r"|χ2 ?=? ?[\d.]+|\br ?= ?-?\.?\d[\d.]*",
    )
]
# A figure of the methods is a result only where it counts patients: the others are doses, times and definitions.
_COUNTS = re.compile(rf" (?:[a-z-]+ ){{0,3}}?{WHO}\b| ?%| ?±", re.I)


@dataclass(frozen=True)
class Unclaimed:
    """A sentence and its figures that entered no claim."""

    sentence: Sentence
    figures: tuple[str, ...]

    @property
    def quote(self) -> str:
        """The sentence as printed."""
        return self.sentence.quote()


def unclaimed(claims: Iterable[Drafted], context: Context) -> list[Unclaimed]:
    """Each sentence of which some figure entered no claim."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for claim in claims:
        spans.setdefault(claim.sentence.start, []).extend(claim.spans)
    found = []
    for sentence in context.sentences:
        if figures := _left(sentence, spans.get(sentence.start, []), context):
            found.append(Unclaimed(sentence, tuple(figures)))
    return found


def _left(sentence: Sentence, spans: list[tuple[int, int]], context: Context) -> list[str]:
    """The figures of a sentence that are neither read nor known to be no result."""
    if is_level(sentence.flat):
        return []
    covered = (
        spans
        + [(m.start(), m.end()) for rule in _NO_CLAIM for m in rule.finditer(sentence.flat)]
        + _sizes(sentence, context)
    )
    covered += [span for name in context.numbered_names for span in _places(name, sentence.flat)]
    covered += [(start, end) for start, end, _ in context.arms.mentioned(sentence.flat)]
    # What a section of methods counts or defines is no result; a total that does not add up is told by its claim.
    if sentence.part == Part.OBJECTIVE:
        return []
    found = [
        *_FIGURE.finditer(sentence.flat),
        *(_SPELLED.finditer(sentence.flat) if sentence.part == Part.RESULTS else ()),
    ]
    figures = [
        m
        for m in sorted(found, key=lambda one: one.start())
        if not any(start <= m.start() < end for start, end in covered)
    ]
    if sentence.part == Part.METHODS:
        figures = [m for m in figures if _COUNTS.match(sentence.flat, m.end())]
    return [sentence.text[m.start() : m.end()] for m in figures]


def _places(words: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(rf"{re.escape(words)}(?![\w.,]\d|\w)", text)]


def _sizes(sentence: Sentence, context: Context) -> list[tuple[int, int]]:
    """Where the sizes of the arms and their sum are said again."""
    known = {*context.arms.sizes, context.total}
    found = [
        (start - sentence.start, end - sentence.start)
        for start, end in context.arms.places
        if sentence.start <= start < sentence.end
    ]
    for match in re.finditer(
        rf"(?P<k>\d[\d,]*)(?= (?:[a-z-]+ ){{0,3}}?{WHO})|[nN] ?= ?(?P<n>\d[\d,]*)|\bof (?P<o>\d[\d,]*)\b",
        sentence.flat,
    ):
        if whole(match["k"] or match["n"] or match["o"]) in known:
            found.append((match.start(), match.end()))
    return found
