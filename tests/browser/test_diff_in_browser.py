"""The page of a comparison in a real browser: accessible, and readable on a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest

from twoarm import cli

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def pages(three_runs, tmp_path_factory) -> dict[str, Path]:
    """A comparison of alike runs, one with flips, one of other data."""
    folder = tmp_path_factory.mktemp("diffs")
    for name in three_runs:
        cli.main(["diff", str(three_runs["usual"]), str(three_runs[name]), "--to", str(folder / name)])
    return {name: folder / name / "index.html" for name in three_runs}


def opened(browser, page: Path, width: int, scheme: str):
    """The page with all that is folded unfolded; its policy is lifted so that axe may look at it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    view = context.new_page()
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(page.as_uri(), wait_until="load")
    view.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    return view, asked


@pytest.mark.parametrize("run", ["usual", "stricter", "other-data"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_accessible_fits_and_asks_for_nothing(width, scheme, run, browser, pages):
    from axe_playwright_python.sync_playwright import Axe

    view, asked = opened(browser, pages[run], width, scheme)
    wide = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = Axe().run(view).response["violations"]
    view.context.close()
    assert wide <= 0
    assert [url for url in asked if not url.startswith(("data:", pages[run].as_uri()))] == []
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_its_policy_lets_its_own_style_in_and_no_other(browser, pages):
    view = browser.new_context().new_page()
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.goto(pages["usual"].as_uri(), wait_until="load")
    assert view.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none" and said == []
    text = pages["usual"].read_text("utf-8")
    assert "unsafe" not in text
    changed = pages["usual"].with_name("changed.html")
    changed.write_text(text.replace("</style>", " </style>"), "utf-8")
    view.goto(changed.as_uri(), wait_until="load")
    assert view.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "none" and said
    view.context.close()


def test_what_is_looked_for_is_found(browser, tmp_path):
    from axe_playwright_python.sync_playwright import Axe

    page = tmp_path / "bad.html"
    page.write_text(
        "<!doctype html><body><img src='data:,'><p style='color:#ccc'>pale</p><p style='width:3000px'>wide"
    )
    view, _ = opened(browser, page, 390, "light")
    found = {violation["id"] for violation in Axe().run(view).response["violations"]}
    wide = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    view.context.close()
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found
    assert wide > 0
