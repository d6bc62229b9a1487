"""A figure on the website: the drawing that fits the width, in the colours of the mode, described once."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from docutils import nodes
from lxml import etree
from sphinx.application import Sphinx

from twoarm.present.vector.colours import darkened

from .accessible import on_website
from .svg import clean_svg

# Where the text of a page is narrower than the wide drawing with letters of 12 pixels.
NARROW_UP_TO = "(max-width: 44.99rem)"
SCREEN_SCALE = 1.0716  # pixels of the page for each of 96 to the inch: 170 mm fill a page's text
_MODES = ("only-light", "only-dark")
_INCH = 72.0


class Picture(nodes.Element):
    """The drawings of one figure as images: wide, and in the dark; then the narrow ones, where there are any."""


def picture_of(renderer: Any, data: Any, content: dict) -> Picture:
    """The node of a figure's face; every drawing is cleaned before anything is made of it."""
    drawn = [clean_svg(content[name]) for name in ("svg", "narrow") if content.get(name)]
    picture = Picture(alt=content["alt"], width=f"{float(content['width_mm']):g}mm")
    for svg in drawn:
        size = _size(svg)
        for shade in (svg, darkened(svg)):
            (image,) = renderer.render_image(replace(data, mime_type="image/svg+xml", content=shade))
            image["alt"], image["size"] = content["alt"], size
            picture += image
    return picture


def setup_pictures(app: Sphinx) -> None:
    """Write a picture with its widths and modes on the website, the wide drawing alone for documents."""
    app.add_node(Picture, html=(_open, _close), latex=(_first, _close))


def _size(svg: str) -> tuple[int, int]:
    """Width and height in pixels of the page, so that nothing moves when a drawing arrives; nothing where it says none."""
    box = etree.fromstring(svg.encode()).get("viewBox", "0 0 0 0").split()
    width, height = (round(float(side) * 96 / _INCH * SCREEN_SCALE) for side in box[2:])
    return width, height


def _open(translator: Any, node: Picture) -> None:
    if not on_website(translator):
        _first(translator, node)
    alt = escape(node["alt"], quote=True)
    translator.body.append(f'<div class="twoarm-picture" role="img" aria-label="{alt}">\n')
    wide, narrow = node[:2], node[2:]
    for place, mode in enumerate(_MODES):
        small = _source(translator, narrow[place]) if narrow else ""
        address, size = _address(translator, wide[place]), _sides(wide[place])
        image = f'<img src="{address}" class="dark-light" alt="" {size} loading="lazy" />'
        translator.body.append(f'<picture class="{mode}">{small}{image}</picture>\n')
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def _first(translator: Any, node: Picture) -> None:
    node[0]["width"] = node["width"]  # no earlier, or Sphinx would make the image a link to itself
    node[0].walkabout(translator)
    raise nodes.SkipNode


def _close(translator: Any, node: Picture) -> None:
    """Nothing: its images are written already."""


def _source(translator: Any, image: nodes.image) -> str:
    return f'<source media="{NARROW_UP_TO}" srcset="{_address(translator, image)}" {_sides(image)} />'


def _sides(image: nodes.image) -> str:
    return 'width="{}" height="{}"'.format(*image["size"])


def _address(translator: Any, image: nodes.image) -> str:
    builder, uri = translator.builder, image["uri"]
    return escape(f"{builder.imgpath}/{builder.images[uri]}" if uri in builder.images else uri, quote=True)
