"""A heading that a study has nothing for is nowhere: one notebook twice, with something to show and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from small_website import FIGURE, MIME, PAGES, TABLE, code, make_stage, write_notebook

from twoarm.errors import AnalysisError
from twoarm.publish.documents.single_page import clean_page
from twoarm.publish.website.empty_sections import DropEmptySections
from twoarm.publish.website.site import build_single_page, build_site

FULL, EMPTY = "01_methods", "02_perioperative"
SHOWN = [  # what the page with something to show has below its title
    *(
        "A table",
        "A figure",
        "Words",
        "Two parts",
        "One part",
        "Other part",
        "Half",
        "Empty half",
        "Full half",
    ),
    *("Nothing said", "Labelled", "Prose", "Open code", "Half", "Commented", "Last"),
]
LEFT = ["Half", "Full half", "Prose", "Open code", "Last"]


def _table(label: str) -> NotebookNode:
    return new_output("display_data", data={"text/plain": "a table", MIME: {**TABLE, "label": label}})


def _words(text: str) -> NotebookNode:
    return new_output("display_data", data={"text/markdown": text, "text/plain": text})


def cells(filled: bool) -> list[NotebookNode]:
    """The cells of both pages; where they are not `filled`, most show nothing."""
    figure = new_output("display_data", data={"text/plain": "", MIME: {**FIGURE, "label": f"fig-{filled}"}})

    def cell(output: NotebookNode, tags: tuple[str, ...] = ("hide-input",)) -> NotebookNode:
        return code(*[output] * filled, tags=tags)

    return [
        code(),
        *(new_markdown_cell("## A table"), cell(_table(f"tab-{filled}")), code()),
        *(new_markdown_cell("## A figure"), cell(figure)),
        *(new_markdown_cell("## Words"), cell(_words("Said of the study."))),
        *(new_markdown_cell("## Two parts\n\n### One part"), cell(_words("One.")), code()),
        *(new_markdown_cell("### Other part"), cell(_words("Other."))),
        *(new_markdown_cell("## Half\n\n### Empty half"), cell(_words("At first."))),
        *(new_markdown_cell("### Full half"), code(_words("Always."))),
        *(new_markdown_cell("## Nothing said"), code(_words("Said." * filled))),
        *(new_markdown_cell(f"(label-{filled})=\n\n## Labelled"), cell(_words("By a label."))),
        *(new_markdown_cell("## Prose\n\nWritten once for all studies."), code()),
        *(new_markdown_cell("## Open code"), code(tags=())),
        *(new_markdown_cell("## Half"), cell(_words("Under a heading that was there before."))),
        *(new_markdown_cell("## Commented\n\n% a comment for authors"), cell(_words("After a comment."))),
        # The label of the last heading stands at the end of a section that may go.
        new_markdown_cell(f"(last-{filled})=\n\n## Last\n\nThe end."),
        code(_words("Never seen."), tags=("remove-cell",)),
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with `html` and `single`."""
    base = tmp_path_factory.mktemp("empty")
    stage = make_stage(base / "stage")
    links = "{ref}`the last <last-False>`, {ref}`the other <last-True>`, {ref}`label-True`"
    write_notebook(stage, "00_findings", new_markdown_cell(f"From here to {links}."))
    write_notebook(stage, FULL, *cells(filled=True))
    write_notebook(stage, EMPTY, *cells(filled=False))
    build_site(stage, base / "html")
    build_single_page(stage, base / "single")
    return base


