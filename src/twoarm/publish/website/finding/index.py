"""The index of the search: a script of data that a page asks for when somebody searches, and not before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twoarm.publish.website.finding.places import Findable

    Page = tuple[str, str, Iterable[Findable]]  # its address, its title, its places

BETWEEN = " · "  # the cells of a row, in what its place says
INDEX = Path("_static", "places.js")
_VARIABLE = "window.twoarmPlaces"


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


def read_index(script: str) -> dict[str, Any] | None:
    """What `write_index` wrote: by page its title and its places; None of anything else."""
    if not script.startswith(f"{_VARIABLE} = "):
        return None
    try:
        told = json.loads(script.removeprefix(f"{_VARIABLE} = ").rstrip().removesuffix(";"))
        pages = [(page["title"], page["places"]) for page in told.values()]
        whole = all(isinstance(title, str) and all(map(_is_place, places)) for title, places in pages)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return told if whole else None


def _is_place(told: Any) -> bool:
    """Whether it is a name, what it stands in and what it says."""
    return isinstance(told, list) and len(told) == 3 and all(isinstance(text, str) for text in told)
