"""From the website's single page to one plain article: what only a browser needs is taken out, nothing is added."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from twoarm.errors import AnalysisError
from twoarm.present.handover import INDENT
from twoarm.publish.documents.beginnings import begin_parts, summarise
from twoarm.publish.documents.links import settle_links

_Element = html.HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DROPPED_TAGS = frozenset(
    {"style", "link", "meta", "nav", "button", "template", "noscript", "form", "input", "summary"}
)
DROPPED_CLASSES = frozenset(
    [
        "cell_input",
        "above-input",
        "headerlink",
        "download",
        "backrefs",
        "eqno",
        "tag_web-only",
        "prev-next-footer",
        "footnotes",
    ]
)
KEPT_DIVS = frozenset(
    ["summary", "twoarm-table", "table-notes", "citation", "footnote", "admonition", "math"]
)
_WEB_ONLY = ".//*[contains(concat(' ', @class, ' '), ' tag_web-only ')]"
_PART_CAPTIONS = "(//nav[.//p[@role='heading']])[1]//p[@role='heading']"
_ARROW = "›"
_IN_A_ROW = "contains(concat(' ', @class, ' '), ' twoarm-key ')"
_IN_HEADING = " or ".join(f"ancestor::{tag}" for tag in HEADINGS)
KEPT_SPANS = frozenset(["caption-number", "math", "claim"])


def clean_page(page: Path, title: str = "") -> _Element:
    """Return the article of a Sphinx ``singlehtml`` page as plain HTML with working internal links.

    Parameters
    ----------
    page : Path
        The page.
    title : str
        That of the title page, which the summary does not repeat.

    Raises
    ------
    AnalysisError
        The page has no article, or one of its links leads nowhere.
    """
    tree = html.parse(str(page), parser=html.HTMLParser(encoding="utf-8"))
    article = next(iter(tree.xpath("//article") or tree.xpath("//main")), None)
    if article is None:
        raise AnalysisError(f"{page.name} has no article to make documents of")
    _drop(article)
    _set_in_by_spaces(article)
    _run_strips_in(article)
    _run_cards_in(article)
    _shift_headings(article)
    begin_parts(article, [caption.text_content() for caption in tree.xpath(_PART_CAPTIONS)])
    settle_links(article)
    summarise(article, title)
    _label_notes(article)
    _mark_titles(article)
    _mark_formulas(article)
    _number_captions(article)
    _unwrap(article)
    _lead_without_arrows(article)
    return article


def _drop(article: _Element) -> None:
    emptied = [section for cell in article.xpath(_WEB_ONLY) for section in cell.iterancestors("section")]
    for element in list(article.iter()):
        if element is article or element.getparent() is None:
            continue
        if (
            not isinstance(element.tag, str)
            or element.tag in DROPPED_TAGS
            or DROPPED_CLASSES & set(element.classes)
            or _is_code(element)
        ):
            element.drop_tree()
    for section in emptied:
        if section.getparent() is not None and not _says_something(section):
            section.drop_tree()


def _says_something(section: _Element) -> bool:
    """Whether anything stands in the section but headings."""
    words = section.xpath(f".//text()[normalize-space()][not({_IN_HEADING})]")
    return bool(words or section.xpath(".//img | .//math"))


def _set_in_by_spaces(article: _Element) -> None:
    """Write the indent of a row as em-spaces before its name, which every converter keeps."""
    for cell in article.xpath(".//*[self::th or self::td][contains(@class, 'indent-')]"):
        depth = next(int(name[-1]) for name in cell.classes if name.startswith("indent-"))
        words = next(cell.iterchildren("p"), cell)
        words.text = INDENT * depth + (words.text or "")


def _run_strips_in(article: _Element) -> None:
    """Set a strip of marks as one paragraph: on paper a list of them would fill a page."""
    for strip in article.xpath(f".//ul[{_IN_A_ROW}]"):
        *marks, last = list(strip)
        strip.tag = "p"
        for mark in (*marks, last):
            mark.tail = "" if mark is last else "; "
            for paragraph in mark.iter("p"):
                paragraph.tail = ""
                paragraph.drop_tag()
            mark.drop_tag()


def _run_cards_in(article: _Element) -> None:
    """Set each card as one paragraph: on paper they stand beneath each other."""
    for card in article.xpath(".//div[contains(concat(' ', @class, ' '), ' twoarm-card ')]"):
        verdict, asks, *rest = list(card)
        card.tag = "p"
        card.insert(0, asks)
        for part in (asks, verdict, *rest):
            part.tail = ": " if part is verdict else ". " if "card-large" in part.classes else " "
            part.drop_tag()


def _is_code(element: _Element) -> bool:
    """True for what a browser would run, and for a contents list's own caption."""
    return element.tag == "script" or (element.tag == "p" and element.get("role") == "heading")


