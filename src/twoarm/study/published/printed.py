"""How journals print numbers and P values, and the one plain form in which they are compared."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_SPACES = re.compile(r"[\s\u2009\u200a\u202f]+")
_WIDE = str.maketrans("＜＝＞％", "<=>%")
_PLAIN_P = re.compile(
    r"p(?:[- ]?values?)?(?: of| was| is)? ?(?P<relation>less than|greater than|[<>=≤≥])? ?(?P<number>-?\d*\.?\d+)",
    re.IGNORECASE,
)
_IN_WORDS = {"less than": "<", "greater than": ">", None: "="}
P_FORM = "write it as it is printed: P<0.05, p = .03, P=1.00, p-value of 0.04, P less than .05"


def plain_numbers(text: str) -> str:
    """A text with its numbers in one form: ``0·03``, ``0,03`` and ``− 1`` as ``0.03``, ``0.03`` and ``-1``.

    Three digits after a comma are thousands where one to three stand before it, the first of them not 0.

    Examples
    --------
    >>> plain_numbers("p = 0·03; 12,5 % of 1,204"), plain_numbers("−1.5 ± 0,250")
    ('p=0.03; 12.5 % of 1204', '-1.5 ± 0.250')
    """
    text = _SPACES.sub(" ", text).translate(_WIDE)
    text = re.sub(r"(?<=\d)[·∙⋅](?=\d)", ".", text)
    text = re.sub(
        r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!\d|,\d)", lambda found: found[0].replace(",", ""), text
    )
    text = re.sub(r"(?<![\d.,])(\d+),(\d+)(?!\d|[.,]\d)", r"\1.\2", text)
    text = re.sub(r"[−﹣－](?=\.?\d)", "-", text)
    return re.sub(r" ?([<>=≤≥]) ?", r"\1", text)


def p_parts(statement: str) -> tuple[str, str]:
    """Relation and number of a P statement in the plain form.

    Raises
    ------
    ValueError
        It is none.

    Examples
    --------
    >>> p_parts("P<0.05"), p_parts("p-value of 0·04"), p_parts("P less than .05"), p_parts("P=1,000")
    (('<', '0.05'), ('=', '0.04'), ('<', '.05'), ('=', '1.000'))
    """
    text = plain_numbers(
        re.sub(r"(?<=\d),(?=\d)", ".", statement)
    ).strip()  # a comma in a P is never of thousands
    found = _PLAIN_P.fullmatch(text)
    if found is None or not re.search(r"[<>=≤≥]| of | was | is |than", text):
        raise ValueError(P_FORM)
    relation = found["relation"] and found["relation"].lower()
    return _IN_WORDS.get(relation, relation), found["number"]


def _is_p(text: str) -> str:
    p_parts(text)
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# Kept in the plain form; its decimals stay, since they say how it was rounded.
Printed = Annotated[
    str,
    BeforeValidator(lambda given: plain_numbers(given) if isinstance(given, str) else given),
    StringConstraints(pattern=r"^-?(\d+(\.\d+)?|\.\d+)$"),
]
PStatement = Annotated[str, AfterValidator(_is_p)]


def number(printed: str) -> float:
    """The number of a printed string in the plain form."""
    return float(printed)
