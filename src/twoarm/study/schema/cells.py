"""How the cells of ``dictionary.csv`` and ``evidence.csv`` are read: types of fields, each with the rules of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field

from twoarm.study.labels import CODE, NAME, UNIT, label_problem
from twoarm.study.prose.limits import length_rules, limit_of
from twoarm.study.schema.checked import keeping, read_as

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
MOST_TIMES = 12  # at which a share is asked for: more are read in the curve
LARGEST = 1e15  # beyond it no plain number is meant
Levels = tuple[tuple[str, str], ...]


def one_of(allowed: Sequence[str], rule: str = "") -> Any:
    """A validator of a text that is one of several."""
    rule = rule or f"not one of {', '.join(allowed)}"
    return read_as(lambda text: text if text in allowed else _refuse(rule))


def prose(file: str, field: str) -> Any:
    """A validator of a text that is not longer than its limit."""
    return keeping(lambda text: length_rules(text, limit_of(file, field)))


def _refuse(rule: str) -> Any:
    raise ValueError(rule)


def _number(text: str) -> float | None:
    if not text:
        return None
    value = float(text) if NUMBER.fullmatch(text) else float("nan")
    return value if abs(value) < LARGEST else _refuse("not a number that can be used here")


def _size(text: str) -> float | None:
    value = _number(text)
    return _refuse("not above zero") if value is not None and value <= 0 else value


def _decimals(text: str) -> int | None:
    value = _number(text)
    if value is None:
        return None
    return int(value) if value in range(10) else _refuse("not a whole number from 0 to 9")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _levels(text: str) -> Levels:
    pairs = (part.partition("=") for part in _parts(text))
    return tuple((code.strip(), (label or code).strip()) for code, _, label in pairs)


def _broken_times(parts: tuple[str, ...]) -> Iterator[str]:
    times = [_number(part) or 0.0 for part in parts]
    if not all(time > 0 for time in times):
        yield "not numbers above zero with a bar between"
    elif times != sorted(set(times)):
        yield "not in their order, or one stands twice"
    if len(parts) > MOST_TIMES:
        yield f"more than {MOST_TIMES} times"


def _broken_levels(levels: Levels) -> Iterator[str]:
    codes, labels = [code for code, _ in levels], [label for _, label in levels]
    yield from filter(None, map(label_problem, labels))
    if not all(CODE.fullmatch(code) for code in codes):
        yield "a code is not empty and has none of < > & \\ $ ` { } = @"
    if len(set(codes)) < len(codes):
        yield "a code stands twice"
    if len(set(labels)) < len(labels):
        yield "a label stands twice"


def _broken_name(text: str) -> Iterator[str]:
    if not NAME.fullmatch(text):
        yield "use lower-case letters, digits and _, beginning with a letter"


def _broken_unit(text: str) -> Iterator[str]:
    if not UNIT.fullmatch(text):
        yield "a unit has at most 40 characters, and none of < > & \\ $ ` { } = @"


TEXT = read_as(str)
ColumnName = Annotated[str, TEXT, keeping(_broken_name), Field(pattern=f"^{NAME.pattern}$")]
RowLabel = Annotated[str, TEXT, keeping(lambda text: filter(None, [label_problem(text)]))]
Unit = Annotated[str, TEXT, keeping(_broken_unit)]
Plain = Annotated[str, TEXT]
Number = Annotated[float | None, read_as(_number)]
Size = Annotated[float | None, read_as(_size)]
Decimals = Annotated[int | None, read_as(_decimals)]
Parts = Annotated[tuple[str, ...], read_as(_parts)]
Times = Annotated[tuple[str, ...], read_as(_parts), keeping(_broken_times)]
CodedLevels = Annotated[Levels, read_as(_levels), keeping(_broken_levels)]
