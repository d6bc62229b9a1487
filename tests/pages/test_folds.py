"""What stands folded on a page, in a file and in a browser, and unfolded in the one page that documents are made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell
from small_website import FIGURE, PAYLOAD, TABLE, code, make_stage, shown, write_notebook

from twoarm.present.folding import folded
from twoarm.present.outputs import Markdown, Table, Text
from twoarm.publish.website.site import build_single_page, build_site

ROWS = Table("tab-rows", PAYLOAD, [["Outcome", "P"]], [["Time", "0.04"]], anchors=["row-time"], folded=True)
INSIDE = Table("tab-inside", "A second one", [["Outcome", "P"]], [["Leakage", "0.13"]])


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, Path]:
    """The website and the single page of one stage with folds."""
    base = tmp_path_factory.mktemp("folds")
    stage = make_stage(base / "stage")
    group = folded(PAYLOAD, [Text(Markdown("Said **inside**.")), INSIDE])
    folds = [code(shown(one.face())) for one in (ROWS, group)]
    links = new_markdown_cell("{numref}`tab-rows`, {numref}`tab-inside`, [a row](row-time)")
    write_notebook(
        stage, "02_perioperative", links, code(shown(TABLE)), code(shown(FIGURE | {"label": "fig-b"})), *folds
    )
    build_site(stage, base / "html")
    build_single_page(stage, base / "single")
    return base / "html", base / "single"


@pytest.fixture(scope="module")
def page(built) -> BeautifulSoup:
    """The page with the folds."""
    return BeautifulSoup((built[0] / "notebooks/02_perioperative.html").read_text(), "html.parser")


def test_the_line_of_a_folded_table_is_its_caption_said_once(page):
    fold = page.select_one("details.twoarm-fold:has(#tab-rows)")
    table = fold.select_one("table")
    assert fold.summary.get_text() == f"Table S3 {PAYLOAD}" and not fold.has_attr("open")
    assert table.caption is None and table["aria-labelledby"] == fold.summary["id"]
    assert not fold.summary.select("script, em, code")


def test_a_group_is_one_fold_with_its_sentence_and_a_table_that_keeps_its_caption(page):
    fold = page.select_one("details.twoarm-fold:has(#tab-inside)")
    assert fold.summary.get_text() == PAYLOAD
    assert fold.caption.get_text().startswith("Table S4 A second one")
    assert fold.strong.get_text() == "inside"


def test_the_single_page_has_everything_unfolded(built):
    single = BeautifulSoup((built[1] / "index.html").read_text(), "html.parser")
    assert not single.select("details.twoarm-fold, summary[id]")
    assert single.select_one("#tab-rows caption .caption-text").get_text().startswith(PAYLOAD)
    assert single.select_one("p.fold-line").get_text() == PAYLOAD


def test_nothing_to_fold_is_no_fold():
    assert folded("Nothing", [None]) is None and folded("Nothing", []) is None
    assert len(folded("One", [None, INSIDE]).outputs) == 1


def test_jupyterlab_folds_too():
    assert ROWS.html().startswith("<details><summary>&lt;script&gt;")
    html = folded("Two", [Text(Markdown("<b>")), INSIDE])._repr_mimebundle_()["text/html"]
    assert html.startswith("<details><summary>Two</summary><p>&lt;b&gt;</p><table><caption>A second one")
    assert html.endswith("</table></details>")


@pytest.mark.browser
def test_links_addresses_and_print_open_what_they_lead_to(browser, built):
    address = (built[0] / "notebooks/02_perioperative.html").as_uri()
    context = browser.new_context()
    page = context.new_page()

    def is_open(inside: str) -> bool:
        return page.evaluate(f"document.querySelector('details:has(#{inside})').open")

    def in_view(inside: str) -> bool:
        top = page.evaluate(f"document.getElementById('{inside}').getBoundingClientRect().top")
        return 0 <= top < page.viewport_size["height"]

    page.goto(address)
    assert not is_open("tab-rows") and not is_open("tab-inside")
    page.focus("details:has(#tab-rows) > summary")
    page.keyboard.press("Enter")
    assert is_open("tab-rows")
    page.keyboard.press("Enter")
    page.click("a[href='#row-time']")
    assert is_open("row-time") and in_view("row-time")
    page.click("details:has(#tab-rows) > summary")
    page.click("a[href='#row-time']")  # the address is the same
    assert is_open("row-time")
    assert not is_open("tab-inside")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert is_open("tab-inside")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not is_open("tab-inside")
    page.goto("about:blank")
    page.goto(f"{address}#tab-inside")
    assert is_open("tab-inside") and in_view("tab-inside") and not is_open("tab-rows")
    context.close()
