"""The site in a real browser, at the width of a desk and of a telephone, light and dark, with its code and without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from page_states import WIDTHS, bring, judged
from web_server import close, serve

pytestmark = pytest.mark.browser

SCREENS, SCREEN = (
    80,
    844,
)  # a telephone's, of the whole shipped study with its details closed; and how high one is
MOST = 400_000  # bytes of a page, what is its own: the page, its data and the pictures that are shown


@pytest.fixture(scope="module")
def served(shipped_run, gbsg2_run) -> Iterator[dict[str, tuple[str, Path]]]:
    """Both sites at an address of this machine."""
    runs = {"shipped": shipped_run, "gbsg2": gbsg2_run}
    servers = {name: serve(run / "html") for name, run in runs.items()}
    yield {name: (f"http://127.0.0.1:{s.server_port}", runs[name] / "html") for name, s in servers.items()}
    for server in servers.values():
        close(server)


def addresses(folder: Path) -> list[str]:
    """Every page that a reader can open, the search page among them, and the front page by both its names."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if "_static" not in path.parts
    )


@dataclass
class Seen:
    """A page in one width: how high it is, how far it scrolls sideways, what it cuts off, the banner, and its tables."""

    height: int
    scroll: int
    cut_off: list[str]
    banner: bool
    tables: dict[str, list[str]]


class Visit:
    """One page, opened once: what it asked for, what its console said, how it looks in each width, what axe says."""

    def __init__(self, browser, base: str, address: str, judge: bool = True) -> None:
        context = browser.new_context()
        page = context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on(
            "console", lambda message: self.said.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("response", lambda r: self.said.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.goto(f"{base}/{address}", wait_until="networkidle")
        self.at = {name: _seen(page, width) for name, width in WIDTHS.items()}
        self.inaccessible: list[str] = []
        if judge:
            for width, scheme, code in (("desk", "light", True), ("telephone", "dark", False)):
                bring(page, width, scheme, code)
                self.inaccessible += [f"{width}, {scheme}: {broken}" for broken in judged(page)]
        context.close()

    def outside(self, base: str) -> list[str]:
        return [url for url in self.asked if not url.startswith((f"{base}/", "data:", "blob:"))]


def _seen(page, width: int) -> Seen:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false; })")
    page.wait_for_timeout(50)
    height = page.evaluate("document.documentElement.scrollHeight")
    scroll = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    banner = page.locator(".twoarm-banner")
    shown = banner.count() == 1 and banner.is_visible() and "Simulated cohort" in banner.inner_text()
    return Seen(height, scroll, page.evaluate(CUT_OFF), shown, page.evaluate(TABLES))


# Figures wider than the text, and tables wider than it that cannot be scrolled by themselves.
CUT_OFF = """() => [...document.querySelectorAll('article img, article table')].filter(e => {
  const room = e.closest('article').getBoundingClientRect().right + 1;
  const scrolls = [...(function*(n) { while (n = n.parentElement) yield n })(e)]
    .some(n => ['auto', 'scroll'].includes(getComputedStyle(n).overflowX) && n.tagName !== 'BODY');
  return e.getBoundingClientRect().right > room && !scrolls;
}).map(e => e.id || e.alt)"""


