"""Icon arrays: of a hundred patients, how many had an event in either arm, with the interval of the difference."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure as Canvas

from twoarm.analysis.frequencies.of_a_hundred import Frequencies, Frequency
from twoarm.analysis.frequencies.whole_patients import HUNDRED
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.consent.leaf import Leaf, lines_of, persons_height
from twoarm.present.consent.words import as_counted, groups_formed, of_a_hundred
from twoarm.present.lettering import has_every_letter
from twoarm.present.outputs import Figure
from twoarm.tables.patients import FREQUENCIES

PRINTED, OWN = "fig-of-a-hundred", "fig-of-a-hundred-here"
EVENTS_DRAWN = 3  # events that are drawn; frequencies.csv has all
# Millimetres: of an arm, between the arms, between events, before a label.
_WIDTH, _GAP, _APART, _MARK = 37.0, 8.0, 7.0, 4.5
RIM = 1.0


def icon_arrays(frequencies: Sequence[Frequencies]) -> list[Figure]:
    """The arrays of an abstract, then those of a cohort; none of simulated patients.

    Parameters
    ----------
    frequencies : as `natural_frequencies` gives them.
    """
    shown = [found for found in frequencies if found.published or not found.study.notice]
    drawn = [
        (found, [one for one in found.each if has_every_letter(one.event)][:EVENTS_DRAWN]) for found in shown
    ]
    return [_figure(found, events) for found, events in drawn if events]


def _figure(found: Frequencies, events: list[Frequency]) -> Figure:
    wide, narrow = (_drawn(found, events, sheet) for sheet in (d.WIDE, d.NARROW))
    alt = " ".join(f"{w.capital(one.event)}: {of_a_hundred(one)}" for one in events)
    label = PRINTED if found.published else OWN
    caption = groups_formed(found.study)
    return d.finish(
        wide,
        found.study,
        label,
        caption,
        alt,
        found,
        published=found.published,
        narrow=narrow,
        data=(FREQUENCIES.name,),
    )


def _drawn(found: Frequencies, events: list[Frequency], sheet: d.Sheet) -> Canvas:
    """Wide with the words beside the arrays, narrow with the event above and the rest beneath them."""
    draw = _beneath if sheet is d.NARROW else _beside
    with d.style(sheet):
        leaf, top = Leaf.of(found.study, sheet), RIM
        for one in events:
            top = draw(leaf, one, top) + _APART
        return leaf.ended(top - _APART + RIM)


def _beside(leaf: Leaf, one: Frequency, top: float) -> float:
    left = 2 * (_WIDTH + _GAP)
    event, said = _lines(leaf, one, leaf.sheet.width - left - RIM)
    words = _said(leaf, said, left, leaf.write(left, top, event, weight="bold"))
    return max(words, both_arms(leaf, one, (RIM, top), _WIDTH, _GAP))


def _beneath(leaf: Leaf, one: Frequency, top: float) -> float:
    event, said = _lines(leaf, one, leaf.sheet.width - 2 * RIM)
    top = leaf.write(RIM, top, event, weight="bold") + leaf.sheet.line / 2
    return _said(leaf, said, RIM, both_arms(leaf, one, (RIM, top), _WIDTH, _GAP))


def _lines(leaf: Leaf, one: Frequency, room: float) -> tuple[list[str], list[list[str]]]:
    """The name of the event, and what is said of it."""
    points = leaf.sheet.points
    said = [lines_of(text, room, points) for text in (of_a_hundred(one), as_counted(one))]
    return lines_of(w.capital(one.event), room, points, bold=True), said


def _said(leaf: Leaf, said: list[list[str]], left: float, top: float) -> float:
    half = leaf.sheet.line / 2
    for lines, colour in zip(said, (d.INK, d.GREY), strict=True):
        top = leaf.write(left, top + half, lines, color=colour)
    return top


def both_arms(leaf: Leaf, one: Frequency, corner: tuple[float, float], width: float, gap: float) -> float:
    """The arrays of both arms side by side, each beneath its label and its count; where they end."""
    left, top = corner
    heads = [lines_of(label, width - _MARK, leaf.sheet.points, bold=True) for label in one.labels]
    counts = one.treated, one.control
    under = top + (max(map(len, heads)) + 1) * leaf.sheet.line + 1
    for arm, (head, count) in enumerate(zip(heads, counts, strict=True)):
        x = left + arm * (width + gap)
        leaf.marker(x + _MARK / 4, top, arm)
        leaf.write(x + _MARK, top, [*head, f"{count} of {HUNDRED}"], weight="bold")
        leaf.persons(x, under, width, count, arm)
    return under + persons_height(width)
