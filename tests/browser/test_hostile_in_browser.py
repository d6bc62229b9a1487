"""Hostile text in a real browser: it is read, and does nothing. Clean pages work under the same policy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hostile_study import markup
from small_website import make_stage
from web_server import close, serve

from twoarm.publish.website.head.content_policy import write_policy
from twoarm.publish.website.site import build_site

pytestmark = pytest.mark.browser

WATCH = """window.broken = [];
document.addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective + ' ' + e.blockedURI));"""
CONTENTS = """document.querySelector('#pst-primary-sidebar').className
  + document.querySelector('#pst-primary-sidebar-modal').open"""
OUTSIDE = re.compile(r"^(?!file:|data:|blob:|http://127\.0\.0\.1)")
# What an attribute or an element of a hostile text would be, had it become one; a heading's id has its letters alone.
LIVE = """() => [...document.querySelectorAll('*')].filter(e =>
  [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value) || /evil\\.invalid/.test(a.value)
    && !['alt', 'aria-label', 'title', 'content', 'data-text', 'data-said', 'data-printed'].includes(a.name))
  || e.matches('form, iframe, object, embed, base, script:not([src]), meta[http-equiv=refresh i]')).map(e => e.outerHTML)"""


@dataclass
class Watched:
    """A page that is open: what it said, asked for, broke and opened, and where it went."""

    page: object
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)

    def did(self) -> dict[str, list[str]]:
        """Everything that a clean page never does; empty for one."""
        found = {
            "violations": self.page.evaluate("broken"),
            "errors": self.said,
            "dialogs": self.opened,
            "requests": self.asked,
            "moves": self.went[1:],
            "live": self.page.evaluate(LIVE),
        }
        return {what: some for what, some in found.items() if some}


def watch(context, address: str) -> Watched:
    page = context.new_page()
    seen = Watched(page)
    page.on("console", lambda m: seen.said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    # A request that the policy stops is none: it is counted where it would leave the browser.
    page.route(OUTSIDE, lambda route: (seen.asked.append(route.request.url), route.abort()))
    page.on("dialog", lambda dialog: (seen.opened.append(dialog.message), dialog.dismiss()))
    page.on("framenavigated", lambda frame: seen.went.append(frame.url) if frame == page.main_frame else None)
    page.goto(address, wait_until="load")
    return seen


def use(page, words: str) -> list[tuple[str, str]]:
    """Unfold what is folded, change the colours, open the contents, search; what was found, with its address."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    before = page.evaluate("document.documentElement.dataset.mode")
    page.locator(".theme-switch-button").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != before
    toggle = page.locator(".primary-toggle").first
    if toggle.is_visible():
        before = page.evaluate(CONTENTS)
        toggle.click()
        assert page.evaluate(CONTENTS) != before
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    box = page.locator(".twoarm-search:visible").first
    box.locator("input").fill(words)
    box.locator("[role=status]:not(:empty)").wait_for()  # its index is read by then
    links = box.locator("a").all()
    found = [(link.inner_text(), link.evaluate("a => a.href")) for link in links]
    assert box.locator("[role=status]").inner_text().startswith(str(len(found) or "No"))
    page.keyboard.press("Escape")
    return found


def context_of(browser, width: int = 1280, scheme: str = "light"):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.add_init_script(WATCH)
    return context


