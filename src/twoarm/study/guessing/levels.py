"""The levels of a column of codes or words: their order, whether there is one, and their labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twoarm.study.guessing.names import a_label
from twoarm.study.schema.cells import NUMBER

NEGATIVE = {
    "no", "n", "false", "f", "absent", "negative", "neg", "none", "never", "alive", "censored", "without", "control",
    "placebo", "unexposed", "healthy", "normal", "pre",
}  # fmt: skip
SAID = {"no": "no", "n": "no", "false": "no", "yes": "yes", "y": "yes", "true": "yes"}
_SCALES = (
    "none,trace,minimal,very mild,mild,moderate,severe,very severe",
    "absent,mild,moderate,severe",
    "very low,low,medium,moderate,intermediate,high,very high",
    "extra small,small,medium,large,extra large",
    "very poor,poor,fair,good,very good,excellent",
    "strongly disagree,disagree,neutral,agree,strongly agree",
    "not at all,not,a little,somewhat,moderately,quite,very,extremely",
    "never,rarely,sometimes,often,always",
    "strongly oppose,oppose,favor,strongly favor",
    "worse,unchanged,same,better",
    "less than high school,high school,some college,bachelor's degree or higher",
    "i,ii,iii,iv,v,vi",
)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
STAGED = re.compile(r"(?P<word>[a-z]+)[ _-]?(?P<n>\d+|i{1,3}|iv|v)")
EVENT_LABELS = ("censored", "event")
REVERSED = {"censored", "censoring", "censor"}  # 1 says that the event was not seen


def ordered(codes: Sequence[str]) -> tuple[list[str], bool]:
    """The codes in their order, and whether the order means something.

    Examples
    --------
    >>> ordered(["severe", "none", "mild"])
    (['none', 'mild', 'severe'], True)
    >>> ordered(["yes", "no"])
    (['no', 'yes'], True)
    """
    if all(NUMBER.fullmatch(code) for code in codes):
        return sorted(codes, key=float), True
    if len(codes) == 2 and sum(code.casefold() in NEGATIVE for code in codes) == 1:
        return sorted(codes, key=lambda code: code.casefold() not in NEGATIVE), True
    places = _scale(codes) or _staged(codes) or _led_by_number(codes)
    if places:
        return sorted(codes, key=places.__getitem__), True
    return sorted(codes), False


def labelled(codes: Sequence[str], yes_or_no: bool = False) -> tuple[tuple[str, str], ...]:
    """Each code with a label of its own; 0 and 1 are no and yes where the name asks a question."""
    if yes_or_no and list(codes) == ["0", "1"]:
        return (("0", "no"), ("1", "yes"))
    labels: dict[str, str] = {}
    for number, code in enumerate(codes, 1):
        text = f"minus {code[1:]}" if re.fullmatch(r"-[0-9.]+", code) else SAID.get(code.casefold(), code)
        label = a_label(text, f"level {number}")
        if label in labels.values():
            label = f"{label[:60]} ({number})"
        labels[code] = label
    return tuple(labels.items())


def _scale(codes: Sequence[str]) -> dict[str, int] | None:
    """The places of words that all stand on one scale."""
    for scale in _SCALES:
        words = scale.split(",")
        places = {code: at for code in codes for at in [_stands(words, code)] if at is not None}
        if len(places) == len(codes) and len(set(places.values())) == len(codes):
            return places
    return None


def _stands(words: Sequence[str], code: str) -> int | None:
    """Where a level stands on a scale; its first words count ("a little anxious")."""
    text = code.casefold()
    found = [at for at, word in enumerate(words) if text == word or text.startswith(f"{word} ")]
    return max(found, key=lambda at: len(words[at]), default=None)


def _led_by_number(codes: Sequence[str]) -> dict[str, int] | None:
    """The numbers at the beginning of levels such as ``0 daily``, ``1-5 daily``, ``11+ daily``."""
    found = [re.match(r"(\d+)(?:[ +-]|\Z)", code) for code in codes]
    numbers = [int(match[1]) for match in found if match]
    return dict(zip(codes, numbers, strict=True)) if len(set(numbers)) == len(codes) else None


def _staged(codes: Sequence[str]) -> dict[str, int] | None:
    """The numbers of levels such as ``Grade1`` and ``Stage II``, all of one word."""
    found = [match for code in codes if (match := STAGED.fullmatch(code.casefold()))]
    if len(found) < len(codes) or len({match["word"] for match in found}) > 1:
        return None
    numbers = [
        ROMAN.get(match["n"]) or int(match["n"]) if match["n"] in ROMAN or match["n"].isdigit() else 0
        for match in found
    ]
    return dict(zip(codes, numbers, strict=True)) if len(set(numbers)) == len(codes) else None
