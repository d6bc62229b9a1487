"""What a name that a reader sees may be made of, so that it is nothing to a browser, a typesetter or a spreadsheet."""

from __future__ import annotations

import re
import unicodedata

LABEL = re.compile(r"[^\W_][\w .,:;()/%+²³°µ'’–-]{0,79}")
LABEL_RULE = (
    "a label has 1 to 80 letters, digits, spaces or . , : ; ( ) / % + - and begins with a letter or a digit"
)
_ADDRESS = re.compile(r"//|\.\.|^(javascript|vbscript|data|file|https?|ftp|mailto)\s*:", re.IGNORECASE)
UNIT = re.compile(r"[^<>&\\$`{}=@|]{0,40}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")  # of a variable or a parameter
CODE = re.compile(r"[^<>&\\$`{}=@|\t]+")
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}


def label_problem(text: str) -> str:
    """The rule that a label breaks; empty where it is one.

    Examples
    --------
    >>> label_problem("Cobb angle (°)"), label_problem("javascript:alert(1)")
    ('', 'a label is no address of a page or a file')
    """
    if not LABEL.fullmatch(text):
        return LABEL_RULE
    if _ADDRESS.search(text):
        return "a label is no address of a page or a file"
    if any(_mixed(word) for word in re.findall(r"\w+", text)):
        return "a word of the label has Latin and Cyrillic letters, which look alike"
    return ""


def unseen(text: str) -> bool:
    """Whether a text holds a control, format or unassigned character; line ends and tabs apart.

    Examples
    --------
    >>> unseen("Café\\n"), unseen("evil\\u202elive")
    (False, True)
    """
    return any(unicodedata.category(c) in _UNSEEN for c in text if c not in "\n\r\t")


def _mixed(word: str) -> bool:
    names = [unicodedata.name(c, "") for c in word]
    return any(n.startswith("CYRILLIC") for n in names) and any(n.startswith("LATIN") for n in names)
