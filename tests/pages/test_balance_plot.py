"""Balance before and after weighting, drawn and told."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.comparison.compare import Comparison, compare_baseline
from twoarm.analysis.comparison.weighted_balance import covariate_weights, effective_results, weighted_results
from twoarm.methods.estimate import Estimate
from twoarm.present import drawing as d
from twoarm.present.outputs import Figure
from twoarm.present.patients.balance import balance_sentence, unadjusted, weighting_sentence
from twoarm.present.patients.balance_plot import love_plot
from twoarm.study.opened import open_study


@pytest.fixture(scope="module")
def plain() -> Comparison:
    """Before treatment, without what weighting adds."""
    comparison = compare_baseline(open_study(str(ROOT / "data")))
    return replace(comparison, results=tuple(r for r in comparison.results if r.analysis == "smd"))


@pytest.fixture(scope="module")
def weighted(plain) -> Comparison:
    weights = covariate_weights(plain.study)
    more = weighted_results(plain.study, list(plain.results), weights) + effective_results(
        plain.study, weights
    )
    return replace(plain, results=(*plain.results, *more))


def with_values(comparison: Comparison, **values: float) -> Comparison:
    """The comparison with these weighted differences."""

    def changed(r):
        named = r.analysis == "smd_weighted" and r.variable in values
        return replace(r, estimate=Estimate(values[r.variable])) if named else r

    return replace(comparison, results=tuple(map(changed, comparison.results)))


def filled(figure: Figure, face: str) -> list[float]:
    (line,) = [
        x for x in figure.drawing.axes[0].lines if x.get_marker() == "o" and x.get_markerfacecolor() == face
    ]
    return list(line.get_xdata())


def texts(figure: Figure) -> list[str]:
    return [t.get_text().strip() for t in figure.drawing.axes[0].texts]


# The plot


def test_filled_marks_are_before_and_open_ones_after(weighted):
    figure, rows = love_plot(weighted), weighted.balance.before
    assert filled(figure, d.INK) == pytest.approx([abs(one.smd) for one in rows], rel=1e-5)
    assert filled(figure, d.PAPER) == pytest.approx([abs(one.smd_weighted) for one in rows], rel=1e-5)
    assert {"before", "after overlap weighting"} <= set(texts(figure))
    assert figure.caption == (
        "Filled marks: as they were; open marks: after overlap weighting; dashed line: the limit of imbalance."
    )
    assert figure.narrow.count("after overlap weighting") == 1


def test_without_weights_nothing_speaks_of_them(plain):
    figure = love_plot(plain)
    assert texts(figure) == ["0.1"]
    assert "weighting" not in f"{figure.caption}{figure.alt}"
    assert len(filled(figure, d.INK)) == len(plain.balance.before)


def test_a_characteristic_without_a_weighted_difference_has_its_first_mark(weighted):
    lost = tuple(r for r in weighted.results if (r.analysis, r.variable) != ("smd_weighted", "level"))
    figure = love_plot(replace(weighted, results=lost))
    assert "Farthest: Fractured level 0.27." in figure.alt
    assert "after overlap weighting" in texts(figure)


@pytest.mark.parametrize("after", [0.0, 0.1, 0.24, 0.269, 0.28, 0.3, 0.6, 2.0])
def test_the_names_of_the_marks_stand_in_the_drawing_and_apart(weighted, after):
    figure = love_plot(with_values(weighted, level=after))
    with d.style():
        figure.drawing.canvas.draw()
    axes = figure.drawing.axes[0]
    found = {t.get_text().strip(): t for t in axes.texts}
    before, weighting = (found[k].get_window_extent() for k in ("before", "after overlap weighting"))
    inside = figure.drawing.bbox
    assert all(inside.x0 <= e.x0 and e.x1 <= inside.x1 and e.y1 <= inside.y1 for e in (before, weighting))
    top = len(weighted.balance.before) - 1
    marks = [axes.transData.transform((x, top)) for x in (filled(figure, d.INK)[0], after)]
    assert not any(before.x0 < x < before.x1 for x, _ in marks)
    assert weighting.y0 > marks[0][1] and not before.overlaps(weighting)


# The sentences


def test_sentences_about_the_arms_as_they_were_count_no_weighted_difference(plain, weighted):
    assert balance_sentence(weighted) == balance_sentence(plain)
    assert unadjusted(weighted) == unadjusted(plain)
    assert unadjusted(plain).endswith(
        "except where an outcome is adjusted for its own value before treatment."
    )
    names = [[one.variable for one in c.balance.far] for c in (plain, weighted)]
    assert names[0] == names[1] != [one.variable for one in weighted.balance.far_weighted]


def test_the_largest_remaining_difference_and_the_effective_sizes_are_said(weighted):
    said = weighting_sentence(with_values(weighted, odi=-0.2345, age=0.3456))
    assert "that remains is 0.35 (Age)." in said
    assert (
        "After weighting 2 still lie at least 0.1 standard deviations apart: Age (0.35); Disability" in said
    )
    sizes = [r.estimate.value for r in weighted.results if r.analysis == "effective_sample_size"]
    shown = re.search(
        r"30 patients with VBS then say as much as ([\d.]+) .* 32 with PKP as much as ([\d.]+)\.", said
    )
    assert [float(x) for x in shown.groups()] == pytest.approx(sizes, abs=0.05)
    assert 25 < sizes[0] < 30 and 25 < sizes[1] < 32


def test_a_difference_that_remains_alone_is_said_once(weighted):
    said = weighting_sentence(with_values(weighted, odi=-0.2345))
    assert "that remains is 0.23 (Disability (ODI), before surgery). 30 patients" in said


def test_arms_that_are_alike_after_weighting_name_no_characteristic(weighted):
    names = {r.variable: 1e-12 for r in weighted.results}
    said = weighting_sentence(with_values(weighted, **names))
    assert "that remains is 0.00. 30 patients" in said


def test_without_weights_there_is_no_sentence(plain):
    assert weighting_sentence(plain) == ""
