"""The plot of equivalence shows its intervals against the margins that the dictionary states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.methods.estimate import Estimate
from twoarm.present import drawing as d
from twoarm.present.figures.equivalence import REACH, THICK, THIN, equivalence_plot
from twoarm.present.outputs import Figure
from twoarm.study.opened import Study, open_study

ARROW = "An arrow ends a line"


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(str(ROOT / "data"))


def narrowed(study: Study, *outcomes: str) -> Study:
    """The study with few outcomes, which is quick to compare."""
    dictionary = [v for v in study.dictionary if v.role != "outcome" or v.name in outcomes]
    return replace(study, dictionary=dictionary, spec=study.spec.model_copy(update={"families": {}}))


@pytest.fixture(scope="module")
def perioperative(study) -> Comparison:
    compared = compare_section(narrowed(study, "operation_time", "cement_leakage"), "perioperative")
    for name in ("operation_time", "cement_leakage"):
        compared = labelled(compared, name, margin_source="the protocol")
    return compared


def given(comparison: Comparison, name: str, analysis: str, estimate: Estimate) -> Comparison:
    old = comparison.result(name, "", analysis)
    new = replace(old, estimate=estimate, p_adjusted=None)
    return replace(comparison, results=tuple(new if r is old else r for r in comparison.results))


def labelled(comparison: Comparison, name: str, **cells) -> Comparison:
    variables = tuple(replace(v, **cells) if v.name == name else v for v in comparison.variables)
    dictionary = tuple(replace(v, **cells) if v.name == name else v for v in comparison.study.dictionary)
    return replace(comparison, variables=variables, study=replace(comparison.study, dictionary=dictionary))


def bars(figure: Figure, width: float) -> list[tuple[float, float]]:
    """The horizontal lines of a width, from the top: where they begin and end."""
    (axes,) = figure.drawing.axes
    found = [line for line in axes.lines if line.get_lw() == width and len(set(line.get_ydata())) == 1]
    found = [line for line in found if len(line.get_xdata()) == 2]
    return [tuple(line.get_xdata()) for line in sorted(found, key=lambda line: -line.get_ydata()[0])]


def texts(figure: Figure) -> list[str]:
    return [" ".join(t.get_text().split()) for t in figure.drawing.axes[0].texts]


def test_the_bars_are_the_intervals_in_margins(perioperative):
    thick, thin = (bars(equivalence_plot(perioperative), width) for width in (THICK, THIN))
    for i, (name, analysis, margin) in enumerate(
        [("operation_time", "equivalence", 10.0), ("cement_leakage", "equivalence_of_risks", 0.1)]
    ):
        test, primary = (perioperative.result(name, "", a).estimate for a in (analysis, None))
        assert thick[i] == pytest.approx((test.low / margin, test.high / margin), rel=1e-5)
        assert thin[i] == pytest.approx((primary.low / margin, primary.high / margin), rel=1e-5)
        assert thin[i][0] < thick[i][0] < thick[i][1] < thin[i][1]


def test_each_row_says_its_margin_its_estimate_and_its_verdict(perioperative):
    said = texts(equivalence_plot(perioperative))
    assert "margin ±10 min, the protocol" in said
    assert "margin ±10 percentage points, the protocol" in said
    (time,) = [t for t in said if " min 90% CI " in t]
    (leak,) = [t for t in said if " percentage points 90% CI " in t]
    assert time.endswith(" wholly within the margin") and not time.endswith("not wholly within the margin")
    assert leak.endswith(" not wholly within the margin")


def test_of_an_assumed_margin_there_is_no_verdict(perioperative):
    assumed = labelled(perioperative, "operation_time", margin_source="")
    figure = equivalence_plot(assumed)
    (time,) = [t for t in texts(figure) if " min 90% CI " in t]
    assert time.endswith(" the margin is assumed")
    assert "From a margin that is assumed nothing is concluded." in figure.caption
    assert "is shown where" in figure.caption  # of the other outcome
    alone = labelled(assumed, "cement_leakage", margin_source="assumed")
    assert "is shown where" not in equivalence_plot(alone).caption


def test_a_source_stands_in_the_place_of_assumed(study):
    figure = equivalence_plot(compare_section(study, "follow_up"))
    assert figure.label == "fig-follow-up-equivalence"
    assert "margin ±1.5 points, Ostelo et al. 2008 within patients; assumed between arms" in texts(figure)
    assert ", assumed)" not in figure.alt


def test_the_caption_explains_both_lines_by_their_levels(perioperative):
    caption = equivalence_plot(perioperative).caption
    assert "Thick line: 90% interval" in caption and "thin line: 95% interval" in caption
    assert ARROW not in caption
    stricter = narrowed(open_study(str(ROOT / "data"), alpha=0.01), "operation_time")
    other = equivalence_plot(compare_section(stricter, "perioperative"))
    assert "Thick line: 98% interval" in other.caption and "significance level of 0.01" in other.caption
    shown = " ".join(texts(other))
    assert "98% CI" in shown and "90% CI" not in shown


def test_the_alternative_text_has_the_verdict_of_every_row(perioperative):
    alt = equivalence_plot(perioperative).alt
    assert alt.startswith("Simulated patients. ") and len(alt.split()) <= 40
    assert "Operation time: wholly within the margin; Cement leakage: not wholly within the margin." in alt


def test_a_section_without_a_margin_has_no_plot(study, perioperative):
    assert equivalence_plot(compare_section(narrowed(study, "hospital_stay"), "perioperative")) is None
    none = Estimate.none("an arm has no value", 0, 32)
    emptied = given(perioperative, "operation_time", "equivalence", none)
    assert equivalence_plot(given(emptied, "cement_leakage", "equivalence_of_risks", none)) is None


def test_what_cannot_be_drawn_is_named(perioperative):
    none = Estimate.none("an arm has no value", 0, 32)
    figure = equivalence_plot(given(perioperative, "operation_time", "equivalence", none))
    assert "Not estimable and so not drawn: Operation time." in figure.caption
    assert len(bars(figure, THICK)) == 1
    assert not any(t.startswith("Operation time") for t in texts(figure))


def test_an_interval_that_leaves_the_axis_ends_in_an_arrow(perioperative):
    far = Estimate(2000.0, -5.0, 9000.0, 0.9, 1.0, 30, 32)
    figure = equivalence_plot(given(perioperative, "operation_time", "equivalence", far))
    (axes,) = figure.drawing.axes
    assert axes.get_xlim() == (-REACH, REACH)
    assert bars(figure, THICK)[0] == (-0.5, REACH)
    arrows = [line for line in axes.lines if line.get_marker() in ("<", ">")]
    assert [(line.get_marker(), line.get_xdata()[0]) for line in arrows] == [(">", REACH)]
    assert ARROW in figure.caption
    assert any("9000.0" in shown for shown in texts(figure))


def test_long_words_stay_in_their_columns(perioperative):
    """Names, margins and estimates touch neither each other nor the axes nor the edge of the figure."""
    long = "Time from the first incision to the last stitch as the anaesthetist wrote it down"
    source = "agreed among seven surgeons of two hospitals before anyone had seen a result"
    wide = Estimate(-23456.7, -34567.8, -12345.6, 0.9, 1.0, 30, 32)
    changed = labelled(
        perioperative, "operation_time", label=long, margin_source=source, unit="percent of all"
    )
    figure = equivalence_plot(given(changed, "operation_time", "equivalence", wide))
    canvas, (axes,) = figure.drawing, figure.drawing.axes
    canvas.draw_without_rendering()
    inside, whole = axes.get_window_extent(), canvas.bbox
    boxes = [t.get_window_extent() for t in axes.texts if t.get_text() != "within the margin"]
    for i, box in enumerate(boxes):
        assert whole.x0 <= box.x0 and box.x1 <= whole.x1 and box.y1 <= whole.y1
        assert box.x1 < inside.x0 or box.x0 > inside.x1
        for other in boxes[i + 1 :]:
            assert box.x1 < other.x0 or other.x1 < box.x0 or box.y1 < other.y0 + 2 or other.y1 < box.y0 + 2


def test_without_a_notice_there_is_no_foot(perioperative):
    real = replace(
        perioperative.study, spec=perioperative.study.spec.model_copy(update={"data_kind": "real"})
    )
    marked, plain = (equivalence_plot(c).drawing for c in (perioperative, replace(perioperative, study=real)))
    assert (marked.get_figheight() - plain.get_figheight()) / d.MM == pytest.approx(
        d.foot(perioperative.study)
    )