# Tables that scroll, and those whose result is out of view; what is folded is opened first.
TABLES = """() => {
  document.querySelectorAll('details.twoarm-fold').forEach(fold => { fold.open = true; });
  const found = {scroll: [], hidden: [], marked: []};
  for (const table of document.querySelectorAll('article table.table')) {
    const box = table.closest('.pst-scrollable-table-container');
    if (box.scrollWidth > box.clientWidth) found.scroll.push(table.id);
    const results = [...table.querySelectorAll('tbody td.result:not(.empty)')];
    if (results.length) found.marked.push(table.id);
    const right = document.documentElement.clientWidth;
    const seen = e => e.getBoundingClientRect().right <= right && e.getBoundingClientRect().left >= 0;
    if (!results.every(seen)) found.hidden.push(table.id);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def visits(browser, served) -> dict[tuple[str, str], Visit]:
    """Every page of both sites."""
    return {
        (site, address): Visit(browser, base, address)
        for site, (base, folder) in served.items()
        for address in addresses(folder)
    }


def seen(visits) -> dict[tuple[str, str, str], Seen]:
    """Every page in every width."""
    return {(*where, name): at for where, visit in visits.items() for name, at in visit.at.items()}


def test_every_page_was_opened(visits, served):
    for site, (_, folder) in served.items():
        pages = {address for s, address in visits if s == site}
        assert "notebooks/00_findings.html" in pages
        assert len(pages) >= len(list((folder / "notebooks").glob("*.html"))) >= 4


def test_a_telephone_shows_the_whole_study_on_few_screens(visits):
    heights = {
        address: at.height
        for (site, address, width), at in seen(visits).items()
        if site == "shipped"
        and width == "telephone"
        and address not in ("search.html", "notebooks/00_findings.html")
    }
    print({address: round(height / SCREEN, 1) for address, height in heights.items()})
    assert sum(heights.values()) <= SCREENS * SCREEN


def test_no_page_scrolls_sideways(visits):
    assert {where: at.scroll for where, at in seen(visits).items() if at.scroll > 0} == {}


def test_no_figure_and_no_table_is_cut_off(visits):
    assert {where: at.cut_off for where, at in seen(visits).items() if at.cut_off} == {}


def test_the_result_of_each_main_table_is_in_view(visits):
    tables = {where: at.tables for where, at in seen(visits).items()}
    assert {where: found["hidden"] for where, found in tables.items() if found["hidden"]} == {}
    for site in ("shipped", "gbsg2"):
        assert sum(len(found["marked"]) for where, found in tables.items() if where[0] == site) >= 4, site


def test_no_table_scrolls(visits):
    scrolling = {where: at.tables["scroll"] for where, at in seen(visits).items()}
    assert {where: names for where, names in scrolling.items() if names} == {}


def test_no_page_asks_for_anything_outside(visits, served):
    found = {where: visit.outside(served[where[0]][0]) for where, visit in visits.items()}
    assert {where: urls for where, urls in found.items() if urls} == {}


def test_no_page_has_an_error_in_its_console(visits):
    assert {where: visit.said for where, visit in visits.items() if visit.said} == {}


def test_every_page_is_accessible_in_both_widths_and_modes_and_with_its_code(visits):
    """The other two pairs of width and mode: `tests/slow/test_page_states.py`."""
    assert {where: visit.inaccessible for where, visit in visits.items() if visit.inaccessible} == {}


def weights(folder: Path) -> dict[str, int]:
    """The bytes of each page with what not every page refers to; of a picture's drawings the heaviest that is shown."""
    pages = {name: folder / name for name in addresses(folder)}
    asked = {name: _referred(path) for name, path in pages.items()}
    shared = set.intersection(*map(set, asked.values()))
    return {
        name: pages[name].stat().st_size + sum(path.stat().st_size for path in set(files) - shared)
        for name, files in asked.items()
    }


def _referred(path: Path) -> list[Path]:
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for dark in page.select("picture.only-dark"):
        dark.decompose()
    alone = [tag["src"] for tag in page.select("script[src], img[src]") if tag.parent.name != "picture"]
    alone += [tag["href"] for tag in page.select("link[rel=stylesheet]")]
    drawn = [
        [tag.get("srcset") or tag["src"] for tag in picture.select("source, img")]
        for picture in page.select("picture")
    ]
    files = [_file(path, address) for address in alone]
    return files + [max((_file(path, a) for a in some), key=lambda f: f.stat().st_size) for some in drawn]


def _file(page: Path, address: str) -> Path:
    return (page.parent / address.partition("?")[0]).resolve()


def test_no_page_weighs_more_than_a_reader_on_the_road_has_patience_for(served):
    heavy = {
        (site, name): weight
        for site, (_, folder) in served.items()
        for name, weight in weights(folder).items()
        if weight > MOST
    }
    assert heavy == {}


def test_what_weighs_is_weighed(tmp_path):
    (tmp_path / "all.js").write_text("0" * 9)
    for name, size in (("wide.svg", 50), ("narrow.svg", 70), ("dark.svg", 900), ("own.js", 20)):
        (tmp_path / name).write_text("0" * size)
    own = (
        "<script src='own.js?v=1'></script><picture class='only-light'><source srcset='narrow.svg'><img src='wide.svg'>"
        "</picture><picture class='only-dark'><img src='dark.svg'></picture>"
    )
    shared = "<script src='all.js'></script>"
    (tmp_path / "a.html").write_text(shared + own)
    (tmp_path / "b.html").write_text(shared)
    assert weights(tmp_path) == {"a.html": len(shared + own) + 90, "b.html": len(shared)}


def pressed(page) -> str:
    return page.locator(".twoarm-code-switch").get_attribute("aria-pressed")


