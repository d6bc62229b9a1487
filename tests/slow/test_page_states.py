"""Every page of both sites in the states that `tests/browser/test_site.py` leaves out, judged by axe."""

from __future__ import annotations

from itertools import product

import pytest
from page_states import WIDTHS, bring, judged

pytestmark = pytest.mark.browser
IN_EVERY_RUN = {("desk", "light", True), ("telephone", "dark", False)}


@pytest.mark.parametrize("site", ["shipped", "gbsg2"])
def test_every_page_is_accessible_in_every_other_state(site, browser, report):
    folder = report(site).folder / "html"
    page = browser.new_context().new_page()
    found = {}
    for path in sorted(folder.rglob("*.html")):
        if "_static" in path.parts:
            continue
        page.goto(path.as_uri(), wait_until="networkidle")
        for state in sorted(set(product(WIDTHS, ("light", "dark"), (True, False))) - IN_EVERY_RUN):
            bring(page, *state)
            found[(path.name, *state)] = judged(page)
    page.context.close()
    assert len(found) > 40 and {state: broken for state, broken in found.items() if broken} == {}
