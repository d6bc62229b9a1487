"""Internal links of the single page: every target gets one name, every link finds its target or is an error."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import html

from twoarm.errors import AnalysisError, Place, Problem

_Element = html.HtmlElement

_OUTWARD = re.compile(r"(https?|mailto):", re.IGNORECASE)
_PAGE = "#document-"  # how Sphinx names a page within the single one
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SELF_NAMED = _HEADINGS | {"figure", "table", "div"}  # what a converter lets carry a name of its own


def settle_links(article: _Element) -> None:
    """Name every target once and point every internal link at it.

    A page made of many has some identifiers more than once (two chapters with a section ``limits``): a citation
    prefers a reference, everything else the target in its own chapter.

    Raises
    ------
    AnalysisError
        Links that lead nowhere, all at once.
    """
    chapters = _chapter_of(article)
    targets = _find_targets(article)
    targets += _front_page(article, targets)
    names = _choose_names(targets)
    broken = [
        problem
        for link in list(article.iter("a"))
        if (problem := _settle(link, targets, names, chapters)) is not None
    ]
    if broken:
        raise AnalysisError(
            "Links of the report lead nowhere", broken, "Correct the label, or keep its page."
        )
    for element in article.iter():
        element.attrib.pop("id", None)
    linked = {link.get("href") for link in article.iter("a")}
    for element, name in names.items():
        if element.tag in _SELF_NAMED or f"#{name}" in linked:
            _set_name(element, name)


def _chapter_of(article: _Element) -> dict[_Element, int]:
    """Return the number of the chapter in which each element stands."""
    chapter, chapters = 0, {}
    for element in article.iter():
        chapter += (element.get("id") or "").startswith("document-")
        chapters[element] = chapter
    return chapters


def _find_targets(article: _Element) -> list[tuple[str, _Element]]:
    """Return identifiers with the element each stands for: that of a section is its heading's."""
    targets: list[tuple[str, _Element]] = []
    waiting: list[str] = []
    for element in article.iter():
        name = element.get("id")
        if element.tag in _HEADINGS:
            targets += [(alias, element) for alias in [*waiting, name] if alias]
            waiting = []
        elif name and (element.tag == "section" or _is_anchor(element)):
            waiting.append(name)
        elif name:
            targets.append((name, element))
        elif waiting and element.tag in ("p", "figure", "table", "dl", "ul", "ol"):
            targets += [(alias, element) for alias in waiting]
            waiting = []
    return targets


def _front_page(article: _Element, targets: list[tuple[str, _Element]]) -> list[tuple[str, _Element]]:
    """Return the first heading under the name by which links call the one page that Sphinx marks nowhere: the first.

    With several such names at least one page is not there, and all of them are left to be found broken.
    """
    called = {
        _identifier(href) for link in article.iter("a") if (href := link.get("href") or "").startswith(_PAGE)
    }
    unmarked = called - {name for name, _ in targets}
    heading = next(article.iter(*_HEADINGS), None)
    return [(unmarked.pop(), heading)] if len(unmarked) == 1 and heading is not None else []


def _is_anchor(element: _Element) -> bool:
    return element.tag == "span" and not len(element) and not (element.text or "").strip()


def _choose_names(targets: list[tuple[str, _Element]]) -> dict[_Element, str]:
    """Return one name for each target, safe as an XML identifier, as a Typst label and as a Word bookmark."""
    names: dict[_Element, str] = {}
    for identifier, element in targets:
        if element not in names:
            plain = re.sub(r"[^A-Za-z0-9-]+", "-", identifier).strip("-") or "part"
            plain = plain if plain[0].isalpha() else f"part-{plain}"
            taken, number = set(names.values()), 2
            name = plain
            while name in taken:
                name, number = f"{plain}-{number}", number + 1
            names[element] = name
    return names


def _settle(
    link: _Element,
    targets: list[tuple[str, _Element]],
    names: dict[_Element, str],
    chapters: dict[_Element, int],
) -> Problem | None:
    href = (link.get("href") or "").strip()
    if _OUTWARD.match(href):
        return None
    if href in ("", "#") or link.get("role") == "doc-backlink":
        link.drop_tag()
        return None
    found = [element for name, element in targets if name == _identifier(href)]
    if not found:
        return Problem(
            Place(at="link"), f"“{link.text_content().strip()}” leads to {href}, which is not there"
        )
    cites = any("bibtex-citation" in parent.classes for parent in link.iterancestors("span"))
    target = min(found, key=lambda element: _distance(element, link, cites, chapters))
    link.attrib.clear()
    link.set("href", f"#{names[target]}")
    return None


def _identifier(href: str) -> str:
    """Return what a link names: ``x.html#id`` its ``id``, ``x.html`` the page."""
    page, mark, fragment = unquote(href).rpartition("#")
    return fragment if mark else "document-" + re.sub(r"^(\.\.?/)+|\.html$", "", fragment or page)


def _distance(
    target: _Element, link: _Element, cites: bool, chapters: dict[_Element, int]
) -> tuple[bool, bool]:
    return (target.get("role") == "doc-biblioentry") != cites, chapters[target] != chapters[link]


def _set_name(element: _Element, name: str) -> None:
    if element.tag in _SELF_NAMED:
        element.set("id", name)
        return
    anchor = html.Element("span", id=name)
    anchor.tail, element.text = element.text, None
    element.insert(0, anchor)
