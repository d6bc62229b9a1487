"""Sixty rows of labels of eighty characters: no two texts of a figure overlap, and its type keeps its size in print."""

from __future__ import annotations

import warnings
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from matplotlib.text import Text
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_baseline, compare_section
from twoarm.present import drawing as d
from twoarm.present.figures.distributions import distribution_plot, distribution_plots
from twoarm.present.figures.forest import forest_plot, forest_plots
from twoarm.present.lettering import FIGURE_ROWS, TALLEST_MM
from twoarm.present.outputs import Figure
from twoarm.present.patients.balance_plot import love_plots
from twoarm.present.sections.compared import outcomes_compared
from twoarm.study.labels import label_problem
from twoarm.study.opened import read_study

ROWS = 60
WORDS = "Wideswept Wandering Measurement of the Maximum Walking Distance in the Morning"
SMALLEST = 6.0  # points, in print
PAGE = 243.0  # millimetres of an A4 page between its margins


def label(number: int) -> str:
    """Eighty characters; every seventh is one long word."""
    text = f"{number} {WORDS}"[:80] if number % 7 else f"{number}{'W' * 80}"[:80]
    return text.ljust(80, "m").replace(" ", "_")


def study(folder: Path, rows: int, named=label) -> Path:
    head = "name label role section kind better unit levels"
    described = [f"o{n} {named(n)} outcome perioperative {KINDS[n % 3]}" for n in range(rows)]
    described += [f"c{n} {named(n)} covariate baseline continuous . years ." for n in range(rows)]
    columns = [f"o{n}" for n in range(rows)] + [f"c{n}" for n in range(rows)]
    draw = Random(rows)
    tops = [1 if k < rows and k % 3 == 2 else 16 for k in range(2 * rows)]
    cells = [[str(draw.randint(0, top)) for top in tops] for _ in range(24)]
    people = "\n".join(f"{'AB'[i % 2]} {' '.join(row)}" for i, row in enumerate(cells))
    return write_study(folder, "\n".join([head, *described]), f"arm {' '.join(columns)}\n{people}")


KINDS = ("continuous higher mL/min/1.73m² .", "continuous lower points .", "binary lower . 0=no|1=yes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return study(tmp_path_factory.mktemp("long") / "s", ROWS)


@pytest.fixture(scope="module")
def section(folder) -> Comparison:
    return compare_section(read_study(folder), "perioperative", thorough=False)


@pytest.fixture(scope="module")
def baseline(folder) -> Comparison:
    return compare_baseline(read_study(folder))


def shown_texts(figure: Figure) -> list[Text]:
    with d.style():
        figure.drawing.canvas.draw()
    found = [t for axes in figure.drawing.axes for t in axes.findobj(Text)] + figure.drawing.texts
    return [t for t in dict.fromkeys(found) if t.get_visible() and t.get_text().strip()]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of which some ink lies in the same place: more than a hair of a point in both directions."""
    boxes = [(t.get_text(), t.get_window_extent()) for t in shown_texts(figure)]
    pairs = []
    for (one, a), (other, b) in combinations(boxes, 2):
        across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > 0.5 and down > 0.5:
            pairs.append((one, other))
    return pairs


def outside(figure: Figure) -> list[str]:
    width, height = figure.drawing.bbox.width, figure.drawing.bbox.height
    boxes = [(t.get_text(), t.get_window_extent()) for t in shown_texts(figure)]
    return [text for text, b in boxes if b.x0 < -1 or b.x1 > width + 1 or b.y0 < -1 or b.y1 > height + 1]


def all_figures(section: Comparison, baseline: Comparison) -> list[Figure]:
    return [*forest_plots(section), *love_plots(baseline)]


def test_the_labels_are_as_long_as_a_label_may_be():
    labels = [label(n).replace("_", " ") for n in range(ROWS)]
    assert {len(one) for one in labels} == {80} and not any(map(label_problem, labels))


def test_no_two_texts_overlap_and_none_leaves_the_figure(section, baseline):
    for figure in all_figures(section, baseline):
        assert overlapping(figure) == [], figure.label
        assert outside(figure) == [], figure.label


def test_the_type_is_large_enough_in_print(section, baseline):
    """A figure that is taller than the page is made smaller until it fits, and its type with it."""
    for figure in all_figures(section, baseline):
        tall = figure.drawing.get_figheight() / d.MM
        smaller = min(1.0, (PAGE - 30) / tall)  # the caption stands on the same page
        assert min(t.get_fontsize() for t in shown_texts(figure)) * smaller >= SMALLEST, figure.label


def test_the_parts_hold_every_row_once_and_say_which_they_are(section, baseline):
    for figures, rows in ((forest_plots(section), ROWS), (love_plots(baseline), ROWS)):
        assert len(figures) > 1
        assert len({figure.label for figure in figures}) == len(figures)
        said = [figure.caption.rsplit(". ", 1)[-1] for figure in figures]
        assert said == [f"Part {n} of {len(figures)}." for n in range(1, len(figures) + 1)]
        assert all(figure.drawing.get_figheight() / d.MM <= TALLEST_MM for figure in figures)
        texts = ["".join(t.get_text().split()) for f in figures for t in shown_texts(f)]
        named = [n for n in range(rows) for t in texts if t.startswith(label(n).replace("_", ""))]
        assert named == list(range(rows))


def test_a_panel_has_one_axis_in_all_its_parts(section, baseline):
    for figures in (forest_plots(section), love_plots(baseline)):
        reaches: dict[str, set] = {}
        for axes in (axes for figure in figures for axes in figure.drawing.axes):
            reaches.setdefault(axes.get_xlabel(), set()).add(axes.get_xlim())
        assert {len(ends) for ends in reaches.values()} == {1}


def test_the_spread_of_values_has_panels_of_their_size_on_every_page(section):
    """A panel whose name is wider than it made the drawing warn, and a page with a warning is not built."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figures = distribution_plots(section)
    assert [figure.caption.rsplit(". ", 1)[-1] for figure in figures] == [
        f"Part {n} of 4." for n in range(1, 5)
    ]
    assert sum(len(figure.drawing.axes) for figure in figures) == 40
    for figure in figures:
        assert figure.drawing.get_figheight() / d.MM <= TALLEST_MM
        assert overlapping(figure) == []


def test_few_panels_are_one_figure(tmp_path):
    few = compare_section(
        read_study(study(tmp_path / "s", 6, lambda n: f"Outcome_{n}")), "perioperative", thorough=False
    )
    (figure,) = distribution_plots(few)
    assert figure.svg == distribution_plot(few).svg and "Part" not in figure.caption


def test_the_outcomes_compared_show_every_part(section):
    figures = [one for one in outcomes_compared(section) if isinstance(one, Figure)]
    assert [figure.label for figure in figures] == [figure.label for figure in forest_plots(section)]


def test_short_labels_are_divided_by_their_number_and_few_are_not(tmp_path):
    many = compare_section(
        read_study(study(tmp_path / "many", 40, lambda n: f"Outcome_{n}")), "perioperative", thorough=False
    )
    assert len(forest_plots(many)) == 2
    few = compare_section(
        read_study(study(tmp_path / "few", 6, lambda n: f"Outcome_{n}")), "perioperative", thorough=False
    )
    (figure,) = forest_plots(few)
    assert figure.svg == forest_plot(few).svg and "Part" not in figure.caption
    assert FIGURE_ROWS < 40
