"""Whole numbers in words, as abstracts begin their sentences with them."""

from __future__ import annotations

_SMALL = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NONE = ("no", "none", "zero", "nobody")


def _below_a_hundred() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_SMALL)}
    for ten, word in enumerate(_TENS, 2):
        words[word] = 10 * ten
        words |= {f"{word}-{_SMALL[unit]}": 10 * ten + unit for unit in range(1, 10)}
    return words


def _every() -> dict[str, int]:
    small = _below_a_hundred()
    words = small | dict.fromkeys(_NONE, 0)
    for hundreds in range(1, 10):
        hundred = f"{_SMALL[hundreds]}-hundred"
        words[hundred] = 100 * hundreds
        for word, value in small.items():
            if value:
                words |= dict.fromkeys((f"{hundred}-{word}", f"{hundred}-and-{word}"), 100 * hundreds + value)
    return words


IN_WORDS = _every()  # word, its parts joined by hyphens -> number, from none to nine hundred and ninety-nine


def spelled(number: int) -> tuple[str, ...]:
    """The words for a number, with hyphens and without; none from a thousand upwards.

    Examples
    --------
    >>> spelled(7), spelled(41), spelled(0)[:2], spelled(1200)
    (('seven',), ('forty-one', 'forty one'), ('zero', 'no'), ())
    >>> "one hundred and twenty-four" in spelled(124)
    True
    """
    words = [word for word, value in IN_WORDS.items() if value == number]
    return tuple(form for word in words for form in _forms(word))


def _forms(word: str) -> list[str]:
    """A number as it may be printed: its hundreds apart from the rest, its tens with a hyphen or without."""
    head, hundred, rest = word.rpartition("hundred")
    between = 2 if rest.startswith("-and") else 1
    apart = head.replace("-", " ") + hundred + rest.replace("-", " ", between) if hundred else word
    return list(dict.fromkeys((apart, apart.replace("-", " "))))
