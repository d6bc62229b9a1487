"""What a front page shows, as docutils nodes: cards, doors, and an abstract whose sentences are marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes

from ..leading import leading, linked
from .marked import Evidence, Mark, Sentence

_Content = dict[str, Any]


def cards(content: _Content) -> nodes.container:
    """Questions side by side, each with its verdict before it."""
    return nodes.container("", *map(_card, content["cards"]), classes=["twoarm-cards"])


def _card(card: _Content) -> nodes.container:
    verdict = _paragraph("card-verdict", nodes.Text(f"{card['shape']} {card['word']}"))
    asks = _paragraph("card-asks", nodes.strong("", card["asks"]))
    parts = [
        nodes.inline("", part["text"], classes=[part["arm"]] if part["arm"] else []) for part in card["large"]
    ]
    large = _paragraph("card-large", nodes.strong("", "", *parts))
    text = _paragraph("card-text", nodes.Text(card["text"]))
    link = _paragraph("card-link", *linked(card["link"]))
    return nodes.container(
        "", verdict, asks, large, text, link, classes=["twoarm-card", f"verdict-{card['kind']}"]
    )


def doors(content: _Content) -> nodes.container:
    """Kinds of readers side by side, each with the pages for it."""
    return nodes.container("", *map(_door, content["doors"]), classes=["twoarm-doors"])


def _door(door: _Content) -> nodes.container:
    items = [nodes.list_item("", _paragraph("", *linked(link))) for link in door["links"]]
    title = _paragraph("door-title", nodes.strong("", door["title"]))
    return nodes.container("", title, nodes.bullet_list("", *items), classes=["twoarm-door"])


def abstract(content: _Content) -> nodes.container:
    """The key, then the paragraphs, then what stands behind each mark, which is asked for."""
    key = nodes.bullet_list("", *map(_key, content["key"]), classes=["twoarm-key"])
    paragraphs, behind, number = [], [], 0
    for sentences in content["paragraphs"]:
        paragraph = nodes.paragraph(classes=["twoarm-abstract"])
        for sentence in sentences:
            number += bool(sentence["kind"])
            paragraph += _sentence(sentence, number)
            behind += [_evidence(sentence, number)] if sentence["kind"] else []
        paragraphs.append(paragraph)
    return nodes.container("", key, *paragraphs, *behind, classes=["twoarm-marked"])


def _key(one: _Content) -> nodes.list_item:
    classes = ["claim", f"claim-{one['kind']}"]
    name = nodes.inline("", one["word"], classes=classes, ids=[f"verdict-{one['kind']}"])
    shape, count = nodes.Text(f"{one['shape']} "), nodes.Text(f" ({one['sentences']})")
    return nodes.list_item("", _paragraph("", shape, name, count))


def _sentence(sentence: _Content, number: int) -> list[nodes.Node]:
    head = [nodes.strong("", sentence["head"]), nodes.Text(" ")] if sentence["head"] else []
    if not sentence["kind"]:
        return [*head, nodes.Text(f"{sentence['text']} ")]
    shape = f"{sentence['shape']}{sentence['judged']}"
    text = Sentence("", nodes.Text(sentence["text"]), number=number, kind=sentence["kind"])
    mark = Mark(
        "", nodes.Text(f"{shape} "), leading(sentence["ids"], sentence["to"]), number=number, shape=shape
    )
    mark["kind"] = sentence["kind"]
    return [*head, text, mark, nodes.Text(" ")]


def _evidence(sentence: _Content, number: int) -> Evidence:
    verdict = nodes.strong("", f"{sentence['shape']} {sentence['word']}")
    lead = nodes.paragraph(
        "", "", verdict, nodes.Text(" · "), leading(f"{sentence['ids']} ›", sentence["to"])
    )
    said = [nodes.paragraph("", text) for text in sentence["said"]]
    return Evidence("", lead, *said, number=number)


def _paragraph(name: str, *children: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", *children, classes=[name] if name else [])


MAKERS: dict[str, Callable[[_Content], nodes.Element]] = {
    "cards": cards,
    "doors": doors,
    "abstract": abstract,
}
