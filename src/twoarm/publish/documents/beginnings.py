"""How the documents begin: with a summary that is the findings of the front page, and each part by its name."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import html

_Element = html.HtmlElement

SUMMARY, PART = "summary", "part"
_IN_PART = "contains(concat(' ', @class, ' '), ' toctree-wrapper ')"
_FINDINGS = (
    f".//*[contains(concat(' ', @class, ' '), ' tag_findings ')][not(ancestor::*[{_IN_PART}])]"
    "//*[contains(concat(' ', @class, ' '), ' cell_output ')]//p"
)


def begin_parts(article: _Element, captions: Sequence[str]) -> None:
    """Mark the heading with which each part of the book begins, and let it carry what the part is called.

    Parameters
    ----------
    captions : of the parts in their order, as the contents of the website has them; none where chapters stand in no part.
    """
    parts = article.xpath(f".//*[{_IN_PART}]")
    for part, caption in zip(parts, captions, strict=True) if len(captions) == len(parts) else ():
        heading = next(part.iter("h1", "h2", "h3"))
        heading.set("class", PART)
        heading.set("data-caption", caption)


def summarise(article: _Element, title: str) -> None:
    """Put before the text what the front page asks, and what it found: the title page shows it, and an archive keeps it."""
    found = [copy.deepcopy(paragraph) for paragraph in article.xpath(_FINDINGS)]
    asked = next(article.iter("h1"), None)
    if not found or asked is None:
        return
    summary = html.Element("div")
    summary.set("class", SUMMARY)
    if (question := asked.text_content().strip()) != title:
        html.etree.SubElement(html.etree.SubElement(summary, "p"), "strong").text = question
    summary.extend(found)
    for element in summary.iter():
        element.attrib.pop("id", None)
        element.tail = None if element.tag == "p" else element.tail
    article.insert(0, summary)
