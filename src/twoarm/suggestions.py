"""The name that was meant, where one that is known is near to what was written; in the same words everywhere."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from difflib import get_close_matches
from typing import Any

NEAR = 0.5  # of `difflib.SequenceMatcher.ratio`: a letter or two of a short name


def nearest(name: Hashable, known: Iterable[Hashable]) -> Any:
    """The known name nearest to one, first the same in other capitals; None where none is near.

    Examples
    --------
    >>> nearest("Vas", ["vas", "vass"]), nearest("vas", ["age"])
    ('vas', None)
    """
    by_text = {str(one): one for one in known}
    same = [text for text in by_text if text.casefold() == str(name).casefold()]
    near = same or get_close_matches(str(name), by_text, n=1, cutoff=NEAR)
    return by_text[near[0]] if near else None


def did_you_mean(
    name: Hashable, known: Iterable[Hashable], otherwise: str = "", written: Callable[[Any], str] = str
) -> str:
    """``did you mean vas?``; where nothing is near, what is said instead.

    Examples
    --------
    >>> did_you_mean("vass", ["vas", "age"]), did_you_mean("x", ["vas"], otherwise="known are vas")
    ('did you mean vas?', 'known are vas')
    """
    near = nearest(name, known)
    return otherwise if near is None else f"did you mean {written(near)}?"
