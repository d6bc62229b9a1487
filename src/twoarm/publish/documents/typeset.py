"""Typst: a PDF of what pandoc wrote, archivable, accessible and of fixed bytes; drawings as pictures."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from twoarm.errors import AnalysisError, Place, Problem, ToolMissing
from twoarm.publish.documents.metadata import Metadata
from twoarm.publish.documents.pandoc import run_pandoc
from twoarm.publish.documents.tables import SANS_FOLDER

STANDARDS = ["a-3a", "ua-1"]
PER_INCH = 300.0  # of a picture
TEMPLATE, SOURCE = "supplement.typ", "main.typ"


def write_pdf(document: str, work: Path, templates: Path, meta: Metadata) -> bytes:
    """Return the supplement as PDF/A-3a and PDF/UA-1.

    Parameters
    ----------
    document : str
        pandoc's JSON.
    work : Path
        Folder that holds the figures; the Typst source is written there.
    templates : Path
        Folder of the supplement's templates.

    Raises
    ------
    AnalysisError
        Typst failed, warned, or found the file not accessible.
    """
    arguments = [
        *("--from", "json", "--to", "typst-smart", "--lua-filter", str(templates / "typst.lua")),
        *("--template", str(templates / SOURCE)),
    ]
    shutil.copyfile(templates / TEMPLATE, work / TEMPLATE)
    source = work / SOURCE
    source.write_bytes(run_pandoc(arguments, work, meta, document))
    return typeset(source, meta)


def typeset(source: Path, meta: Metadata, **more: str) -> bytes:
    """What Typst makes of a source, which reads the facts of the run, and what more it is told, as ``meta``.

    Raises
    ------
    AnalysisError
        Typst failed, warned, or found the file not accessible.
    """
    return _compiled(
        source,
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"meta": json.dumps({**_inputs(meta), **more})},
        timestamp=int(meta.moment.timestamp()),
    )


def rendered(source: Path) -> list[bytes]:
    """The pages of a Typst source as PNG, 300 points to the inch.

    Raises
    ------
    AnalysisError
        Typst failed or warned.
    """
    found = _compiled(source, format="png", ppi=PER_INCH)
    return found if isinstance(found, list) else [found]


def _compiled(source: Path, **asked: Any) -> Any:
    """What Typst makes of a source with the fonts of the package alone."""
    try:
        import typst
    except ImportError as error:
        raise ToolMissing("Typst is not there", todo="Install the locked packages.") from error
    fonts = {"font_paths": [str(SANS_FOLDER)], "ignore_system_fonts": True}
    try:
        made, warnings = typst.compile_with_warnings(str(source), root=str(source.parent), **fonts, **asked)
    except typst.TypstError as error:
        raise AnalysisError("Typst did not set the page", _problems([error])) from error
    if warnings:
        raise AnalysisError("Typst warned of the page", _problems(warnings))
    return made


def _inputs(meta: Metadata) -> dict[str, object]:
    stamp = meta.moment.date().isoformat()  # an archivable file must have one among its properties
    return {**asdict(meta), "date": stamp, "facts": meta.facts, "description": meta.description}


def _problems(found: list) -> list[Problem]:
    return [
        Problem(Place(), " ".join([str(item.message), *(f"({hint})" for hint in item.hints or ())]))
        for item in found
    ]
