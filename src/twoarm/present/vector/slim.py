"""A drawing of the plotting library without what says nothing: a third of the bytes, the same picture, words as words."""

from __future__ import annotations

import re

# Words stay words, which can be searched, read aloud and mended by a journal. Where the first is missing, Verdana is as
# wide and the others are narrower, so that nothing that had room runs over.
FONTS = "DejaVu Sans, Verdana, Arial, sans-serif"
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LONG = re.compile(r"-?\d+\.\d{4,}")
_IDLE = re.compile(r' transform="rotate\(-0 [^)]*\)"|font-family: [^;"]*;? ?|text-anchor: start; ')


def slimmed(svg: str, points: float) -> str:
    """The drawing alone: no metadata, places to a thousandth of a point, the type named once.

    Parameters
    ----------
    svg : as matplotlib writes it with its words as text.
    points : the size that most words have.
    """
    bare = _METADATA.sub("", svg)
    bare = _TAG.sub(lambda tag: _tag(tag[0], points), bare[bare.index("<svg") :])
    bare = re.sub(r">\s+<", ">\n<", bare).strip() + "\n"
    return bare.replace("<svg ", f'<svg font-family="{FONTS}" font-size="{points:g}px" ', 1)


def _tag(tag: str, points: float) -> str:
    one_line = " ".join(tag.split())
    kept = _IDLE.sub("", one_line).replace(f"font-size: {points:g}px; ", "")
    return _LONG.sub(lambda number: _rounded(number[0]), kept)


def _rounded(number: str) -> str:
    return f"{round(float(number), 3) + 0.0:g}" if abs(float(number)) < 1000 else f"{float(number):.3f}"
