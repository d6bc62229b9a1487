"""The colours of the family of figures, and what each becomes in the dark: one table, so that drawing knows no mode."""

from __future__ import annotations

import re

TREATED, CONTROL, INK, GREY, PALE, PAPER = "#0072b2", "#d55e00", "#222222", "#5f6368", "#e3e5e8", "#ffffff"
ARM_COLOURS = (TREATED, CONTROL)

# On the theme's dark ground: words keep 4.5:1 and marks 3:1; both hues are lighter tones of themselves.
IN_THE_DARK = {
    TREATED: "#5cb8ee",
    CONTROL: "#f08c46",
    INK: "#e8eaed",
    GREY: "#a8adb3",
    PALE: "#3a3e44",
    PAPER: "#121212",
}
_COLOUR = re.compile(r"(?<=[:\"\s])#[0-9a-f]{6}(?=[;\"\s])", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def darkened(svg: str) -> str:
    """The same drawing in the colours of the dark; a colour of another family stays as it is.

    Examples
    --------
    >>> darkened('<path style="fill: #ffffff; stroke: #222222"/><text>#222222</text>')
    '<path style="fill: #121212; stroke: #e8eaed"/><text>#222222</text>'
    """
    return _TAG.sub(lambda tag: _COLOUR.sub(_dark, tag[0]), svg)


def _dark(colour: re.Match[str]) -> str:
    return IN_THE_DARK.get(colour[0].lower(), colour[0])
