"""A page in the states that a reader can bring it into, judged by axe at WCAG 2.2 AA under the page's own content policy."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
WIDTHS = {"desk": 1280, "telephone": 390}
# Nothing is fetched for it ("preload"), which no page of the site may do.
_JUDGE = """tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false})
  .then(found => found.violations.map(v => v.id + ": " + v.nodes[0].html.slice(0, 200)))"""
_UNFOLD = "document.querySelectorAll('details').forEach(d => { d.open = true })"


@cache
def _axe() -> str:
    package = find_spec("axe_playwright_python")
    return (Path(package.origin).parent / "axe.min.js").read_text("utf-8")


def judged(page) -> list[str]:
    """What breaks a rule in the page as it is now."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    return page.evaluate(_JUDGE, TAGS)


def bring(page, width: str, scheme: str, code: bool) -> None:
    """Bring a page into a state: all that is folded is unfolded, and the code is shown or is not."""
    page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate(_UNFOLD)
    switch = page.locator(".twoarm-code-switch")
    if (switch.get_attribute("aria-pressed") == "true") != code:
        switch.click()
    page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
    page.wait_for_timeout(200)  # the theme's own colours come by a transition
