"""One plain form of the characters that journals print, each in its place, so that all can be quoted as printed."""

from __future__ import annotations

import re
import unicodedata

_HYPHENS = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_TILDES = dict.fromkeys("～∼〜˜", "~")
_QUOTES = dict.fromkeys("‘’‛′ʼ", "'") | dict.fromkeys("“”„″", '"')
_SIGNS = {
    "⩽": "≤",
    "≦": "≤",
    "⩾": "≥",
    "≧": "≥",
    "﹤": "<",
    "﹥": ">",
    "【": "[",
    "】": "]",
    "。": ".",
    "、": ",",
}
_DIRECT = _HYPHENS | _TILDES | _QUOTES | _SIGNS
_THIN = "\u2009\u202f\u00a0"  # between digits a thin space separates thousands
_DOTS = "·∙⋅"


def flat(text: str) -> str:
    """The text with its spaces, dashes, signs and decimal dots in one form, character for character.

    Examples
    --------
    >>> flat("p＜0·05, 1\\u2009204 patients – 12％")
    'p<0.05, 1,204 patients - 12%'
    """
    text = re.sub(rf"(?<=\d)[{_DOTS}](?=\d)", ".", text)
    text = re.sub(rf"(?<=\d)[{_THIN}](?=\d{{3}}(?!\d))", ",", text)
    return "".join(map(_one, text))


def _one(character: str) -> str:
    if character.isspace():
        return " "
    if character in _DIRECT:
        return _DIRECT[character]
    alike = unicodedata.normalize("NFKC", character)
    return alike if len(alike) == 1 and ord(character) > 0xFF00 else character
