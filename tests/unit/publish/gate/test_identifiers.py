"""Declared identifiers, however they are written."""

from __future__ import annotations

import pytest

from twoarm.publish.gate.identifiers import Identifiers, searchable
from twoarm.publish.gate.reading.readers import read_file

IDS = ["P-03f73c", "P-07ca2c", "Ωmega.77", "12345678901234567", "00123", "17"]


def held(name: str, content: str | bytes) -> int:
    return Identifiers(IDS).in_reading(
        read_file(name, content if isinstance(content, bytes) else content.encode())
    )


def test_short_numbers_cannot_be_told_from_others():
    assert searchable(IDS) == {"P-03f73c", "P-07ca2c", "Ωmega.77", "12345678901234567"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<p>P-<b>03</b><i>f</i>73c</p>"),
        ("a.html", "<p>P\u201103f73c</p>"),
        ("a.html", "<p>p-03F73C</p>"),
        ("a.html", "<p>P-03f\u00ad73c</p>"),
        ("a.html", '<a href="x?P%2D03f73c">x</a>'),
        ("a.html", "<p>&#80;-03f73c</p>"),
        ("a.html", "(Ωmega.77)"),
        ("a.html", "n=12345678901234567;"),
        ("a.js", 'var x = "\\u0050-03f73c"'),
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><g id="P-03f73c"/></svg>'),
        ("places.js", 'window.twoarmPlaces = {"a.html": {"places": [["x", "", "Of P-03f73c."]]}};'),
        (
            "places.js",
            'window.twoarmPlaces = {"a.html": {"places": []}, "P-03f73c.html": {"title": "a", "places": []}};',
        ),
        ("places.js", 'window.twoarmPlaces = {"a.html": {"title": "a", "places": [["x", "P-03f73c"]]}};'),
        (
            "places.js",
            'window.twoarmPlaces = {"a.html": {"title": "a", "places": [["P-03f73c", "b", "c"]]}};',
        ),
        ("a.jats.xml", "P-03f73c".encode("utf-16-le")),
        ("a.woff2", b"\0\1P-03f73c\0"),
    ],
)
def test_one_is_found(name, content):
    assert held(name, content) == 1


@pytest.mark.parametrize(
    "content",
    [
        "<td>P-03f73</td>",
        "<td>aP-03f73cb</td>",
        "00123",
        "17 patients",
        "0.12345678901234567",
        "<p>P-</p><p>03f7</p>",
    ],
)
def test_what_is_none_passes(content):
    assert held("a.html", content) == 0
