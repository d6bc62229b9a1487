"""The index of the search: a script of data that a page asks for when somebody searches, and not before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from twoarm.publish.website.finding.places import Findable

INDEX = Path("_static", "places.js")
_VARIABLE = "window.twoarmPlaces"
Page = tuple[str, str, Iterable[Findable]]  # its address, its title, its places


def write_index(html: Path, pages: Iterable[Page]) -> None:
    """Write the places of all pages, in their order, into the website: texts as texts, nothing to be run."""
    told: Mapping[str, object] = {
        address: {"title": title, "places": [[one.anchor, one.where, one.text] for one in places]}
        for address, title, places in pages
    }
    path = html / INDEX
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(told, ensure_ascii=False, indent=0)
    path.write_text(f"{_VARIABLE} = {data};\n", encoding="utf-8")
