"""What a reader moves, in a real browser and from a folder: looked up as it was computed, and kept in the address."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_states import WIDTHS

from twoarm.present import wording as w

pytestmark = pytest.mark.browser

CLAIMS, CURVES = "notebooks/05_published_claims.html", "notebooks/06_sensitivity.html"


@pytest.fixture(scope="module")
def folder(shipped_run) -> Path:
    return shipped_run


@pytest.fixture
def page(browser) -> Iterator:
    """A page whose errors, and what its policy stopped, fail the test."""
    context = browser.new_context(viewport={"width": WIDTHS["telephone"], "height": 844}, has_touch=True)
    opened, said = context.new_page(), []
    opened.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert said == []
    context.close()


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def said(page) -> str:
    return page.locator(".moved-said").inner_text()


def test_keys_move_a_count_and_p_follows_as_it_was_computed(page, folder):
    page.goto((folder / "html" / CLAIMS).as_uri())
    page.get_by_label("Statement").select_option("C12")
    printed = said(page)
    page.get_by_label("VBS").press("ArrowLeft")
    row = next(
        r for r in rows(folder, "settings") if (r["claim"], r["treated"], r["control"]) == ("C12", "4", "0")
    )
    p, exact = (w.p_phrase(float(row[name]), 0.05) for name in ("p_value", "p_value_fisher"))
    moved = said(page)
    assert (
        moved
        == f"If 4 of 30 VBS and 0 of 32 PKP patients were affected: {p} (recommended test), {exact} (Fisher’s)."
    )
    assert page.get_by_label("VBS").get_attribute("aria-valuetext") == "4 of 30"
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)
    assert said(page) == moved and page.get_by_label("Statement").input_value() == "C12"
    page.get_by_role("button", name="As printed").click()
    assert said(page) == printed and "#" not in page.url


def test_what_is_dragged_and_touched_is_large_enough(page, folder):
    for name in (CLAIMS, CURVES):
        page.goto((folder / "html" / name).as_uri())
        for control in page.locator(".twoarm-movable :is(input, select, button)").all():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 24
            assert box["x"] >= 0 and box["x"] + box["width"] <= WIDTHS["telephone"]


def test_a_choice_that_is_fixed_leaves_its_analyses_and_stays_in_the_address(page, folder):
    page.goto((folder / "html" / CURVES).as_uri())
    outcome = page.get_by_label("Outcome", exact=True).input_value()
    every = [
        row
        for row in rows(folder, "specifications")
        if "-".join(filter(None, (row["variable"], row["visit"]))) == outcome and row["p_value"]
    ]
    whole = said(page)
    assert whole.startswith(f"{len(every)} of {len(every)} analyses")
    test = every[0]["test"]
    page.get_by_label("Test", exact=True).select_option(test)
    left = [row for row in every if row["test"] == test]
    below = sum(float(row["p_value"]) < 0.05 for row in left)
    fixed = said(page)
    assert fixed.startswith(f"{len(left)} of {len(every)} analyses; P below 0.05 in {below}.")
    assert page.locator(".moved-point.out").count() == len(every) - len(left) > 0
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)
    assert said(page) == fixed
    page.get_by_role("button", name="All analyses").click()
    assert said(page) == whole


def test_without_scripts_nothing_is_offered(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    for name in (CLAIMS, CURVES):
        opened.goto((folder / "html" / name).as_uri())
        places = opened.locator(".twoarm-movable")
        assert places.count() == 1 and not places.is_visible()
        assert opened.locator("figure:visible").count() > 0
    context.close()
