"""JATS: the same page as the archives of journals keep it."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from twoarm.errors import AnalysisError, Place, Problem
from twoarm.publish.documents.metadata import Metadata
from twoarm.publish.documents.pandoc import run_pandoc


def write_jats(document: str, work: Path, templates: Path, meta: Metadata) -> bytes:
    """Return the supplement as JATS Publishing 1.1, its pictures under ``figures/`` beside it.

    Raises
    ------
    AnalysisError
        pandoc failed or warned, or the result is not well-formed.
    """
    arguments = [
        *("--from", "json", "--to", "jats_publishing", "--standalone", "--wrap", "none"),
        *("--lua-filter", str(templates / "jats.lua"), "--template", str(templates / "supplement.jats")),
    ]
    text = run_pandoc(arguments, work, meta, document)
    try:
        etree.fromstring(text, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise AnalysisError("The JATS file is not well-formed", [Problem(Place(), str(error))]) from error
    return text
