"""A study on one page: its question, who was compared, what was found in the foremost questions, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matplotlib.figure import Figure as Canvas

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.frequencies.of_a_hundred import Frequencies
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.consent.icon_arrays import RIM, both_arms
from twoarm.present.consent.leaf import Leaf, lines_of
from twoarm.present.consent.panels import QuestionPanel, cohort_panels, published_panels
from twoarm.present.consent.visual_words import PageWords, of_abstract, of_own_patients
from twoarm.present.handover import VISUAL_ABSTRACT
from twoarm.present.lettering import has_every_letter
from twoarm.present.outputs import Figure
from twoarm.study.opened import Study

_TITLE, _LARGE = 14.0, 12.0  # points
_GUTTER, _AIR, _MARK = 7.0, 3.0, 4.5  # millimetres: between panels, between parts, before an arm
_ARRAYS_GAP = 4.0


def visual_abstract(
    claims: Audit | None, sections: Sequence[Comparison], frequencies: Sequence[Frequencies]
) -> Figure | None:
    """The page: of a cohort where one is given, else of the printed claims.

    Parameters
    ----------
    claims : as `audit_study` gives them. sections : as `compare_all` does, of patients who are real.
    frequencies : as `natural_frequencies` does.

    Returns
    -------
    Figure or None
        None of simulated patients alone, where there is no question, and where a text has letters that the font lacks.
    """
    if sections and not sections[0].study.notice:
        study = sections[0].study
        return _figure(study, of_own_patients(study), cohort_panels(sections, frequencies), None)
    if claims is not None and claims.study is not None:
        words = of_abstract(claims, claims.study)
        return _figure(claims.study, words, published_panels(claims, frequencies), claims)
    return None


def _figure(
    study: Study, words: PageWords, panels: list[QuestionPanel], claims: Audit | None
) -> Figure | None:
    said = [*words.texts, *(text for panel in panels for text in panel.texts if text)]
    if not panels or not all(map(has_every_letter, said)):
        return None
    with d.style():
        drawn = _drawn(study, words, panels)
    alt = " ".join(map(w.ended, said))
    return d.finish(
        drawn, study, VISUAL_ABSTRACT, "Visual abstract.", alt, claims, published=claims is not None
    )


def _drawn(study: Study, words: PageWords, panels: list[QuestionPanel]) -> Canvas:
    leaf = Leaf.of(study, d.WIDE)
    room, points = d.WIDE.width - 2 * RIM, d.WIDE.points
    top = leaf.write(RIM, RIM, lines_of(words.asks, room, _TITLE, bold=True), _TITLE, weight="bold")
    top = leaf.write(RIM, top + _AIR / 2, lines_of(words.who, room, points))
    for arm, named in enumerate(words.arms):
        leaf.marker(RIM + _MARK / 4, top, arm)
        top = leaf.write(RIM + _MARK, top, lines_of(named, room - _MARK, points, bold=True), weight="bold")
    for text in words.concluded:
        top = leaf.write(RIM, top + _AIR / 2, lines_of(text, room, points))
    leaf.rule(top + _AIR)
    top = _side_by_side(leaf, panels, top + 2 * _AIR) + _AIR
    leaf.rule(top)
    for text in words.beneath:
        top = leaf.write(RIM, top + _AIR / 2, lines_of(text, room, points))
    return leaf.ended(top + RIM)


def _side_by_side(leaf: Leaf, panels: list[QuestionPanel], top: float) -> float:
    """The panels in columns, each part of all of them at one height."""
    width = (d.WIDE.width - 2 * RIM - _GUTTER * (len(panels) - 1)) / len(panels)
    for part in (_verdict, _asks, _large, _text, _icons):
        places = [RIM + i * (width + _GUTTER) for i in range(len(panels))]
        ends = [part(leaf, panel, (x, top), width) for panel, x in zip(panels, places, strict=True)]
        top = max(ends) + _AIR / 2 * (max(ends) > top)
    return top


def _line(of: Callable[[QuestionPanel], str], points: float, *, bold: bool = False):
    """What writes one text of a panel in its column."""

    def write(leaf: Leaf, panel: QuestionPanel, corner: tuple[float, float], width: float) -> float:
        weight = "bold" if bold else "normal"
        return leaf.write(*corner, lines_of(of(panel), width, points, bold=bold), points, weight=weight)

    return write


_verdict = _line(lambda panel: panel.verdict, d.WIDE.points)
_asks = _line(lambda panel: panel.asks, d.WIDE.points, bold=True)
_large = _line(lambda panel: panel.large, _LARGE, bold=True)
_text = _line(lambda panel: panel.text, d.WIDE.points)


def _icons(leaf: Leaf, panel: QuestionPanel, corner: tuple[float, float], width: float) -> float:
    if panel.icons is None:
        return corner[1]
    return both_arms(leaf, panel.icons, corner, min((width - _ARRAYS_GAP) / 2, 30.0), _ARRAYS_GAP)
