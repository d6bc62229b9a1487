"""The specification curve as it is drawn and told, its table and its sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from twoarm.analysis.comparison.compare import compare_later
from twoarm.analysis.sensitivity.curves import Curve, Curves, Specification, Specified
from twoarm.analysis.sensitivity.reconstructions import reconstruct
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.methods.estimate import Estimate
from twoarm.present import drawing as d
from twoarm.present.sensitivity.curves import ordered, specification_curve
from twoarm.present.sensitivity.panels import specification_panels
from twoarm.present.sensitivity.reconstructions import reconstruction_table
from twoarm.present.sensitivity.specifications import specification_table
from twoarm.present.sensitivity.weighted import discovery_table, e_value_table, weighted_table
from twoarm.present.sensitivity.words import specification_findings
from twoarm.present.values import fill
from twoarm.study.opened import open_study
from twoarm.study.specification import PrimaryOutcome


@pytest.fixture(scope="module")
def study():
    return open_study("data", reconstructions=1)


@pytest.fixture(scope="module")
def curves(study):
    return specify(study)


@pytest.fixture(scope="module")
def figures(curves):
    """Every curve in full, as if it were the one that turns, and all of them as panels."""
    each = {c.primary.variable: specification_curve(alone(curves, c)) for c in curves.drawn}
    return {name: figure for name, figure in each.items() if figure} | {"all": specification_panels(curves)}


def alone(curves: Curves, curve: Curve) -> Curves:
    """The same as if this curve were the only one, and some analysis turned it."""
    again = replace(curve)
    vars(again)["robustness"] = replace(curve.robustness, contrary=max(1, curve.robustness.contrary))
    return replace(curves, curves=(again,))


def made(curves: Curves, **p: float) -> Curves:
    """The curve of one outcome with these P values of its tests; the first is the shipped one."""
    whole = next(c for c in curves.curves if c.primary.variable == "cement_volume")
    estimate = whole.primary.estimate
    rows = tuple(Specified(Specification(t), replace(estimate, p_value=x), "unit") for t, x in p.items())
    primary = replace(whole.primary, estimate=rows[0].estimate)
    return Curves(curves.study, (Curve(whole.study, primary, rows, rows[0].choices),))


def test_the_panels_show_each_conclusion_with_something_to_choose(curves):
    panels = specification_panels(curves)
    assert len(panels.drawing.axes) == len(curves.curves) - 1
    assert panels.title == "2 of 12 conclusions turn with the choice of analysis."
    assert "Procedure completed" not in panels.alt and "Balloon rupture: 29 of 31" in panels.alt
    assert len(panels.alt.split()) < 100 and panels.narrow


def test_the_one_that_most_analyses_turn_is_shown_in_full(curves):
    assert curves.turning.primary.variable == "ruptured_balloons"
    figure = specification_curve(curves)
    assert figure.label == "fig-specifications-ruptured-balloons" and "29 of 31 analyses" in figure.title
    named = curves.study.spec.model_copy(
        update={"primary_outcome": PrimaryOutcome(variable="vertebral_height")}
    )
    of_height = replace(curves, study=replace(curves.study, spec=named))
    assert of_height.turning.primary.variable == "vertebral_height"
    assert specification_curve(made(curves, robust=0.01, pooled=0.02)) is None


def test_many_outcomes_leave_the_last_to_the_table(curves):
    many = replace(curves, curves=curves.drawn * 3)
    assert len(specification_panels(many).drawing.axes) == 24
    assert "12 further outcomes: specifications.csv." in specification_panels(many).caption


def test_columns_are_in_order_of_estimate_then_p(curves):
    for curve in curves.drawn:
        rows = ordered(curve)
        assert len(rows) == len(curve.tested)
        near = [(float(d.six([r.estimate.value])[0]), r.p) for r in rows if r in curve.comparable]
        assert near == sorted(near)
        assert rows[: len(near)] == [r for r in rows if r in curve.comparable]


def test_the_page_width_and_the_letters_are_those_of_the_family(figures):
    for figure in figures.values():
        assert figure.width_mm == d.WIDE.width
        sizes = {t.get_fontsize() for axes in figure.drawing.axes for t in axes.texts}
        assert sizes == {d.WIDE.points}


def test_no_text_leaves_the_picture_or_lies_on_another(figures):
    for name, figure in figures.items():
        canvas = figure.drawing
        renderer = FigureCanvasAgg(canvas).get_renderer()
        texts = [t for axes in canvas.axes for t in axes.texts if t.get_text()]
        texts += [axes.yaxis.label for axes in canvas.axes if axes.yaxis.label.get_text()]
        boxes = [t.get_window_extent(renderer) for t in texts]
        for box in boxes:
            assert box.x0 >= 0, name
            assert box.x1 <= canvas.bbox.x1, name
        for i, one in enumerate(boxes):
            assert not any(one.overlaps(other) for other in boxes[i + 1 :]), name


def test_the_alternative_text_says_what_the_figure_shows(figures):
    alt = figures["ruptured_balloons"].alt.replace("\u00a0", " ")
    for said in ("P below 0.05 in 29 of 31 analyses", "17 percentage points (95% CI 5 to 34; P = 0.017)"):
        assert said in alt


def test_units_that_are_counted_alone_are_explained(figures):
    assert (
        "Unless whole patients are permuted, balloons count as independent"
        in figures["ruptured_balloons"].caption
    )
    assert "whole patients" not in figures["cement_leakage"].caption


def test_a_conclusion_that_hangs_on_one_choice_is_told(curves):
    said = specification_findings(made(curves, robust=0.04, pooled=0.03, ranks=0.06))
    assert "P is below 0.05 in 2 of 3 analyses" in said
    assert "One choice alone turns it: ranks" in said


def test_a_conclusion_that_holds_is_told(curves):
    held = specification_findings(made(curves, robust=0.01, pooled=0.02))
    assert held == "Cement volume keeps P on its side of 0.05 in every analysis."
    above = specification_findings(made(curves, robust=0.4, pooled=0.5))
    assert "not evidence that the arms are equal" in above


def test_what_could_not_be_computed_is_told_before_what_holds(curves):
    """Every weighted analysis has failed: what holds in the rest holds in no weighted one."""
    (one,) = made(curves, robust=0.01, pooled=0.02).curves
    failed = Estimate.none("hospital tells the arms apart", 30, 32)
    rows = (*one.rows, Specified(Specification("robust", weights="overlap"), failed, "unit"))
    said = specification_findings(Curves(curves.study, (replace(one, rows=rows),)))
    first, held = said.split(". ")
    assert first == (
        "No analysis with overlap weights could be computed for Cement volume (hospital tells the arms apart)"
    )
    assert held == "Cement volume keeps P on its side of 0.05 in every analysis that could be computed."


def test_tests_of_two_shares_are_spoken_of_where_shares_are_compared(curves):
    of_means = " ".join(specification_table(made(curves, robust=0.4, pooled=0.5)).notes)
    assert "estimates of the same quantity" in of_means
    assert "two shares" not in of_means
    assert "A test of two shares without an estimate" in " ".join(specification_table(curves).notes)


def test_choices_without_an_analysis_are_joined_by_one_or(curves):
    said = str(specification_findings(curves))
    assert (
        "with robust test of the difference (HC3, sandwich), known covariates or overlap weights could"
        in said
    )


def test_nothing_to_choose_is_told(curves):
    alone = made(curves, robust=0.4)
    assert "more than one way" in specification_findings(alone)
    assert specification_panels(alone) is specification_curve(alone) is None


def test_the_table_has_a_row_for_each_conclusion(curves):
    table = specification_table(curves)
    assert len(table.rows) == len(curves.curves)
    (row,) = (r for r in table.rows if r[0].startswith("Balloon rupture"))
    assert row[1:3] == ["29/31", "Chi-square test with Yates's correction"]
    assert sum(r[2] == "–" for r in table.rows) == len(table.rows) - 2
    assert {len(r) for r in table.rows} == {len(table.head[-1])}


def test_the_rows_of_data_are_those_of_the_curves(curves):
    rows = curves.rows()["specifications"]
    assert len(rows) == sum(len(c.rows) for c in curves.curves)
    assert sum(r["role"] == "primary" for r in rows) == len(curves.curves)
    assert all(r["reason"] for r in rows if r["p_value"] is None)


def test_what_the_sections_left_is_shown_here(study):
    sections = compare_later(study)
    outcomes = sum(len(c.headline) for c in sections)
    assert (
        len(weighted_table(sections).rows) == outcomes + 1
    )  # a time has a restricted mean and a hazard ratio
    apart = [row[0].partition(",")[0] for row in e_value_table(sections).rows]  # of a time there is none
    assert apart == ["Balloon rupture", "Relative vertebral height", "Local Cobb angle"]
    assert fill("{unneeded}", sections) == "Of 9 other outcomes the intervals include no difference anyway."
    rates = {row[0]: row[1:] for row in discovery_table(sections).rows}
    assert rates["Balloon rupture"] == ["0.017", "0.12", "0.12"] and "Cement leakage" not in rates
    assert fill("{rates}", sections) == "After Holm the P of Balloon rupture is no longer below 0.05."
    assert fill("{moved}", sections) == "Weighting changes no conclusion."
    (rupture,) = (row for row in e_value_table(sections).rows if row[0] == "Balloon rupture")
    assert rupture[1] == "∞"


def test_reconstructions_are_shown_and_handed_over(study):
    unstated = replace(study, plan=study.plan.split("\nstatements:")[0])
    found = reconstruct(unstated)
    assert len(reconstruction_table(found).rows) == len(found.shipped) == len(found.rows()["reconstructions"])
    assert "0.05" in fill("{reconstructions}", found) and fill("{cohorts}", found) == "1"
    assert reconstruction_table(reconstruct(study)) is None  # its plan prescribes every result
    assert reconstruction_table(None) is None
