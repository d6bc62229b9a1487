"""Three other studies through the same notebooks, read as their readers do: one open, one from outside, one simulated."""

from __future__ import annotations

import importlib.util
import re
from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from lifelines.datasets import load_gbsg2
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from places import ROOT
from report_texts import DOCUMENTS, articles, rows, text_of, texts
from shared_cohorts import LICORICE

from twoarm.analysis.comparison.compare import compare_all, compare_baseline
from twoarm.present.figures.courses import course_plot
from twoarm.present.figures.distributions import distribution_plot
from twoarm.present.figures.event_curves import event_curves
from twoarm.present.figures.forest import forest_plot
from twoarm.present.outputs import Figure
from twoarm.present.patients.balance_plot import love_plot
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.study.opened import Study, read_study

EXAMPLE = ROOT / "examples" / "gbsg2"
STUDIES = ["gbsg2", "wrist", *(["licorice"] if LICORICE.is_file() else [])]
SECTIONS = {"Perioperative outcomes", "Imaging", "The published claims"}
UNFIT = {
    "a value that is not there": r"\bnan\b|\bNaN\b|\bNone\b(?! of \d)(?! means 1 - alpha)|\bNaT\b|\binf\b",
    "an object": r"<[\w. ]+ at 0x|\b[A-Z]\w+\(\w+=",
    "a placeholder": r"\{[a-z_.]+\}",
    "markup": r"\*\*|\$[a-z]|&(amp|lt|gt|nbsp);|\\[_*{}]",
    "no reason": r"not estimable(?!: \w| \(\w)",
    "doubled words or stops": r"\b(the|a|is|of|with|at) \1\b|\.\.|,,|\( | \)| ,|\s\.(\s|$)|\(\)",
}


@pytest.fixture
def run(request: pytest.FixtureRequest, report) -> Path:
    return report(request.param).folder


# What no report may show, whatever its study


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_no_reader_meets_what_only_a_program_could_mean(run):
    found = [
        (name, what, text[max(0, hit.start() - 30) : hit.end() + 30])
        for name, text in texts(run).items()
        for what, pattern in UNFIT.items()
        for hit in re.finditer(pattern, text)
    ]
    assert found == []


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_every_heading_has_a_text_and_every_table_rows(run):
    for name, article in articles(run).items():
        for heading in article.find_all(["h1", "h2", "h3"]):
            content = [text_of(node) for node in heading.find_next_siblings() if node.name != "h2"]
            assert any(content) or heading.parent.find("img"), (name, text_of(heading))
        for table in article.find_all("table"):
            body = [
                [text_of(cell) for cell in row.find_all(["td", "th"])] for row in table.select("tbody tr")
            ]
            assert 0 < len(body) <= 100, (name, len(body))
            groups = [len(row) == 1 for row in body]
            assert not groups[-1] and (True, True) not in set(pairwise(groups)), name


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_every_link_leads_somewhere(run):
    pages = {p: BeautifulSoup(p.read_text("utf-8"), "html.parser") for p in (run / "html").rglob("*.html")}
    for path, page in pages.items():
        for link in page.find_all("a", href=True):
            target, _, anchor = unquote(link["href"]).partition("#")
            if ":" in target:
                continue
            aim = (path.parent / target).resolve() if target else path
            assert aim.exists(), (path.name, link["href"])
            if anchor and aim in pages:
                assert pages[aim].find(id=anchor) or anchor == "main-content", (path.name, link["href"])


@pytest.mark.parametrize("run", STUDIES, indirect=True)
def test_every_figure_is_in_the_page_and_says_in_words_what_it_shows(run):
    shown = [
        image for article in articles(run).values() for image in article.find_all(class_="twoarm-picture")
    ]
    drawn = (
        path for path in (run / "figures").glob("fig-*.svg")
    )  # beside the sheet, which stands on no page
    wide = [path for path in drawn if not path.stem.endswith("-narrow")]
    assert len(shown) == len(wide) > 1
    assert all(len(image["aria-label"]) > 40 for image in shown)


@pytest.fixture
def study(request: pytest.FixtureRequest, report) -> Study:
    return read_study(report(request.param).study)


def figures(study: Study) -> list[Figure]:
    drawn = [love_plot(compare_baseline(study))]
    for section in compare_all(study):
        drawn += [
            forest_plot(section),
            distribution_plot(section),
            course_plot(section),
            *event_curves(section),
        ]
    return [figure for figure in drawn if figure is not None]


def places(figure: Figure) -> dict[str, Bbox]:
    """Where each text of a figure stands, in pixels; axes that are hidden have no text."""
    canvas = FigureCanvasAgg(figure.drawing)
    canvas.draw()
    shown = [t for t in figure.drawing.findobj(Text) if t.get_text().strip() and t.get_visible()]
    ticks = {
        t for axes in figure.drawing.axes for axis in (axes.xaxis, axes.yaxis) for t in _off_the_axis(axis)
    }
    return {f"{i} {t.get_text()}": t.get_window_extent() for i, t in enumerate(shown) if t not in ticks}


def _off_the_axis(axis: Axis) -> set[Text]:
    """Labels that matplotlib keeps ready and does not draw."""
    drawn = {tick.label1 for tick in axis._update_ticks()}
    ready = [label for tick in (*axis.majorTicks, *axis.minorTicks) for label in (tick.label1, tick.label2)]
    return {label for label in ready if label not in drawn}


@pytest.mark.parametrize("study", ["shipped", *STUDIES], indirect=True)
def test_no_text_of_a_figure_is_cut_off_or_stands_on_another(study):
    for figure in figures(study):
        found, edge = places(figure), figure.drawing.bbox.padded(2)
        outside = [t for t, box in found.items() if not (edge.containsx(box.x0) and edge.containsx(box.x1))]
        outside += [t for t, box in found.items() if not (edge.containsy(box.y0) and edge.containsy(box.y1))]
        upon = [(a, b) for (a, p), (b, q) in combinations(found.items(), 2) if p.padded(-1).overlaps(q)]
        assert not outside and not upon, (figure.label, outside, upon)


