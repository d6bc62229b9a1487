"""The parameters of a run as a list to read: what the typed model and the notebooks' own cells say of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twoarm.publish.notebooks.text import declared_parameters, plain_notebook
from twoarm.study.files.contents import pages, read_toc
from twoarm.study.files.page_files import TEMPLATES, page_file
from twoarm.study.parameters import Parameters

TYPES = {"number": "number", "integer": "whole number", "string": "text"}
BOUNDS = {
    "exclusiveMinimum": "above {:g}",
    "minimum": "at least {:g}",
    "exclusiveMaximum": "below {:g}",
    "maximum": "at most {:g}",
}


def parameter_list(book: Path) -> str:
    """Each parameter with its type, default, bounds and meaning, and the notebooks that have it.

    Parameters
    ----------
    book : the folder with ``_toc.yml``.
    """
    users = used_by(book)
    schema = Parameters.model_json_schema()["properties"]
    return "\n\n".join(_entry(name, said, users.get(name, [])) for name, said in schema.items())


def used_by(book: Path) -> dict[str, list[str]]:
    """The notebooks of the table of contents, and the templates, by the names that their parameters cells declare."""
    found: dict[str, list[str]] = {}
    paths = [page_file(book, page) for page in pages(read_toc(book))]
    for path in (*paths, *sorted((book / TEMPLATES).glob("*.ipynb"))):
        if path.suffix == ".ipynb":
            for name in declared_parameters(plain_notebook(path.read_text("utf-8"))):
                found.setdefault(name, []).append(path.stem)
    return found


def _entry(name: str, said: dict[str, Any], users: list[str]) -> str:
    given = said.get("anyOf", [said])[0]  # of "a number or nothing" the number
    bounds = [words.format(given[key]) for key, words in BOUNDS.items() if key in given]
    default = "none" if said["default"] is None else said["default"]
    facts = [TYPES[given["type"]], *([" and ".join(bounds)] if bounds else []), f"default {default}"]
    return f"{name}: {'; '.join(facts)}\n    {said['description']}\n    in {', '.join(users)}"
