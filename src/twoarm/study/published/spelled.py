"""Whole numbers in words, as abstracts begin their sentences with them."""

from __future__ import annotations

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NONE = ("no", "none", "zero", "nobody")


def _every() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_SMALL)}
    for ten, word in enumerate(_TENS, 2):
        words[word] = 10 * ten
        words |= {f"{word}-{_SMALL[unit]}": 10 * ten + unit for unit in range(1, 10)}
    return words | dict.fromkeys(_NONE, 0)


IN_WORDS = _every()  # word, joined by a hyphen -> number, from none to ninety-nine


def spelled(number: int) -> tuple[str, ...]:
    """The words for a number, with a hyphen and without; none above ninety-nine.

    Examples
    --------
    >>> spelled(7), spelled(41), spelled(0)[:2], spelled(120)
    (('seven',), ('forty-one', 'forty one'), ('zero', 'no'), ())
    """
    words = [word for word, value in IN_WORDS.items() if value == number]
    return tuple(form for word in words for form in dict.fromkeys((word, word.replace("-", " "))))
