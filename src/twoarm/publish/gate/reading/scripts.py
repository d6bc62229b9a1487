"""Scripts and data for them: each list and each object of JSON, and each text, is read as one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from twoarm.publish.gate.reading.passages import Reading
from twoarm.publish.website.finding.index import BETWEEN, read_index

_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`([^`]*)`')
_NAME = re.compile(r"[a-z][a-z0-9-]*")  # of a place: no value of a patient is one
_LIST = re.compile(r"[\[({][^\[\](){}]{5,}[\])}]")


def read_script(text: str) -> Reading:
    """A script, or the JSON that stands in its place."""
    reading = Reading(raw=[text])
    if pages := read_index(text):
        _read_places(pages, reading)
        return reading
    try:
        told = json.loads(text)
    except ValueError:
        for found in (*_TEXT.finditer(text), *_LIST.finditer(text)):
            reading.add(found[0])
        return reading
    for said in _said(told):
        reading.add(said)
    return reading


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


def _read_places(pages: dict[str, Any], reading: Reading) -> None:
    """The index of the search: what each place says, under what it stands in; a row has the heads of its columns within."""
    for address, page in pages.items():
        reading.add(f"{address} {page['title']}")
        for name, where, text in page["places"]:
            said = text if _NAME.fullmatch(name) else f"{name} {text}"
            reading.add(said, f"{page['title']} {where}", column=BETWEEN in text)
            reading.add(where)
