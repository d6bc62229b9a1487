"""Figures: what stands under, beside and behind them, of the shipped study and of changes to it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from shipped import shipped_section, shipped_study

from twoarm.analysis.comparison.compare import Comparison, compare_baseline, compare_section
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.figures.courses import course_plot
from twoarm.present.figures.curve_labels import APART, GAP, LETTER, LINE, Outline, places
from twoarm.present.figures.distributions import distribution_plot
from twoarm.present.figures.event_curves import event_curves
from twoarm.present.figures.forest import forest_plot
from twoarm.present.figures.forest_words import Line, forest_title
from twoarm.present.outputs import Figure
from twoarm.present.patients.balance_plot import love_plot
from twoarm.study.opened import Study

ARROW = re.compile("[←→]")


@pytest.fixture(scope="module")
def study() -> Study:
    return shipped_study()


@pytest.fixture(scope="module")
def follow_up(study) -> Comparison:
    return shipped_section("follow_up")


def with_variables(comparison: Comparison, **changes: dict) -> Comparison:
    """The comparison of a study whose dictionary says something else of the named variables."""
    dictionary = [replace(v, **changes.get(v.name, {})) for v in comparison.study.dictionary]
    return compare_section(replace(comparison.study, dictionary=dictionary), comparison.section)


def texts(figure: Figure) -> list[str]:
    return [" ".join(t.get_text().split()) for axes in figure.drawing.axes for t in axes.texts]


def arrows(figure: Figure) -> list[str]:
    """What the arrows of a forest plot say, from its top to its foot, left before right."""
    found = [t for axes in figure.drawing.axes for t in axes.texts if ARROW.search(t.get_text())]
    return [" ".join(ARROW.sub("", t.get_text()).split()).split("favours ")[1] for t in found]


def real(study: Study) -> Study:
    return replace(study, spec=study.spec.model_copy(update={"data_kind": "real"}))


def sentence(text: str, words: str) -> str:
    (found,) = [part for part in re.split(r"(?<=[.;]) ", text) if words in part]
    return found


# Forest plots


@pytest.mark.parametrize(
    ("height", "angle", "expected"),
    [
        ("higher", "higher", ["PKP", "VBS"]),
        ("lower", "lower", ["VBS", "PKP"]),
        ("higher", "lower", ["PKP", "VBS", "VBS", "PKP"]),
        ("higher", "", ["PKP", "VBS"]),
        ("", "higher", ["PKP", "VBS"]),
        ("", "", []),
    ],
)
def test_each_outcome_stands_beneath_the_arrows_of_its_better_side(height, angle, expected):
    sides = {"vertebral_height": {"better": height}, "cobb_angle": {"better": angle}}
    figure = forest_plot(with_variables(shipped_section("imaging"), **sides))
    assert arrows(figure) == expected
    mixed = (height == "") != (angle == "")
    assert ("neither side is better" in texts(figure)) == mixed
    labels = [t for t in texts(figure) if t.startswith(("Relative", "Local"))]
    assert labels[-1].startswith("Relative") == (height == "" and angle != "")


@pytest.mark.parametrize(
    ("section", "title", "apart"),
    [
        (
            "perioperative",
            "7 of 8 outcomes are open.",
            "Balloon rupture 17 percentage points (95% CI 5 to 34).",
        ),
        (
            "follow_up",
            "2 of 3 outcomes are open.",
            "Return to weight-bearing −11.7 days (95% CI −17.1 to −6.3).",
        ),
        (
            "imaging",
            "Neither outcome is open.",
            "Relative vertebral height 4.3 percentage points (95% CI 1.6 to 6.9); Local Cobb angle −2.2 degrees "
            "(95% CI −3.6 to −0.9).",
        ),
    ],
)
def test_a_title_counts_the_open_outcomes_and_the_alternative_text_names_the_others(section, title, apart):
    figure = forest_plot(shipped_section(section))
    assert figure.title == title
    assert figure.alt == f"Simulated patients. Forest plot. {title} {apart}"


@pytest.mark.parametrize(
    ("apart", "title"),
    [
        ((False,), "The data fit a difference in either direction."),
        ((True,), "The data fit a difference in one direction alone."),
        ((False, False), "Both outcomes are open."),
        ((False, True), "1 of 2 outcomes is open."),
        ((True, True), "Neither outcome is open."),
        ((False, False, False), "All 3 outcomes are open."),
        ((True, True, True), "None of 3 outcomes is open."),
    ],
)
def test_a_title_says_a_count_in_english(apart, title):
    comparison = shipped_section("imaging")
    result = comparison.headline[0]
    variable, null = comparison.study.variable(result.variable), result.null
    lines = [Line(variable, result, null + 1, null + (0.5 if out else -0.5), null + 2) for out in apart]
    assert forest_title({"degrees": lines}) == title


@pytest.mark.parametrize("section", ["perioperative", "follow_up", "imaging"])
def test_the_narrow_drawing_says_what_the_wide_one_says(section):
    figure = forest_plot(shipped_section(section))
    shown = " ".join(re.findall(r">([^<>]+)</text>", figure.narrow))
    for result in shipped_section(section).headline:
        variable = shipped_section(section).study.variable(result.variable)
        assert variable.label in shown and w.estimate_cell(result, variable) in shown


COMPARED = "Differences between VBS and PKP, with 95% intervals. Numbers are in the outcome's own unit."


@pytest.mark.parametrize(
    ("section", "more"),
    [
        ("perioperative", ""),
        (
            "follow_up",
            " Of Return to weight-bearing restricted mean times up to {end} days (horizon from the data) are compared, "
            "not the medians.",
        ),
        ("imaging", ""),
    ],
)
def test_a_caption_explains_what_its_panels_show_and_nothing_else(section, more):
    """What the numbers of an arm are, and which differences are adjusted, is said beneath the table of the section."""
    comparison = shipped_section(section)
    ends = {f"{r.horizon:g}" for r in comparison.headline if r.horizon is not None}
    assert len(ends) == bool(more)
    assert forest_plot(comparison).caption == COMPARED + more.format(end="".join(ends))


def test_a_stated_horizon_is_the_one_of_the_caption(follow_up):
    changed = with_variables(follow_up, weight_bearing_time={"tau": 45.0})
    assert "restricted mean times up to 45 days are compared" in forest_plot(changed).caption
    assert "up to 45 days" in event_curves(changed)[0].alt


def ordinal(study: Study) -> Comparison:
    """The section around the operation with the ruptured balloons as an ordinal outcome alone."""
    comparison = shipped_section("perioperative")
    (result,) = [r for r in comparison.results if r.variable == "cement_leakage" and r.role == "primary"]
    changed = replace(result, scale="probability", analysis="probability_of_superiority")
    return replace(comparison, variables=(study.variable("cement_leakage"),), results=(changed,))


def test_a_probability_is_called_no_difference(study):
    caption = forest_plot(ordinal(study)).caption
    assert caption.startswith("Probability of a higher value with VBS than with PKP")
    assert not re.search("ifference|standard deviations|median|mean", caption)


# Curves of times


def test_the_numbers_under_the_curves_add_to_the_arms(follow_up):
    (figure,) = event_curves(follow_up)
    rows: dict[float, list[int]] = {}
    for text in figure.drawing.texts:
        if text.get_text().isdigit():
            rows.setdefault(text.get_position()[1], []).append(int(text.get_text()))
    counts = np.array([rows[y] for y in sorted(rows, reverse=True)])  # of each arm: at risk, events, censored
    sizes = [follow_up.study.cohort.size(arm.level) for arm in follow_up.study.arms]
    assert [set(counts[i : i + 3].sum(axis=0)) for i in (0, 3)] == [{n} for n in sizes]


@pytest.mark.parametrize(
    ("better", "said"), [("lower", "share who have reached it"), ("higher", "share still free of it")]
)
def test_the_axis_says_whose_share_it_is(follow_up, better, said):
    (figure,) = event_curves(with_variables(follow_up, weight_bearing_time={"better": better}))
    assert figure.drawing.axes[0].get_ylabel() == said


def test_the_alternative_text_of_curves_has_the_difference_with_its_interval(follow_up):
    (figure,) = event_curves(follow_up)
    shown = sentence(figure.alt, "difference in restricted mean time up to")
    assert re.search(r"days \(horizon from the data\), −[\d.]+ days \(95% CI −[\d.]+ to −[\d.]+\)", shown)


def test_an_arm_without_any_time_leaves_the_other_curve(follow_up):
    study = follow_up.study
    patients = study.cohort.patients.copy()
    patients.loc[patients["_arm"] == study.treated.level, "weight_bearing_time"] = np.nan
    emptied = replace(study, cohort=replace(study.cohort, patients=patients))
    (figure,) = event_curves(compare_section(emptied, "follow_up"))
    assert figure.title == "" and "difference" not in figure.alt


def outline(*points: tuple[float, float], band: float = 2.0) -> Outline:
    x, y = np.array(points, dtype=float).T
    return Outline(x, y, y - band, y + band)


@pytest.mark.parametrize(
    ("upper", "lower", "found"),
    [
        ([(0, 40), (100, 40)], [(0, 20), (100, 20)], True),
        ([(0, 40), (100, 40)], [(0, 40 - APART / 2), (100, 40 - APART / 2)], False),  # too near to each other
        ([(0, 59), (100, 59)], [(0, 20), (100, 20)], False),  # no room above the upper one
        ([(0, 40), (5, 40)], [(0, 20), (100, 20)], False),  # it ends before a label is written
        ([(0, 60), (50, 50), (100, 50)], [(0, 60), (50, 20), (100, 20)], True),  # apart only later
    ],
)
def test_labels_stand_beside_their_curves_or_nowhere(upper, lower, found):
    curves = [outline(*upper), outline(*lower)]
    where = places(curves, ["VBS", "PKP"], 112, 62)
    assert (where is not None) == found
    if found:
        (x, y), (below_x, below_y) = where
        half = LETTER * 3 / 2
        across = np.linspace(-half, half, 9)
        assert (curves[0].at(x + across) <= y - LINE / 2 - GAP + 1e-9).all()
        assert (curves[1].at(below_x + across) >= below_y + LINE / 2 + GAP - 1e-9).all()


def test_curves_without_room_for_labels_have_a_legend(follow_up):
    def legend(treated: str):
        arms = follow_up.study.spec.arms
        named = arms.model_copy(update={"treated": arms.treated.model_copy(update={"label": treated})})
        spec = follow_up.study.spec.model_copy(update={"arms": named})
        study = replace(follow_up.study, spec=spec)
        return event_curves(compare_section(study, "follow_up"))[0].drawing.axes[0].get_legend()

    assert legend("VBS") is None
    assert legend("Vertebral body stenting with a very long name indeed, twice") is not None


# Courses, boxes, balance


def test_a_bracket_is_as_long_as_the_minimal_important_difference(follow_up):
    for size in (1.5, 4.0, 30.0):
        figure = course_plot(with_variables(follow_up, vas={"mcid": size}, odi={"mcid": None}))
        pain, disability = figure.drawing.axes
        (bracket,) = [line for line in pain.lines if line.get_color() == d.GREY]
        low, high = pain.get_ylim()
        assert np.ptp(bracket.get_ydata()) == pytest.approx(size)
        assert low <= bracket.get_ydata().min() and bracket.get_ydata().max() <= high
        assert [line for line in disability.lines if line.get_color() == d.GREY] == []
        assert f"important difference {size:g} points" in texts(figure)


def test_an_outcome_without_any_value_has_an_empty_panel(follow_up):
    study = follow_up.study
    emptied = study.cohort.visits.assign(vas=np.nan)
    nobody = replace(study, cohort=replace(study.cohort, visits=emptied))
    figure = course_plot(compare_section(nobody, "follow_up"))
    assert figure.title == "" and "nan" not in figure.svg


def test_without_a_minimal_important_difference_nobody_speaks_of_one():
    figure = course_plot(shipped_section("imaging"))
    assert "important" not in f"{figure.caption} {figure.alt} {texts(figure)}"


def test_a_course_is_told_with_units_and_intervals(follow_up):
    figure = course_plot(follow_up)
    assert figure.caption == (
        "Course over the visits: means with 95% intervals. Visits in their order, not to scale. Bracket: the difference "
        "that is important, from the mean of PKP."
    )
    units = [" ".join(axes.get_ylabel().split()) for axes in figure.drawing.axes]
    assert units == ["Back pain (VAS), points", "Disability (ODI), points"]
    assert figure.title == (
        "On average Back pain (VAS) and Disability (ODI) fell in both arms from the first visit to the last."
    )


def test_the_title_of_boxes_counts_those_that_overlap():
    figure = distribution_plot(shipped_section("perioperative"))
    assert figure.title == "The middle halves of both arms overlap in 5 of 5 outcomes."


def test_the_love_plot_says_what_its_dots_are(study):
    assert "Dot plot of absolute standardised mean differences. " in love_plot(compare_baseline(study)).alt


@pytest.mark.parametrize(
    ("draw", "section"),
    [
        (forest_plot, "imaging"),
        (distribution_plot, "perioperative"),
        (course_plot, "follow_up"),
        (lambda comparison: event_curves(comparison)[0], "follow_up"),
        (love_plot, "baseline"),
    ],
)
def test_only_a_figure_with_a_notice_has_a_foot(study, draw, section):
    simulated = compare_baseline(study) if section == "baseline" else shipped_section(section)
    marked, plain = (draw(c).drawing for c in (simulated, replace(simulated, study=real(study))))
    foot = d.foot(study, width_mm=marked.get_figwidth() / d.MM)
    assert (marked.get_figheight() - plain.get_figheight()) / d.MM == pytest.approx(foot, abs=0.01)
    heights = [[axes.get_position().height * c.get_figheight() for axes in c.axes] for c in (marked, plain)]
    assert heights[0] == pytest.approx(heights[1], abs=0.02)


# Distributions


def test_whiskers_end_at_the_percentiles_of_the_summary_and_not_at_a_patients_value(study):
    comparison = shipped_section("perioperative")
    axes = distribution_plot(comparison).drawing.axes[0]
    arm = study.treated.level
    (summary,) = comparison.summary("operation_time", arm)
    values = study.cohort.values(study.variable("operation_time"), arm)
    ends = {float(y) for line in axes.lines for y in line.get_ydata()}
    assert {*d.six([summary.p5, summary.p95])} <= ends
    assert summary.p95 not in set(values)
    assert values[values <= summary.p95].max() not in ends  # where matplotlib's own rule would end it


def test_a_mean_is_drawn_from_the_row_of_the_courses(study):
    comparison = shipped_section("perioperative")
    moved = replace(
        comparison, courses=tuple(replace(m, mean=m.mean + 1000) if m.mean else m for m in comparison.courses)
    )
    lines = distribution_plot(moved).drawing.axes[0].lines
    assert max(float(y) for line in lines for y in line.get_ydata()) > 1000
