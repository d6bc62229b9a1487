"""A figure's SVG as a file of its own: no metadata, nothing that runs, nothing that is fetched."""

from __future__ import annotations

from lxml import etree

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
        The same document without metadata, comments, scripts, event handlers and outside references.

    Raises
    ------
    ValueError
        If the text is not well-formed or its root is not ``svg``.
    """
    root = _parse(svg)
    for element in list(root.iter(*_NEVER)):
        element.getparent().remove(element)
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
    return local.startswith("on") or outside