def _shift_headings(article: _Element) -> None:
    """Let each chapter begin at the first level: one page nests its chapters below the front page.

    A level that a chapter skips is closed up, because a tagged PDF may not skip one.
    """
    first, previous = 1, 0
    fresh = True
    for element in article.iter("span", *HEADINGS):
        if element.tag == "span":
            fresh = fresh or (element.get("id") or "").startswith("document-")
            continue
        level = int(element.tag[1])
        first = level if fresh else first
        previous = 1 if fresh else min(max(level - first + 1, 2), previous + 1)
        element.tag, fresh = f"h{previous}", False


def _label_notes(article: _Element) -> None:
    """Put the label of a reference or footnote at the head of its text."""
    for note in article.xpath(".//*[@role='doc-biblioentry' or @role='doc-footnote']"):
        label = next((child for child in note if "label" in child.classes), None)
        body = next(note.iterchildren("p"), None)
        note.tag = "div"
        if label is not None and body is not None:
            body.text = f"{label.text_content()} {body.text or ''}"
            _move_anchor_first(body)
            label.drop_tree()


def _mark_titles(article: _Element) -> None:
    for title in article.xpath(".//p[contains(@class, 'admonition-title')]"):
        text = title.text_content()
        title.clear()
        html.etree.SubElement(title, "strong").text = text


def _move_anchor_first(paragraph: _Element) -> None:
    for anchor in paragraph.xpath("./span[@id and not(node())]"):
        tail, anchor.tail = anchor.tail or "", None
        paragraph.remove(anchor)
        anchor.tail, paragraph.text = (paragraph.text or "") + tail, None
        paragraph.insert(0, anchor)


def _mark_formulas(article: _Element) -> None:
    """Hand TeX over in the one form that the converter reads without guessing at every backslash."""
    for formula in article.xpath(".//*[contains(concat(' ', @class, ' '), ' math ')][not(.//math)]"):
        tex = formula.text_content().strip()
        display = formula.tag == "div"
        script = html.Element("script", type="math/tex; mode=display" if display else "math/tex")
        script.text = tex[2:-2].strip() if tex[:2] in ("\\(", "\\[") else tex
        script.tail, formula.tail = formula.tail, None
        formula.getparent().replace(formula, script)


def _number_captions(article: _Element) -> None:
    for number in article.xpath(".//span[contains(@class, 'caption-number')]"):
        number.text = number.text_content().strip().rstrip(".") + "."
        number.tail = " " + (number.tail or "").lstrip()


def _unwrap(article: _Element) -> None:
    for element in list(article.iter("div", "section", "span", "details", "aside")):
        kept = KEPT_DIVS if element.tag == "div" else KEPT_SPANS if element.tag == "span" else frozenset()
        if not kept & set(element.classes) and not (element.tag == "span" and element.get("id")):
            element.drop_tag()


def _lead_without_arrows(article: _Element) -> None:
    """Mark what leads to another page of the website by an arrow, and end it as a sentence: paper has pages of its own."""
    for link in article.iter("a"):
        if (link.text or "").endswith(_ARROW) and not len(link):
            link.text = link.text.removesuffix(_ARROW).rstrip()
            link.tail = "." + (link.tail or "")
            link.set("class", "leads")