def test_a_curve_ends_where_the_last_patient_of_its_arm_was_seen(gbsg2_study):
    (section,) = compare_all(read_study(gbsg2_study))
    (figure,) = event_curves(section)
    ends = [line.get_xdata().max() for line in figure.drawing.axes[0].get_lines()]
    last = load_gbsg2().groupby("horTh")["time"].max()
    assert ends == [last["yes"], last["no"]]


# gbsg2: real and open, without visits


def test_the_example_is_written_from_the_installed_package_with_identifiers_of_its_own(gbsg2_study):
    written = read_plain_csv(gbsg2_study / "patients.csv")
    original, names = load_gbsg2(), _script().NAMES
    ids = list(written["patient_id"])
    assert len(set(ids)) == len(ids) == len(original)
    assert all(re.fullmatch(r"P-(?=\d*[a-f])[0-9a-f]{6}", i) for i in ids)
    values = [tuple(row) for row in written[list(names.values())].itertuples(index=False)]
    given = [tuple(map(str, row)) for row in original[list(names)].itertuples(index=False)]
    assert sorted(values) == sorted(given) and values != given


def test_the_example_is_written_the_same_each_time_and_never_committed(gbsg2_study):
    again = _script().make_patients().to_csv(index=False, lineterminator="\n")
    assert (gbsg2_study / "patients.csv").read_text("utf-8") == again
    assert "examples/gbsg2/patients.csv" in (ROOT / ".gitignore").read_text("utf-8").split()


def _script():
    spec = importlib.util.spec_from_file_location("make_patients", EXAMPLE / "make_patients.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_has_the_chapters_of_its_variables_and_speaks_of_no_other(gbsg2_run):
    pages = articles(gbsg2_run)
    assert [name.split("/")[-1] for name in pages] == [
        *("glossary.html", "references.html", "00_findings.html", "01_methods.html"),
        *("03_follow_up.html", "06_sensitivity.html", "07_dictionary.html", "11_other_methods.html"),
    ]
    for name, text in texts(gbsg2_run).items():
        assert not [word for word in SECTIONS if word in text], name
        assert not re.search(r"\bvisits?\b", text), name
    assert not rows(gbsg2_run, "claims.csv")


def test_a_real_cohort_carries_no_mark_anywhere(gbsg2_run):
    for path in (p for p in gbsg2_run.rglob("*") if p.suffix in (".html", ".xml", ".svg", ".csv", ".json")):
        assert "simulated" not in path.read_text("utf-8").lower(), path.name
    for name, text in texts(gbsg2_run).items():
        assert "simulated" not in text.lower(), name
    assert not BeautifulSoup(
        (gbsg2_run / "html/notebooks/00_findings.html").read_text("utf-8"), "html.parser"
    ).select(".twoarm-banner")


def test_the_example_states_its_source_and_licence_in_every_format(gbsg2_run, gbsg2_study):
    spec = read_study(gbsg2_study).spec
    assert spec.public and spec.source and spec.licence
    for name in ("notebooks/00_findings.html", *DOCUMENTS):
        text = texts(gbsg2_run)[name].replace("- ", "-")
        assert "Schumacher" in text and "lifelines" in text and "MIT" in text, name


def test_an_arm_whose_label_is_its_name_is_named_once(gbsg2_run):
    page = texts(gbsg2_run)["notebooks/00_findings.html"]
    assert "246 with hormonal therapy and 440 with no hormonal therapy (control)" in page


def test_the_time_says_up_to_where_its_means_go(gbsg2_run, gbsg2_study):
    """The horizon is the one that the dictionary states, which lies before the last time of both arms."""
    (tau,) = (v.tau for v in read_study(gbsg2_study).dictionary if v.kind == "time")
    assert tau < load_gbsg2().groupby("horTh")["time"].max().min()
    assert f"up to {tau:.0f} days" in texts(gbsg2_run)["notebooks/03_follow_up.html"]


# wrist: simulated, other names everywhere


@pytest.fixture(scope="session")
def wrist_run(report) -> Path:
    return report("wrist").folder


def test_another_simulated_study_names_its_own_arms_in_every_mark(wrist_run, report):
    notice = read_study(report("wrist").study).notice
    assert "Angular stable plate or Cast" in notice
    for path in (wrist_run / "html" / "notebooks").glob("*.html"):
        banner = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one(".twoarm-banner")
        assert notice in text_of(banner), path.name
    for article in articles(wrist_run).values():
        pictures = article.find_all(class_="twoarm-picture")
        # In two words: the banner of the page says the rest.
        assert all(picture["aria-label"].startswith("Simulated patients. ") for picture in pictures)
    for path in (wrist_run / "figures").glob("*.svg"):
        drawn = BeautifulSoup(path.read_text("utf-8"), "xml").find_all("text")
        assert notice in " ".join(map(text_of, drawn)), path.name
    for name in DOCUMENTS:
        assert notice in texts(wrist_run)[name], name


def test_another_study_speaks_of_nothing_of_the_shipped_one(wrist_run):
    for name, text in texts(wrist_run).items():
        if "references" in name or name in DOCUMENTS:
            text = text.partition("References")[0]
        assert not re.search(
            r"VBS|PKP|kyphoplasty|vertebra|published statement|The published claims", text
        ), name


def test_the_primary_outcome_is_said_first(wrist_run):
    page = texts(wrist_run)["notebooks/00_findings.html"]
    assert page.index("Grip strength") < page.index("as they are and adjusted")
