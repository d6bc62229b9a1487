"""What a reader looks for is found in a real browser, from a folder by double click; a term says what it means."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell
from page_states import bring, judged
from small_website import TABLE, code, make_stage, shown, write_notebook

from twoarm.publish.website.site import build_site

pytestmark = pytest.mark.browser

GLOSSARY = """# Glossary

::::{glossary}
arm
  One of the two groups of patients.
::::
"""
PAGE = "notebooks/02_perioperative.html"
LEAKAGE, STAY = f"{PAGE}#place-5", f"{PAGE}#place-7"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A table that is folded beneath a sentence, and a glossary."""
    base = tmp_path_factory.mktemp("finding")
    stage = make_stage(base / "stage")
    (stage / "book" / "glossary.md").write_text(GLOSSARY, "utf-8")
    with (stage / "_toc.yml").open("a") as toc:
        toc.write("- file: book/glossary\n")
    said = new_markdown_cell("Each arm has patients, and no other arm has any.")
    write_notebook(stage, "02_perioperative", said, code(shown({**TABLE, "folded": True})))
    write_notebook(stage, "00_findings", new_markdown_cell("Nothing."))
    build_site(stage, base / "html")
    return base / "html"


@pytest.fixture
def page(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    yield page
    context.close()


def looked_for(page, site: Path, words: str) -> list[str]:
    """The places that are found, from the folder of the website."""
    if not page.locator("#twoarm-search-dialog").is_visible():
        page.keyboard.press("Control+k")
    page.locator("#twoarm-search-dialog input").fill(words)
    page.locator("#twoarm-search-dialog [role=status]:not(:empty)").wait_for()
    links = page.locator("#twoarm-search-dialog li a").all()
    return [link.evaluate("a => a.href").removeprefix(site.as_uri() + "/") for link in links]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("0.09", LEAKAGE),
        ("P = 0.09", LEAKAGE),
        ("p=0·09", LEAKAGE),
        (".09", LEAKAGE),
        ("4 of 30", LEAKAGE),
        ("4/30", LEAKAGE),
        ("cement leak", LEAKAGE),
        ("0.46", STAY),
        ("0.2 hospital", STAY),
        ("Table S2", f"{PAGE}#tab-perioperative"),
        ("one of the two groups", "book/glossary.html#term-arm"),
    ],
)
def test_a_number_a_count_and_a_name_are_found_in_their_place(words, first, page, site):
    assert looked_for(page, site, words)[0] == first


@pytest.mark.parametrize("words", ["0.0", "5/30", "0.10", "1.5.5", "leakages", "..", "(", "\\"])
def test_what_no_page_says_is_not_found(words, page, site):
    assert looked_for(page, site, words) == []
    assert page.locator("#twoarm-search-dialog [role=status]").inner_text() == "No places found"


def test_nothing_is_read_before_somebody_searches(page, site):
    assert page.evaluate("window.twoarmPlaces") is None
    looked_for(page, site, "leakage")
    assert page.evaluate("Object.keys(window.twoarmPlaces).length") == 4


def test_a_hit_opens_the_row_where_it_is_folded(page, site):
    looked_for(page, site, "hospital stay")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{STAY}")
    row = page.locator("tr:target")
    assert row.is_visible() and "Hospital stay" in row.inner_text()


def test_what_is_found_is_accessible(page, site):
    for width, scheme in (("desk", "light"), ("telephone", "dark")):
        bring(page, width, scheme, code=False)
        looked_for(page, site, "4 of 30")
        assert page.locator("#twoarm-search-dialog mark").first.inner_text() == "4"
        assert judged(page) == []
        page.keyboard.press("Escape")


def card(page) -> str:
    page.locator("#trace-card").wait_for(state="visible")
    return page.locator("#trace-card").inner_text()


def test_a_term_says_what_it_means_to_a_pointer_and_to_the_keyboard(page, site):
    page.goto((site / PAGE).as_uri())
    term = page.locator("a.term")
    assert term.count() == 1 and not page.locator("#trace-card").is_visible()
    term.hover()
    assert card(page) == "One of the two groups of patients."
    page.keyboard.press("Escape")
    assert not page.locator("#trace-card").is_visible()
    term.focus()
    assert card(page) == "One of the two groups of patients."
    assert term.get_attribute("aria-describedby") == "trace-card" and judged(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-arm")


def test_a_first_tap_says_what_a_term_means_and_a_second_one_goes_there(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    page.locator("a.term").tap()
    assert card(page) == "One of the two groups of patients." and page.url.endswith(PAGE)
    page.locator("a.term").tap()
    page.wait_for_url("**/glossary.html#term-arm")
    context.close()
