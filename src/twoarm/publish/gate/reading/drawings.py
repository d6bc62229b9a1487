"""Drawings: what is written in them, and the points that their marks stand at."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
from lxml import etree

from twoarm.publish.gate.reading.passages import Reading, plain, several

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_LETTERS = re.compile(r"<defs>.*?</defs>|<clipPath.*?</clipPath>", re.DOTALL)
_WRITTEN = re.compile(r"<!--(.*?)-->\s*<g [^>]*translate\(([-\d.]+)[ ,]([-\d.]+)\)", re.DOTALL)
_MOVED = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)")
_MARK = re.compile(r"<(use|circle|ellipse|rect)\b([^>]*)>")
_PLACE = re.compile(r'\b(?:c?x|c?y)="([-\d.eE]+)"')
_LIKE = re.compile(r'href="([^"]*)"')
_PATH = re.compile(r'\bd="([^"]*)"|\bpoints="([^"]*)"')
_NUMBER = re.compile(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?")
_ATTRIBUTE = re.compile(r'\s(?!(?:d|style|transform|points|viewBox|xlink:href|x|y)=)[\w:-]+="([^"]*)"')
_FEW = 5  # points of a set that could be that of an arm


def read_drawing(content: bytes) -> Reading:
    """A drawing of SVG: its words, those at one height together, and its marks."""
    reading, text = Reading(), content.decode("utf-8", "ignore")
    about = plain("\n".join(_COMMENT.findall(text)))
    written = _WRITTEN.findall(text)
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True, recover=True))
    if root is not None:
        for element in root.iter("{*}text", "{*}title", "{*}desc", "{*}metadata"):
            reading.add(" ".join(element.itertext()), about)
        written += filter(None, map(_written, root.iter("{*}text")))
    bare = _LETTERS.sub("", text)
    for said in (*_ATTRIBUTE.findall(bare), *_COMMENT.findall(text)):
        if several(said):
            reading.add(said, about)
    lines = defaultdict(list)
    for words, x, y in written:
        lines[round(float(y))].append((float(x), words.strip()))
    for line in lines.values():
        reading.add("\t".join(words for _, words in sorted(line)), about)
    reading.drawings += points_of(bare)
    return reading


def _written(element: etree._Element) -> tuple[str, str, str] | None:
    """The words of a text and where they stand, if it says so."""
    place = element.get("x"), element.get("y")
    moved = _MOVED.match(element.get("transform", ""))
    x, y = moved.groups() if moved else place
    words = " ".join(element.itertext())
    return (words, x, y) if x and y and _NUMBER.fullmatch(x) and _NUMBER.fullmatch(y) else None


def points_of(text: str) -> list[np.ndarray]:
    """The points of the marks that look alike, and those of each path."""
    alike = defaultdict(list)
    for tag, attributes in _MARK.findall(text):
        place = _PLACE.findall(attributes)
        if len(place) == 2:
            alike[tag, *_LIKE.findall(attributes)].append([float(part) for part in place])
    sets = [np.array(points) for points in alike.values()]
    for path in _PATH.findall(text):
        numbers = np.array(_NUMBER.findall("".join(path)), float)
        if len(numbers) % 2 == 0:
            sets.append(numbers.reshape(-1, 2))
    return [points for points in sets if len(points) >= _FEW]
