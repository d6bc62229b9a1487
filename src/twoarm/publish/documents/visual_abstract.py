"""The visual abstract as PDF: one sheet with the drawing that its figure is, by the toolchain of the supplement."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from twoarm.present.handover import VISUAL_ABSTRACT
from twoarm.publish.documents.metadata import Metadata
from twoarm.publish.documents.typeset import typeset
from twoarm.publish.private.folders import tool_folder

_TEMPLATE = f"{VISUAL_ABSTRACT}.typ"


def write_visual_abstract(
    drawn: Mapping[str, Mapping[str, str]], figures: Path, templates: Path, meta: Metadata
) -> None:
    """Write ``visual-abstract.pdf`` beside its drawing; nothing where none was drawn.

    Parameters
    ----------
    drawn : the figures that the notebooks handed over, by their labels. figures : the folder of their drawings.
    templates : folder of the supplement's templates.

    Raises
    ------
    AnalysisError
        Typst failed, warned, or found the file not accessible.
    """
    if figure := drawn.get(VISUAL_ABSTRACT):
        pdf = _sheet(figures / f"{VISUAL_ABSTRACT}.svg", templates, figure["alt"], meta)
        (figures / f"{VISUAL_ABSTRACT}.pdf").write_bytes(pdf)


def _sheet(drawing: Path, templates: Path, alt: str, meta: Metadata) -> bytes:
    with tempfile.TemporaryDirectory(prefix="sheet-", dir=tool_folder(tempfile.gettempdir())) as name:
        for path in (drawing, templates / _TEMPLATE):
            shutil.copyfile(path, Path(name, path.name))
        return typeset(Path(name, _TEMPLATE), meta, file=drawing.name, alt=alt)
