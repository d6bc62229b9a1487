"""Names that figures draw, in letters that their font has: any other would be an empty box."""

from __future__ import annotations

from functools import lru_cache

FONT = "DejaVu Sans"  # of the figures; it comes with the library that draws them
_SURE = 0x250  # below it, letters of Latin alphabets, the font has every one that a name may hold


def undrawn(text: str) -> str:
    """The letters of a text that the font does not have, each once.

    Examples
    --------
    >>> undrawn("Cobb angle (°), Ağrı, θρόμβωση, боль"), undrawn("骨折 A")
    ('', '骨折')
    """
    strange = dict.fromkeys(c for c in text if ord(c) >= _SURE)
    return "".join(c for c in strange if ord(c) not in _characters()) if strange else ""


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    """The characters of the font; asked for only where a name has unusual ones, since the library is slow to begin."""
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(FONT)).get_charmap())
