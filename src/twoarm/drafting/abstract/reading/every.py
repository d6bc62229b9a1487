"""All that a sentence has in numbers, each read once."""

from __future__ import annotations

from twoarm.drafting.abstract.reading.counts import counts, shares
from twoarm.drafting.abstract.reading.intervals import intervals, lone_measures
from twoarm.drafting.abstract.reading.measured import bare_means, lone_values, means, medians, ranged_means
from twoarm.drafting.abstract.reading.mentions import Kind, Mention, masked
from twoarm.drafting.abstract.reading.p_values import is_level, p_values
from twoarm.drafting.abstract.reading.sentences import Part, Sentence


def mentions_of(sentence: Sentence, whole_text: str) -> list[Mention]:
    """Every mention of a sentence in order; what an earlier rule has read, a later one does not see."""
    text = sentence.flat
    found: list[Mention] = [] if is_level(text) else list(p_values(text, sentence.text))
    for read in (intervals, lambda left: means(left, whole_text), medians, ranged_means, counts):
        found += _apart(list(read(masked(text, found))), found)
    named = any(mention.kind == Kind.MEAN for mention in found)
    found += _apart(list(bare_means(masked(text, found), whole_text, named)), found)
    found += _apart(list(lone_measures(masked(text, found))), found)
    if sentence.part == Part.RESULTS:
        found += _apart(list(lone_values(masked(text, found))), found)
    found += _apart(list(shares(masked(text, found))), found)
    return sorted(found, key=lambda mention: mention.start)


def _apart(new: list[Mention], old: list[Mention]) -> list[Mention]:
    """Those that share no character with one that was read before, nor with one another."""
    kept: list[Mention] = []
    for mention in new:
        if not any(mention.start < m.end and m.start < mention.end for m in (*old, *kept)):
            kept.append(mention)
    return kept
