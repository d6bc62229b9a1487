"""The one place that starts pandoc: the wheel's own program, and a warning of it is an error."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from twoarm.errors import AnalysisError, Place, Problem, ToolMissing
from twoarm.publish.documents.beginnings import SUMMARY
from twoarm.publish.documents.metadata import Metadata

# Identifiers are ours, and a backslash or a dollar sign in a cell is no formula.
READER = "html-auto_identifiers"


def _pandoc_program() -> str:
    """Return the path of pandoc.

    Raises
    ------
    ToolMissing
        The wheel that carries it is not installed.
    """
    try:
        import pypandoc

        return pypandoc.get_pandoc_path()
    except (ImportError, OSError) as error:
        raise ToolMissing(
            "pandoc is not there", todo="Install the locked packages: pypandoc_binary carries it."
        ) from error


def run_pandoc(arguments: Sequence[str], work: Path, meta: Metadata, text: str = "") -> bytes:
    """Run pandoc in `work` on `text` and return what it printed.

    Raises
    ------
    AnalysisError
        It failed or warned of anything.
    """
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(meta.moment.timestamp()))}
    command = [_pandoc_program(), "--fail-if-warnings", *arguments]
    done = subprocess.run(command, input=text.encode(), cwd=work, env=environment, capture_output=True)
    if done.returncode or done.stderr.strip():
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise AnalysisError(
            "pandoc did not convert the page", [Problem(Place(), line.strip()) for line in lines]
        )
    return done.stdout


def read_page(page: str, work: Path, templates: Path, meta: Metadata) -> str:
    """Return the document tree of the cleaned page with `meta` in it, as pandoc's JSON.

    Metadata enter as strings, so that no markup is read into them.
    """
    arguments = ["--from", READER, "--to", "json", "--lua-filter", str(templates / "tables.lua")]
    tree = json.loads(run_pandoc(arguments, work, meta, page))
    tree["meta"] = {name: _value(value) for name, value in _fields(meta).items()}
    first = next(iter(tree["blocks"]), {})
    if first.get("t") == "Div" and SUMMARY in first["c"][0][1]:
        tree["meta"][SUMMARY] = {"t": "MetaBlocks", "c": tree["blocks"].pop(0)["c"][1]}
    return json.dumps(tree)


def _fields(meta: Metadata) -> dict[str, Any]:
    fields = {name: getattr(meta, name) for name in ("title", "subtitle", "authors", "notice", "language")}
    moment = meta.moment
    return {
        **fields,
        "license": meta.licence,
        "statements": meta.statements,
        "facts": [{"name": name, "value": value} for name, value in meta.facts],
        "isodate": meta.date,
        "day": str(moment.day),
        "month": str(moment.month),
        "year": str(moment.year),
    }


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"t": "MetaString", "c": value}
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {name: _value(item) for name, item in value.items()}}
    return {"t": "MetaList", "c": [_value(item) for item in value]}
