"""Each figure as a reader sees it, at the width of a desk and of a telephone, by day and in the dark: nothing cut, nothing
over anything else, letters of twelve pixels, and colours that stand out from the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from twoarm.present.vector.colours import IN_THE_DARK, PALE, PAPER

pytestmark = pytest.mark.browser

WIDE_ALONE = {"06_sensitivity.html"}  # until its curves, which are arranged anew, have a narrow drawing
WIDTHS = {"desk": 1280, "telephone": 390}
MODES = ("light", "dark")
_PICTURE = re.compile(
    r'<picture class="only-(light|dark)">(?:<source [^>]*srcset="([^"]+)"[^>]*>)?<img src="([^"]+)"'
)
# What is shaded says nothing that a line beside it does not say.
SHADES = {c.lower() for c in (PALE, PAPER, IN_THE_DARK[PALE], IN_THE_DARK[PAPER])}

# Of each drawing: words that are small, out of view or over each other, marks out of view, and every colour that is used.
READ = """([drawings, width]) => drawings.map(([name, svg]) => {
  const host = document.createElement('div');
  host.style.width = width + 'px';
  document.body.append(host);
  const root = host.attachShadow({mode: 'open'});  // identifiers of one drawing are not those of another
  root.innerHTML = svg;
  const drawn = root.querySelector('svg');
  const own = drawn.viewBox.baseVal.width * 96 / 72 * 1.0716;
  drawn.setAttribute('width', width < 500 ? width : Math.min(width, own));
  drawn.removeAttribute('height');
  const box = drawn.getBoundingClientRect();
  const scale = box.width / drawn.viewBox.baseVal.width;
  const across = r => r.left >= box.left - 1 && r.right <= box.right + 1;
  const inside = r => across(r) && r.top >= box.top - 1 && r.bottom <= box.bottom + 1;
  const words = [...drawn.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => {
    const r = t.getBoundingClientRect();
    return {text: t.textContent, r, size: parseFloat(getComputedStyle(t).fontSize) * scale, fill: t.style.fill};
  });
  const over = [];
  words.forEach((a, i) => words.slice(0, i).forEach(b => {
    const across = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
    const down = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
    if (across > 2 && down > 0.35 * Math.min(a.r.height, b.r.height)) over.push([a.text, b.text]);
  }));
  const marks = [...drawn.querySelectorAll('use, path')].filter(m => !m.closest('defs'));
  const free = marks.filter(m => !m.closest('[clip-path]'));
  const result = {
    name,
    small: words.filter(w => w.size < 12).map(w => w.text + ' ' + w.size),
    cut: words.filter(w => !inside(w.r)).map(w => w.text),
    over,
    lost: free.filter(m => !inside(m.getBoundingClientRect())).map(m => m.outerHTML.slice(0, 120)),
    inks: [...new Set(words.map(w => w.fill))],
    marks: [...new Set(marks.filter(m => m.style.opacity === '' && m.style.fillOpacity === '').map(m => (
      m.style.stroke && m.style.stroke !== 'none' ? m.style.stroke : m.style.fill)))],
  };
  host.remove();
  return result;
})"""


@dataclass(frozen=True)
class Shown:
    """The drawings of one figure, as its page names them."""

    page: Path
    wide: Path
    narrow: Path | None


@pytest.fixture(scope="module", params=["shipped_run", "gbsg2_run"])
def site(request) -> Path:
    return request.getfixturevalue(request.param) / "html"


def figures(site: Path, mode: str) -> Iterator[Shown]:
    """Every figure of every page, in the colours of a mode."""
    for page in sorted(site.rglob("*.html")):
        for found, narrow, wide in _PICTURE.findall(page.read_text("utf-8")):
            if found == mode:
                yield Shown(page, page.parent / wide, page.parent / narrow if narrow else None)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_figure_can_be_read(browser, site, width, mode):
    every = list(figures(site, mode))
    assert {one.page.name for one in every if not one.narrow} <= WIDE_ALONE
    shown = [one for one in every if one.narrow]
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, color_scheme=mode)
    page = context.new_page()
    page.goto(shown[0].page.as_uri())
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    room = page.evaluate("document.querySelector('figure.twoarm-figure').clientWidth")
    at = page.locator(f"picture.only-{mode} img").first
    at.scroll_into_view_if_needed()
    chosen = (shown[0].wide if width == "desk" else shown[0].narrow).name
    assert at.evaluate("e => e.decode().then(() => e.currentSrc)").endswith(chosen)
    files = {(one.wide if width == "desk" else one.narrow).resolve() for one in shown}
    page.goto("about:blank")
    drawings = [[file.name, file.read_text("utf-8")] for file in sorted(files)]
    told = page.evaluate(READ, [drawings, room])
    context.close()
    wrong = {
        one["name"]: found
        for one in told
        if (found := [one[key] for key in ("small", "cut", "over", "lost") if one[key]])
    }
    assert wrong == {}
    ground = rgb(paper)
    assert {ink for one in told for ink in one["inks"] if contrast(rgb(ink), ground) < 4.5} == set()
    marks = {
        ink for one in told for ink in one["marks"] if ink and ink != "none" and hexed(ink) not in SHADES
    }
    assert {ink for ink in marks if contrast(rgb(ink), ground) < 3} == set()


def rgb(colour: str) -> tuple[int, ...]:
    """Of ``rgb(1, 2, 3)`` or ``#010203``."""
    if colour.startswith("#"):
        return tuple(bytes.fromhex(colour[1:]))
    return tuple(int(part) for part in re.findall(r"\d+", colour)[:3])


def hexed(colour: str) -> str:
    return "#" + bytes(rgb(colour)).hex()


def contrast(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """After WCAG 2.2."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
