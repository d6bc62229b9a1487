"""The page of a sweep and the index of what was built, in a real browser: accessible, and readable on a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sweep_studies import write_centres, write_grid

from twoarm import cli

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """A sweep of three sites, of which one fails, under two levels; and the index beside it."""
    folder = tmp_path_factory.mktemp("sweeps")
    write_centres(folder / "study")
    grid = write_grid(folder / "g.yml", "studies: [study]\nby: centre\nparameters: {alpha: [0.05, 0.001]}\n")
    cli.main(["sweep", str(grid), "--output", str(folder), "-j", "2"])
    cli.main(["runs", "--output", str(folder)])
    build = folder / "_build"
    return {"sweep": build / "sweeps" / "g" / "index.html", "runs": build / "index.html"}


@pytest.mark.parametrize("page", ["sweep", "runs"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_accessible_fits_and_asks_for_nothing(width, scheme, page, browser, pages):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    view = context.new_page()
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(pages[page].as_uri(), wait_until="load")
    view.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    wide = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = Axe().run(view).response["violations"]
    context.close()
    assert wide <= 0
    assert asked == [pages[page].as_uri()]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


@pytest.mark.parametrize("page", ["sweep", "runs"])
def test_its_policy_lets_its_own_style_in(page, browser, pages):
    view = browser.new_context().new_page()
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.goto(pages[page].as_uri(), wait_until="load")
    assert view.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none" and said == []
    view.context.close()


def test_the_index_leads_to_the_sweep(browser, pages):
    view = browser.new_context().new_page()
    view.goto(pages["runs"].as_uri(), wait_until="load")
    view.click("text=sweep g")
    assert view.url == pages["sweep"].as_uri() and view.title() == "Sweep: g"
    view.context.close()


def test_each_site_and_all_together_have_a_mark(browser, pages):
    view = browser.new_context().new_page()
    view.goto(pages["sweep"].as_uri(), wait_until="load")
    assert view.locator("table.forest").count() == 2  # an outcome each
    for n in range(2):
        forest = view.locator("table.forest").nth(n)
        assert forest.locator("svg rect").count() == 2 and forest.locator("svg polygon").count() == 1
    view.context.close()