@pytest.fixture(scope="module")
def hostile(report) -> Path:
    return report("hostile").folder / "html"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A site of few pages with every kind of output."""
    base = tmp_path_factory.mktemp("small")
    build_site(make_stage(base / "stage"), base / "html")
    return base / "html"


def test_no_hostile_text_does_anything_on_any_page(browser, hostile):
    context = context_of(browser)
    done = {}
    for path in sorted(hostile.rglob("*.html")):
        seen = watch(context, path.as_uri())
        use(seen.page, "alert")
        seen.page.wait_for_timeout(50)
        done[path.name] = seen.did()
        seen.page.close()
    context.close()
    assert len(done) > 9 and {name: did for name, did in done.items() if did} == {}


def test_what_is_searched_is_text_too(browser, hostile):
    """Titles and captions with hostile labels in the results, and a hostile text in the search itself and in its address."""
    context = context_of(browser)
    seen = watch(context, (hostile / "search.html").as_uri())
    titles = [title for title, _ in use(seen.page, "alert")]
    assert any("a;-1+" in title for title in titles)
    assert use(seen.page, markup(1)) is not None
    seen.page.goto((hostile / "search.html").as_uri() + "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert seen.page.locator(".twoarm-search:visible input").input_value() == "<img src=x onerror=alert(1)>"
    assert {k: v for k, v in seen.did().items() if k != "moves"} == {}
    context.close()


@pytest.mark.parametrize(
    ("scheme", "width", "served"),
    [("light", 1280, True), ("light", 390, False), ("dark", 1280, False), ("dark", 390, True)],
)
def test_clean_pages_work_under_the_policy(scheme, width, served, browser, small):
    """From a disk and from a server: colours, contents and search, without a violation and without a request outside."""
    server = serve(small)
    base = f"http://127.0.0.1:{server.server_port}" if served else small.as_uri()
    context = context_of(browser, width, scheme)
    for name in ("index.html", "notebooks/02_perioperative.html", "search.html"):
        seen = watch(context, f"{base}/{name}")
        found = use(seen.page, "operation time")
        assert [at for _, at in found] == [f"{base}/notebooks/02_perioperative.html#place-2"]
        assert seen.did() == {}
        seen.page.close()
    context.close()
    close(server)


def test_a_result_leads_to_its_page(browser, small):
    """From the front page's earlier address to another page, and to the front page by its first one."""
    context = context_of(browser)
    seen = watch(context, (small / "notebooks" / "00_findings.html").as_uri())
    seen.page.locator(".search-button__button:visible").first.click()
    seen.page.keyboard.type("perioperative")
    seen.page.locator(".twoarm-search:visible a").first.click()
    seen.page.wait_for_url("**/02_perioperative.html#perioperative-outcomes")
    front = (small / "index.html").as_uri()
    assert use(seen.page, "balloon")[0] == ("Stent or balloon?", f"{front}#stent-or-balloon")
    context.close()


INJECTED = """<!doctype html><html lang="en"><head><title>x</title></head><body>%s</body></html>"""
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "script that the theme might have written": "<script>DOCUMENTATION_OPTIONS = {}; alert(1)</script>",
    "handler": "<img src='data:,' onerror='alert(1)'>",
    "link": "<a id='go' href='javascript:alert(1)'>go</a>",
    "form": "<form action='https://evil.invalid/'><button id='go'>go</button></form>",
    "picture": "<img src='https://evil.invalid/x.png'>",
    "frame": "<iframe src='https://evil.invalid/'></iframe>",
    "script from elsewhere": "<script src='https://evil.invalid/x.js'></script>",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_got_into_a_page_is_stopped_by_the_policy_and_is_told_of(attack, browser, tmp_path):
    """And without the policy it acts, or the test would prove nothing."""
    page = tmp_path / "page.html"
    page.write_text(INJECTED % ATTACKS[attack], "utf-8")
    context = context_of(browser)
    free = attacked(context, page)
    assert free.opened or free.asked
    write_policy(tmp_path)
    guarded = attacked(context, page)
    assert guarded.opened == guarded.asked == guarded.went[1:] == []
    did = guarded.did()
    assert did["violations"] and did["live"]
    context.close()


def attacked(context, page: Path) -> Watched:
    seen = watch(context, page.as_uri())
    if seen.page.locator("#go").count():
        seen.page.locator("#go").evaluate("go => go.click()")
    seen.page.wait_for_timeout(150)
    return seen
