"""Scripts and data for them: each list and each object of JSON, and each text, is read as one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sphinx.search.en import SearchEnglish

from twoarm.publish.gate.reading.passages import Reading, plain, several

_INDEX = "Search.setIndex("
_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`([^`]*)`')
_LIST = re.compile(r"[\[({][^\[\](){}]{5,}[\])}]")


def read_script(text: str) -> Reading:
    """A script, or the JSON that stands in its place."""
    reading = Reading(raw=[text])
    try:
        if text.lstrip().startswith(_INDEX):
            return _read_index(json.loads(text.strip()[len(_INDEX) :].rstrip(";)")), reading)
        told = json.loads(text)
    except ValueError:
        for found in (*_TEXT.finditer(text), *_LIST.finditer(text)):
            reading.add(found[0])
        return reading
    for said in _said(told):
        reading.add(said)
    return reading


def _read_index(index: dict[str, Any], reading: Reading) -> Reading:
    """A search index: its titles and other words, without the numbers of its pages; and its terms."""
    for key in ("terms", "titleterms"):
        reading.terms |= {plain(term).casefold() for term in index.pop(key, {})}
    for said in _words(index):
        reading.add(said)
    for term in reading.terms:
        if several(term):
            reading.add(term)
    return reading


def _words(told: Any) -> Iterator[str]:
    """Every text in lists and objects, and every name."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        yield from told
        yield from _words(list(told.values()))
    elif isinstance(told, list):
        for value in told:
            yield from _words(value)


def _said(told: Any) -> Iterator[str]:
    """Each text, and what stands side by side in one list or object."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, (list, dict)):
        inner = list(told.values()) if isinstance(told, dict) else told
        names = list(told) if isinstance(told, dict) else []
        beside = [str(value) for value in inner if isinstance(value, (int, float, str))]
        yield " ".join(beside) if len(beside) > 1 else ""
        for value in (*names, *inner):
            yield from _said(value)


def terms_of(identifiers: Iterable[str], telling: Callable[[str], bool]) -> dict[str, str]:
    """The terms that a search index has of identifiers, their telling words as stems, each with its identifier."""
    stem = SearchEnglish({}).stem
    words = ((word, name) for name in identifiers for word in re.findall(r"\w+", name) if telling(word))
    return {stem(word) if word[-1].isalpha() else word: name for word, name in words}
