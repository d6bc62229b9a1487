"""A number answers in a real browser: by mouse, by keyboard, by touch and to a screen reader, also from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGE = "notebooks/02_perioperative.html"
FOCUSED = "document.activeElement.textContent"
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def address(shipped_run: Path) -> str:
    """The page as it is opened by a double click."""
    return (shipped_run / "html" / PAGE).as_uri()


@pytest.fixture
def desk(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def number(page, text: str):
    """A number of the first table, by what it shows."""
    return page.locator("article table").first.locator(".traced", has_text=text).first


def card(page):
    return page.locator("#trace-card")


def test_every_mark_of_the_page_became_numbers(desk):
    marks = desk.locator("[data-trace]")
    assert marks.count() > 30
    left = "[...document.querySelectorAll('[data-trace]')].filter(e => !e.querySelector('.traced')).map(e => e.textContent)"
    assert desk.evaluate(left) == []


def test_a_pointer_that_rests_on_a_number_is_answered_and_the_answer_stays_under_it(desk):
    assert not card(desk).is_visible()
    number(desk, "1.9").hover()
    card(desk).wait_for(state="visible")
    said = card(desk).inner_text()
    for part in (
        "Mean difference, Operation time",
        "Welch",
        "30 VBS, 32 PKP",
        "simulated cohort",
        "results.csv",
    ):
        assert part in said
    card(desk).hover()
    desk.wait_for_timeout(400)
    assert card(desk).is_visible()
    desk.mouse.move(5, 5)
    card(desk).wait_for(state="hidden")


def test_a_table_is_one_stop_and_arrows_go_on(desk):
    table = desk.locator("article table").first
    assert table.locator(".traced[tabindex='0']").count() == 1
    assert desk.evaluate("document.querySelectorAll('.traced').length") > 60
    table.locator(".traced[tabindex='0']").focus()
    card(desk).wait_for(state="visible")
    first = desk.evaluate(FOCUSED)
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate(FOCUSED) != first or "PKP" in card(desk).inner_text()
    number(desk, "46.8").click()
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate(FOCUSED) == "8.2"
    assert "standard deviation" in card(desk).inner_text()
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate(FOCUSED) == "30.7"
    assert table.locator(".traced[tabindex='0']").count() == 1


def test_escape_closes_and_the_focus_stays(desk):
    number(desk, "46.8").click()
    card(desk).wait_for(state="visible")
    desk.keyboard.press("Escape")
    assert not card(desk).is_visible()
    assert desk.evaluate(FOCUSED) == "46.8"


def test_enter_lets_tab_go_through_all_of_a_table(desk):
    number(desk, "46.8").click()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert desk.evaluate(FOCUSED) == "8.2"
    desk.keyboard.press("Escape")
    assert desk.locator("article table").first.locator(".traced[tabindex='0']").count() == 1


def test_a_screen_reader_hears_the_number_and_its_trace(desk):
    number(desk, "46.8").click()
    session = desk.context.new_cdp_session(desk)
    focused = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    tree = session.send("Accessibility.getPartialAXTree", {"objectId": focused, "fetchRelatives": False})
    (node,) = tree["nodes"]
    assert (node["role"]["value"], node["name"]["value"]) == ("button", "46.8")
    assert "Summaries of the arms, Operation time, VBS" in node["description"]["value"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_tap_answers_at_the_foot_of_a_telephone(browser, address, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    number(page, "46.8").tap()
    card(page).wait_for(state="visible")
    box = card(page).bounding_box()
    assert (box["x"], box["width"]) == (0, 390) and box["y"] + box["height"] == pytest.approx(844, abs=1)
    assert Axe().run(page, options=AXE).violations_count == 0
    page.locator("h1").first.tap()
    card(page).wait_for(state="hidden")
    context.close()
