"""From the name of a column to words, to a valid name of the dictionary and to a label that a reader can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence

from twoarm.study.labels import label_problem

RUNS = re.compile(r"\d+|[^\W\d_]+")
HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Small words of which only the capitals are read.
CAPITALS = frozenset(
    """asa bmi vas nrs odi crp hb inr bp sbp dbp map icu pacu ecog nyha hiv copd ct mri ecg egfr hba1c ldl hdl iv gfr
    wbc rbc alt ast ck sf eq ph koos womac dash qol""".split()  # noqa: SIM905
)
SPOKEN = {
    ("pre", "op"): "preoperative",
    ("preop",): "preoperative",
    ("intra", "op"): "intraoperative",
    ("intraop",): "intraoperative",
    ("post", "op"): "postoperative",
    ("postop",): "postoperative",
    ("peri", "op"): "perioperative",
    ("op", "time"): "operation time",
    ("los",): "length of stay",
}
FORBIDDEN = re.compile(r"[^\w .,:;()/%+²³°µ'’–-]|_")
LONGEST_LABEL = 80
LONGEST_NAME = 41


def words_of(column: str) -> tuple[str, ...]:
    """The words of a column's name as they are written: ``preOp_calcBMI`` is pre, Op, calc, BMI."""
    return tuple(word for run in RUNS.findall(column) for word in HUMPS.split(run))


def spoken_words(column: str) -> tuple[str, ...]:
    """The words of a name with the digits that belong to them: ``hba1c_week`` is hba1c, week."""
    return tuple(word for run in re.findall(r"[^\W_]+", column) for word in HUMPS.split(run))


def lower(words: Sequence[str]) -> tuple[str, ...]:
    """The words in small letters, to be looked up."""
    return tuple(word.casefold() for word in words)


def valid_name(words: Sequence[str], taken: Container[str], fallback: str) -> str:
    """A name that the dictionary allows and that nothing else has."""
    plain = unicodedata.normalize("NFKD", "_".join(words)).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"_+", "_", re.sub(r"[^a-z0-9_]", "", plain)).strip("_") or fallback
    name = (name if name[0].isalpha() else f"x_{name}")[:LONGEST_NAME]
    number = 2
    first = name
    while name in taken:
        name = f"{first[: LONGEST_NAME - 4]}_{number}"
        number += 1
    return name


def readable(words: Sequence[str]) -> str:
    """The words as a label: ``pre, Op, pain`` is "Preoperative pain"; known abbreviations stay in capitals."""
    said: list[str] = []
    rest = list(words)
    while rest:
        taken = next((n for n in (2, 1) if lower(rest[:n]) in SPOKEN and len(rest) >= n), 0)
        if taken:
            said.append(SPOKEN[lower(rest[:taken])])
            rest = rest[taken:]
        else:
            said.append(_cased(rest.pop(0)))
    text = " ".join(said)
    return a_label(text[:1].upper() + text[1:], "Column")


def titled(stem: str) -> str:
    """A title after the name of a file."""
    text = " ".join(re.findall(r"[^\W_]+", stem)) or "A study"
    return text[:1].upper() + text[1:]


def a_label(text: str, otherwise: str) -> str:
    """The text with what no label may hold left out."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"\s+", " ", FORBIDDEN.sub(" ", text))
    text = re.sub(r"^[\W_]+", "", text)[:LONGEST_LABEL].strip()
    return otherwise if label_problem(text) else text


def _cased(word: str) -> str:
    if word.casefold() in CAPITALS or (word.isupper() and 1 < len(word) <= 4):
        return word.upper()
    return word.lower()
