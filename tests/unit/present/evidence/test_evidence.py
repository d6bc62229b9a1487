"""The abstract beside cited estimates: what the figure draws, what its words say, what the tables hold."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.claims.allowed import Allowed
from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.claims.context import Beside, in_context
from twoarm.present.chapters.published import cited_sources, context_findings
from twoarm.present.drawing import PUBLISHED
from twoarm.present.evidence.plot import context_plot
from twoarm.present.evidence.tables import evidence_table
from twoarm.present.evidence.words import MEASURE_WORDS, allowed_text, common, compared, inside
from twoarm.study.opened import open_study
from twoarm.study.published.evidence import MEASURES, Published

DATA = ROOT / "data"
INF = math.inf


@pytest.fixture(scope="module")
def shipped():
    study = open_study(str(DATA))
    return in_context(study, audit_study(study))


@pytest.fixture(scope="module")
def without_evidence(tmp_path_factory):
    folder = shutil.copytree(DATA, tmp_path_factory.mktemp("plain") / "data")
    for name in ("evidence.csv", "claims.yml"):
        (folder / name).unlink()
    return open_study(str(folder))


def cited(outcome: str, estimate: str, low: str = "", high: str = "", measure: str = "SMD") -> Published:
    return Published("Doe and others", outcome, measure, estimate, low, high, "", "A reference")


def beside(row: Published, *spans: tuple[float, float], value: float | None = None, claim=None) -> Beside:
    return Beside(row, claim, Allowed(spans, value, 0.05, (30, 32)) if spans else None)


def context_of(shipped, *contrasts: Beside):
    return replace(shipped, published=tuple(c.published for c in contrasts), contrasts=contrasts)


def test_every_measure_has_words():
    assert set(MEASURE_WORDS) == set(MEASURES)


@pytest.mark.parametrize(
    ("spans", "value", "text"),
    [
        ([(-0.50834, 0.50834)], None, "between −0.508 and 0.508"),
        ([(-INF, -0.50834)], None, "below −0.508"),
        ([(0.50834, INF)], None, "above 0.508"),
        ([(-INF, -0.5), (0.5, INF)], None, "below −0.500 or above 0.500"),
        ([(0.069, 1.406)], 0.344, "0.34 (0.07 to 1.41)"),
        ([(1.001, INF)], INF, "∞ (1.001 to ∞)"),
    ],
)
def test_what_a_claim_allows_in_words(spans, value, text):
    assert allowed_text(Allowed(tuple(spans), value, 0.05, (30, 32))) == text


def test_the_shipped_sentences(shipped):
    assert context_findings(shipped).markdown == (
        "6 comparisons of the arms by other authors are cited; the abstract speaks of 5 of them, nothing of blood loss. "
        "Abstract and cited interval can be true together for all 5. The cited estimate itself fits it for VAS, ODI, Cobb "
        "angle and cement leakage, not for operation time."
    )


def test_sentences_where_nothing_is_in_common(shipped):
    apart = context_of(shipped, beside(cited("pain", "2", "1", "3"), (-0.5, 0.5)))
    assert common(apart) == "Abstract and cited interval have no value in common for pain."
    assert inside(apart) == "The cited estimate itself fits it for none."
    both = context_of(shipped, *apart.contrasts, beside(cited("stay", "0", "-1", "1"), (-0.5, 0.5)))
    assert common(both) == "Abstract and cited interval can be true together for stay, not for pain."


def test_sentences_where_the_abstract_is_silent(shipped):
    silent = context_of(shipped, beside(cited("pain", "2", "1", "3")))
    assert compared(silent) == "1 comparison of the arms by other authors is cited."
    assert (common(silent), inside(silent)) == ("", "")
    nothing = context_of(shipped)
    assert context_findings(nothing) is None


# The figure


def test_the_figure_says_what_it_draws(shipped):
    figure = context_plot(shipped)
    texts = [t.get_text() for axes in figure.drawing.axes for t in axes.texts]
    assert {"Operation time", "abstract: P<0.05 (C32)", "below −0.508", "0.34 (0.07 to 1.41)"} <= set(texts)
    assert {"←\u00a0lower with VBS", "higher with VBS\u00a0→"} <= set(texts)
    assert [axes.get_xlabel() for axes in figure.drawing.axes] == [
        "difference in standard deviations",
        "odds ratio",
    ]
    assert [axes.get_xscale() for axes in figure.drawing.axes] == ["linear", "log"]
    assert "Forest plot of 6 cited comparisons" in figure.alt and len(figure.alt.split()) < 40


def test_the_figure_of_a_simulated_study_is_marked_and_says_that_it_uses_none_of_it(shipped):
    figure = context_plot(shipped)
    notices = [t.get_text() for t in figure.drawing.texts]
    assert " ".join(PUBLISHED.split()) in " ".join(notices)
    assert figure.alt.startswith("Published numbers. ")


def test_no_parameter_moves_the_figure(shipped):
    other = open_study(str(DATA), alpha=0.01, conf_level=0.9)
    assert context_plot(in_context(other, audit_study(other))).svg == context_plot(shipped).svg


def test_no_text_of_the_figure_runs_over_another(shipped):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = context_plot(shipped).drawing
    renderer = FigureCanvasAgg(canvas).get_renderer()
    boxes = [
        text.get_window_extent(renderer) for axes in canvas.axes for text in axes.texts if text.get_text()
    ]
    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if a.overlaps(b)]
    assert all(box.x0 >= 0 and box.x1 <= canvas.bbox.x1 for box in boxes)


@pytest.mark.parametrize(
    "contrast",
    [
        beside(cited("pain", "0", "0", "0")),
        beside(cited("pain", "1"), (-INF, -0.5), (0.5, INF)),
        beside(cited("leak", "2", measure="HR")),
        beside(cited("leak", "1", "0.5", "2", "OR"), (0.0, INF), value=INF),
        beside(cited("leak", "1", "1", "1", "RR"), (0.0, 0.7), value=0.0),
    ],
    ids=["no width", "two sides", "no interval", "infinite ratio", "ratio of none"],
)
def test_what_is_odd_is_drawn_too(shipped, contrast):
    figure = context_plot(context_of(shipped, contrast))
    assert figure.svg.startswith("<svg") and "nan" not in figure.alt


# The table and the sources


def test_the_table_holds_every_comparison_as_it_was_printed_beside_what_fits(shipped):
    rows = [row for row in evidence_table(shipped).rows if len(row) > 1]
    contrasts = [one.published for one in shipped.contrasts]
    assert [[row[1].replace("−", "-").split()[0].split("\xa0")[0], row[2]] for row in rows] == [
        [r.estimate, r.p_value.replace("<", "< ") or "–"] for r in contrasts
    ]
    assert [row[3] for row in rows] == [
        *("between −0.508 and 0.508", "no statement", "between −0.508 and 0.508", "between −0.508 and 0.508"),
        *("below −0.508", "0.34 (0.07 to 1.41)"),
    ]


def test_the_power_of_the_published_design(shipped):
    table = evidence_table(shipped)
    assert [[row[0], row[-1]] for row in table.rows if len(row) > 1] == [
        *(["Operation time", "98%"], ["Blood loss", "5%"], ["VAS", "31%"], ["ODI", "19%"]),
        *(["Cobb angle", "97%"], ["Cement leakage", "–"]),
    ]
    assert (
        "Power: of 30 and 32 patients to reach P below 0.05, were the cited estimate true." in table.notes[0]
    )
    without = evidence_table(replace(shipped, powers=()))
    assert without.head[0][-1] == "Fits the abstract" and "Power" not in without.notes[0]


def test_each_source_is_told_with_its_reference_and_what_compares_no_arms(shipped):
    said = cited_sources(shipped).markdown.replace("\\", "")
    assert [line[2:].partition(":")[0] for line in said.split("\n")] == list(
        dict.fromkeys(row.source for row in shipped.published)
    )
    for row in shipped.published:
        assert row.citation in said
        assert row.is_contrast or f"{row.estimate} ({row.outcome})" in said


def test_a_study_without_evidence_has_none_of_it(without_evidence):
    context = in_context(without_evidence, audit_study(without_evidence))
    assert context is None
    assert (context_plot(context), evidence_table(context), cited_sources(context)) == (None, None, None)
