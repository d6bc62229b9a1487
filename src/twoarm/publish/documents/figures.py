"""Pictures of the single page: alt texts, widths, and the two faces (drawing and pixels) of each in one folder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from lxml import html

from twoarm.errors import AnalysisError, Place, Problem, ToolMissing

_Element = html.HtmlElement

TEXT_WIDTH_MM = 165.0
FOLDER = "figures"
_WIDTH = re.compile(r"width:\s*([\d.]+)mm")


def place_figures(article: _Element, site: Path, work: Path, figures: Path | None, pixels: bool) -> None:
    """Copy the article's pictures to ``work/figures`` and name them after their figures.

    Parameters
    ----------
    article : lxml.html.HtmlElement
        The cleaned page; the ``src`` and ``width`` of its pictures are rewritten.
    site : Path
        Folder to which the page's own addresses are relative.
    work : Path
        Folder of the conversion.
    figures : Path or None
        Folder with ``<label>.png`` for each figure.
    pixels : bool
        Whether a PNG is needed: Word and JATS show no drawing.

    Raises
    ------
    AnalysisError
        A picture without alternative text, or one that is not there.
    ToolMissing
        A PNG is needed and nowhere to be had.
    """
    (work / FOLDER).mkdir()
    _draw_once(article)
    pictures = list(article.iter("img"))
    if problems := [problem for picture in pictures if (problem := _judge(picture, site)) is not None]:
        raise AnalysisError("Pictures cannot be shown to everybody", problems)
    missing = []
    for picture in pictures:
        source, label = site / picture.get("src"), _label(picture)
        face = work / FOLDER / f"{label}{source.suffix}"
        shutil.copyfile(source, face)
        if pixels and source.suffix == ".svg" and not _copy_pixels(source, label, figures, face):
            missing.append(Problem(Place(at=f"{label}.png"), "is not there"))
        _rewrite(picture, f"{FOLDER}/{face.name}")
    if missing:
        raise ToolMissing(
            "Word and JATS need the figures as PNG", missing, "Draw the figures with their PNG."
        )


def _draw_once(article: _Element) -> None:
    """Let a figure whose drawing stands in an earlier one, as that of the front page may, lead there instead."""
    drawn: dict[str | None, _Element] = {}
    for figure in list(article.iter("figure")):
        picture, number = next(figure.iter("img"), None), figure.find(".//span[@class='caption-number']")
        if picture is None or number is None:
            continue
        earlier = drawn.setdefault(picture.get("src"), figure)
        if earlier is not figure:
            link = html.Element("a", href=f"#{earlier.get('id')}")
            link.text = earlier.findtext(".//span[@class='caption-number']").rstrip(".")
            link.tail = "."
            number.getparent().append(link)
            link.getprevious().tail = (link.getprevious().tail or "") + " Drawn in "
            picture.drop_tree()


def _judge(picture: _Element, site: Path) -> Problem | None:
    source = picture.get("src") or ""
    if not (picture.get("alt") or "").strip():
        return Problem(Place(at=_label(picture)), "has no alternative text")
    if not (site / source).is_file():
        return Problem(Place(at=_label(picture)), f"its picture {source} is not there")
    return None


def _label(picture: _Element) -> str:
    """Return the figure's own label; a picture outside a figure goes by its file."""
    figure = next(picture.iterancestors("figure"), None)
    stem = Path(picture.get("src") or "picture").stem
    return (figure.get("id") if figure is not None else None) or stem


def _copy_pixels(source: Path, label: str, figures: Path | None, face: Path) -> bool:
    choices = [figures / f"{label}.png"] if figures else []
    found = next((path for path in [*choices, source.with_suffix(".png")] if path.is_file()), None)
    if found is not None:
        shutil.copyfile(found, face.with_suffix(".png"))
    return found is not None


def _rewrite(picture: _Element, source: str) -> None:
    declared = _WIDTH.search(picture.get("style") or "") or _WIDTH.search(f"width:{picture.get('width')}")
    alt = picture.get("alt")
    picture.attrib.clear()
    picture.set("src", source)
    picture.set("alt", alt)
    if declared:
        picture.set("width", f"{min(float(declared[1]), TEXT_WIDTH_MM):g}mm")
