"""What a page tells of itself in its head: to whom it is shared with, to indexes of literature, to search engines.

Everything is said by the study or stands on the page; what needs the address of a host is left out, since none is known.
Facts for search engines are attributes (microdata), not a script of data: no script stands within a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes

_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[^\W\d_a-z])")
_MOST = 300  # letters, as much as a preview shows
_FINDINGS = "tag_findings"


def about_page(
    study: dict[str, Any], title: str, described: str, pdf: str, picture: tuple[str, str]
) -> dict[str, list[tuple[str, str]]]:
    """The facts of one page, each a name with what it says; what is empty is left out.

    Parameters
    ----------
    study : what `study.yml` says.
    title, described : of the page.
    pdf : the supplement, from the page; empty where there is none.
    picture : one of the page's own and what it shows; empty where there is none.
    """
    name, date = study["title"], str(study.get("date") or "")
    authors = [str(author) for author in study.get("authors") or []]
    citation = [
        ("citation_title", name),
        *(("citation_author", author) for author in authors),
        ("citation_publication_date", date.replace("-", "/")),
        ("citation_language", "en"),
        ("citation_pdf_url", pdf),
    ]
    graph = [
        ("og:type", "article"),
        ("og:site_name", name),
        ("og:title", title or name),
        ("og:description", described),
        ("og:image", picture[0]),
        ("og:image:alt", picture[1]),
    ]
    schema = [
        ("name", title or name),
        ("headline", name),
        ("description", described),
        ("datePublished", date),
        *(("author", author) for author in authors),
        ("inLanguage", "en"),
    ]
    named = [("description", described), ("twitter:card", "summary"), *citation]
    return {
        part: [(key, said) for key, said in facts if said]
        for part, facts in (("named", named), ("graph", graph), ("schema", schema))
    }


def description_of(page: nodes.document | None, mark: str) -> str:
    """The first sentences of a page, its findings before anything else, after the mark of a cohort that is not real."""
    found = next(filter(None, map(_text, _paragraphs(page))), "") if page is not None else ""
    sentences, said = _SENTENCE.split(found), mark
    for sentence in sentences:
        longer = f"{said} {sentence}".strip()
        if len(longer) > _MOST and said != mark:
            break
        said = longer
    return said


def preview_picture(page: nodes.document | None, root: str) -> tuple[str, str]:
    """The first figure of a page as the run keeps it for journals, beside the website, and what it shows."""
    for figure in page.findall(nodes.figure) if page is not None else ():
        image = figure.next_node(nodes.image)
        name = next((name for name in figure["ids"] if name.startswith("fig-")), "")
        if name and image is not None:
            return f"{root}../figures/{name}.png", image.get("alt", "")
    return "", ""


def _paragraphs(page: nodes.document) -> Iterator[nodes.paragraph]:
    for part in page.findall(lambda node: isinstance(node, nodes.Element) and _FINDINGS in node["classes"]):
        yield from part.findall(nodes.paragraph)
    yield from page.findall(lambda node: isinstance(node, nodes.paragraph) and _is_text(node))


def _is_text(node: nodes.paragraph) -> bool:
    """Whether a paragraph is one of the text: a page of tables has thousands that are not."""
    around = node.parent
    return isinstance(around, nodes.Element) and (
        isinstance(around, (nodes.section, nodes.document)) or "cell_output" in around["classes"]
    )


def _text(paragraph: nodes.paragraph) -> str:
    """What a paragraph says in letters; nothing where it holds a formula."""
    return "" if paragraph.next_node(nodes.math) else " ".join(paragraph.astext().split())