def page_of(built: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((built / "html" / "notebooks" / f"{name}.html").read_text("utf-8"), "html.parser")


def headings(page: BeautifulSoup) -> list[str]:
    """The headings below the title of a page."""
    return [h.get_text().rstrip("#") for h in page.find("article").find_all(["h2", "h3"])]


@pytest.mark.parametrize(("name", "left"), [(FULL, SHOWN), (EMPTY, LEFT)])
def test_a_page_has_the_headings_that_something_follows(built, name, left):
    page = page_of(built, name)
    assert headings(page) == left
    assert page.find("article").h1


@pytest.mark.parametrize(("name", "left"), [(FULL, SHOWN), (EMPTY, LEFT)])
def test_the_contents_beside_a_page_name_the_same(built, name, left):
    beside = page_of(built, name).select_one(".bd-sidebar-secondary")
    assert [link.get_text().strip() for link in beside.select("nav a")] == left


def test_the_code_of_a_section_goes_with_it_and_no_other(built):
    assert (
        len(page_of(built, FULL).select("article div.cell")) == 16
    )  # one per cell, and none for the removed one
    # Before the first heading, then: the full half, the prose and the code that is open to read.
    assert len(page_of(built, EMPTY).select("article div.cell")) == 4


def test_a_label_whose_place_is_gone_still_leads_to_its_heading(built):
    page = page_of(built, "00_findings")
    targets = {a.get_text(): a["href"] for a in page.select("article p a")}
    assert targets["the last"] == f"{EMPTY}.html#last-false"
    assert targets["Labelled"] == f"{FULL}.html#label-true"
    assert page_of(built, EMPTY).find(id="last-false").find_parent("section").h2.get_text().startswith("Last")


def test_the_single_page_and_so_the_documents_have_the_same_headings(built):
    article = clean_page(built / "single" / "index.html")
    found = [h.text_content() for h in article.iter("h1", "h2", "h3", "h4")]
    titles = list(PAGES.values())
    assert [text for text in found if text not in titles] == [*SHOWN, *LEFT]
    assert [text for text in found if text in titles] == titles


def test_a_reference_to_a_heading_that_went_is_an_error(tmp_path):
    stage = make_stage(tmp_path / "stage")
    write_notebook(
        stage, "00_findings", new_markdown_cell("See {ref}`gone`, [there](#lost) and {ref}`stays`.")
    )
    write_notebook(
        stage,
        EMPTY,
        *(new_markdown_cell("(gone)=\n\n(lost)=\n\n## Gone"), code()),
        *(new_markdown_cell("(stays)=\n\n## Stays"), code(_words("Something."))),
        new_markdown_cell("And on the same page [there](#lost)."),
    )
    with pytest.raises(AnalysisError) as error:
        build_site(stage, tmp_path / "html")
    rules = [problem.rule for problem in error.value.problems]
    assert sum("gone" in rule for rule in rules) == 1
    assert sum("lost" in rule for rule in rules) == 2
    assert not any("stays" in rule for rule in rules)


def _dropped(*children: nodes.Node) -> bool:
    """Whether a section below a page's title goes that has these children."""
    document = new_document("page")
    inner = nodes.section("", nodes.title("", "A heading"), *children, ids=["a-heading"])
    document += nodes.section("", nodes.title("", "Title"), inner, ids=["title"])
    DropEmptySections(document).apply()
    return inner.parent is None or inner not in document[0]


def _cell(hide_mode: str, *outputs: nodes.Node) -> nodes.container:
    source = nodes.container("", nodes.literal_block("", "show()"), nb_element="cell_code_source")
    output = [nodes.container("", *outputs, nb_element="cell_code_output")] if outputs else []
    return nodes.container("", source, *output, nb_element="cell_code", hide_mode=hide_mode)


@pytest.mark.parametrize(
    ("child", "gone"),
    [
        (nodes.comment("", "for authors"), True),
        (_cell("input"), True),
        (_cell("all"), True),
        (_cell("input", nodes.literal_block("", " \n")), True),
        (_cell("output"), False),  # its code is open to read
        (_cell("input", nodes.image(uri="a.svg")), False),
        (_cell("all", nodes.paragraph("", "Words.")), False),
        (nodes.transition(), False),
        (nodes.pending(DropEmptySections), False),  # something will come in its place
        (nodes.raw("", "<hr>", format="html"), False),
    ],
)
def test_what_keeps_a_section(child, gone):
    assert _dropped(child) is gone


def test_a_heading_over_nothing_at_all_goes_and_a_title_over_nothing_stays():
    assert _dropped()
    document = new_document("page")
    document += nodes.section("", nodes.title("", "Title"), ids=["title"])
    DropEmptySections(document).apply()
    assert document[0][0].astext() == "Title"
