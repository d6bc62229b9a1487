"""A figure's SVG as a file of its own: no metadata, nothing that runs, nothing that is fetched."""

from __future__ import annotations

import re

from lxml import etree

# What in a style asks for a file: a drawing paints with its own parts ("url(#clip)"); a backslash can hide a word.
_FETCHES = re.compile(r"@import|\\|(?:url|src|image|image-set)\s*\((?!\s*[\"']?\s*#)", re.IGNORECASE)
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"  # would make "#clip" a part of another document
_WORDS = ("id", "class", "aria-", "data-")  # attributes that a browser never reads as a style
_NEVER = ("{*}metadata", "{*}script", "{*}foreignObject", "{*}animate", "{*}set")


def clean_svg(svg: str) -> str:
    """Return the drawing alone.

    Parameters
    ----------
    svg : str
        An SVG document, as a plotting library wrote it or as anybody else did.

    Returns
    -------
    str
        The same document without metadata, comments, scripts, event handlers and outside references; a style that
        asks for a file goes as a whole.

    Raises
    ------
    ValueError
        If the text is not well-formed or its root is not ``svg``.
    """
    root = _parse(svg)
    for element in list(root.iter(*_NEVER)):
        element.getparent().remove(element)
    for style in [style for style in root.iter("{*}style") if _FETCHES.search("".join(style.itertext()))]:
        style.getparent().remove(style)
    for element in root.iter(etree.Element):
        for name in [name for name, value in element.attrib.items() if _unwanted(name, value)]:
            del element.attrib[name]
    return etree.tostring(root, encoding="unicode", with_tail=False)


def _parse(svg: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the SVG of a figure is not well-formed: {error}") from error
    if etree.QName(root).localname != "svg":
        raise ValueError("the SVG of a figure has another root than svg")
    return root


def _unwanted(name: str, value: str) -> bool:
    local = etree.QName(name).localname.lower()
    # A drawing refers to its own parts ("#clip") and may carry pictures; anything else is a request.
    outside = local == "href" and not value.startswith(("#", "data:image/png", "data:image/jpeg"))
    return (
        local.startswith("on")
        or outside
        or name == _XML_BASE
        or (not local.startswith(_WORDS) and bool(_FETCHES.search(value)))
    )