def test_one_switch_shows_the_code_of_all_pages_and_is_remembered_from_a_folder_too(browser, served):
    folder = served["gbsg2"][1]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((folder / "notebooks" / "01_methods.html").as_uri())
    code = page.locator("div.twoarm-code")
    words = page.inner_text("article")
    assert (pressed(page), code.count(), "open_study" in words) == ("false", 0, False)
    assert "Code" not in words.split()
    switch = page.locator(".twoarm-code-switch")
    switch.focus()
    page.keyboard.press("Enter")
    assert pressed(page) == "true" and code.first.is_visible()
    assert page.get_by_role("button", name="Code", pressed=True).count() == 1
    assert page.get_by_role("group", name="Code of cell 1", exact=True).count() == 1
    page.goto((folder / "index.html").as_uri())
    assert pressed(page) == "true" and "open_study" in page.inner_text("article")
    page.locator(".twoarm-code-switch").click()
    page.reload()
    assert (pressed(page), page.locator("div.twoarm-code").count()) == ("false", 0)
    context.close()


def test_a_page_is_whole_where_no_script_runs(browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((served["gbsg2"][1] / "notebooks" / "01_methods.html").as_uri())
    assert page.locator("article table").first.is_visible()
    assert not page.locator(".twoarm-code-switch").is_visible()
    assert "open_study" not in page.inner_text("body")
    context.close()


def test_the_search_and_the_contents_are_accessible_when_they_are_open(browser, served):
    base = served["gbsg2"][0]
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/index.html", wait_until="networkidle")
    bring(page, "telephone", "light", code=False)
    page.keyboard.press("Control+k")
    page.keyboard.type("survival")
    assert page.locator("#twoarm-search-dialog").is_visible() and judged(page) == []
    page.keyboard.press("Escape")
    page.locator(".primary-toggle").first.click()
    assert page.locator("#pst-primary-sidebar-modal").is_visible() and judged(page) == []
    context.close()


def test_the_mark_of_a_simulated_cohort_stands_on_each_printed_sheet(browser, served, tmp_path):
    for site in ("shipped", "gbsg2"):
        context = browser.new_context(color_scheme="dark")
        page = context.new_page()
        page.goto((served[site][1] / "notebooks" / "01_methods.html").as_uri())
        page.pdf(path=tmp_path / f"{site}.pdf", format="A4")
        context.close()
    sheets = {site: _sheets(tmp_path / f"{site}.pdf") for site in ("shipped", "gbsg2")}
    mark = "The audit of published claims is real."  # which no sentence of the page says
    assert [mark in " ".join(sheet.split()) for sheet in sheets["shipped"]] == [True] * len(sheets["shipped"])
    assert len(sheets["shipped"]) > 3
    assert not any("imulated" in sheet for sheet in sheets["gbsg2"])
    assert "open_study" not in " ".join(sheets["shipped"])


def _sheets(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    return [sheet.get_textpage().get_text_bounded() for sheet in document]


def test_the_banner_is_seen_on_every_page_of_the_simulated_study_and_on_none_of_the_real_one(visits):
    pages = {where: at.banner for where, at in seen(visits).items()}
    assert {where for where, shown in pages.items() if shown} == {
        where for where in pages if where[0] == "shipped"
    }


def test_what_is_looked_for_is_found(browser, tmp_path):
    """A page that scrolls, asks outside, fails and is cut off, opened in the same way."""
    (tmp_path / "bad.html").write_text(
        "<!doctype html><body style='margin:0'><article style='width:300px'>"
        "<img alt='wide' style='display:block;width:3000px;height:9px' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"
        "<div class='pst-scrollable-table-container' style='overflow-x:auto'><table id='far' class='table'><tbody><tr>"
        "<td><div style='width:3000px'></div></td><td class='result'>1</td></tr></tbody></table></div>"
        "</article><img src='http://outside.invalid/x.png'><script>undefined_name()</script></body>",
        "utf-8",
    )
    server = serve(tmp_path)
    base = f"http://127.0.0.1:{server.server_port}"
    visit = Visit(browser, base, "bad.html", judge=False)
    close(server)
    assert visit.outside(base) == ["http://outside.invalid/x.png"]
    assert any("undefined_name" in said for said in visit.said)
    for at in visit.at.values():
        assert at.scroll > 0
        assert at.cut_off == ["wide"]
        assert at.tables == {"scroll": ["far"], "hidden": ["far"], "marked": ["far"]}
        assert not at.banner
