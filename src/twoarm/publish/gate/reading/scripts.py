"""Scripts and data for them: each list and each object of JSON, and each text, is read as one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from twoarm.publish.gate.reading.passages import Reading

_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`([^`]*)`')
_LIST = re.compile(r"[\[({][^\[\](){}]{5,}[\])}]")


def read_script(text: str) -> Reading:
    """A script, or the JSON that stands in its place."""
    reading = Reading(raw=[text])
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
