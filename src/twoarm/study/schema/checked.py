"""How everything that a person writes is checked: a model says what may stand there, and each refusal becomes a problem.

``study.yml``, ``claims.yml``, ``simulation.yml`` and the rows of ``dictionary.csv`` and ``evidence.csv`` go this one way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, TypeAdapter, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from twoarm.errors import InputError, Place, Problem, TwoArmError

_WORDS = {
    "extra_forbidden": "no such key",
    "missing": "missing key",
    "model_type": "takes keys of its own, as in {key: value}",
}
Location = tuple[int | str, ...]
_Model = TypeVar("_Model", bound=BaseModel)
_Row = TypeVar("_Row")
_Read = TypeVar("_Read")


def refusal_of(broken: Iterable[tuple[Location, str]]) -> ValidationError:
    """What a validator raises: each rule with the field that breaks it; never the value."""
    details = [
        InitErrorDetails(type=PydanticCustomError("rule", "{rule}", {"rule": rule}), loc=loc, input=None)
        for loc, rule in broken
    ]
    return ValidationError.from_exception_data("refused", details)


def keeping(rules: Callable[[Any], Iterable[str]]) -> AfterValidator:
    """A field whose value keeps rules, of which a function tells those that it breaks."""

    def check(value: Any) -> Any:
        if broken := [((), rule) for rule in rules(value)]:
            raise refusal_of(broken)
        return value

    return AfterValidator(check)


def read_as(read: Callable[[str], Any]) -> BeforeValidator:
    """A field that is read from the text of a cell; a value that is none already stays. A ValueError tells the rule."""

    def parse(given: Any) -> Any:
        try:
            return read(given.strip()) if isinstance(given, str) else given
        except ValueError as exc:
            raise refusal_of([((), str(exc))]) from None

    return BeforeValidator(parse)


def problems_of(
    exc: ValidationError, where: Callable[[Location], Place], words: Mapping[str, str] = _WORDS
) -> list[Problem]:
    """One problem for each refusal, with our words for some of the library's."""
    found = exc.errors(include_url=False, include_input=False)
    return [Problem(where(item["loc"]), words.get(item["type"], _rule(item["msg"]))) for item in found]


def _rule(said: str) -> str:
    """The words of a rule without what the library puts before those of a ValueError."""
    return said.removeprefix("Value error, ")


def validated(model: type[_Model], content: Any, name: str, error: type[TwoArmError]) -> _Model:
    """The content of a file as an instance of the model, or every problem at once."""
    try:
        return model.model_validate(content or {})
    except ValidationError as exc:
        problems = problems_of(exc, lambda loc: Place(name, at=".".join(str(part) for part in loc) or "file"))
        raise error(f"{name} does not match its rules", problems) from None


def attempted(read: Callable[[], _Read], problems: list[Problem]) -> _Read | None:
    """What `read` gives, or None with its problems added to the others."""
    try:
        return read()
    except InputError as exc:
        problems += exc.problems or [Problem(Place(), exc.headline)]
        return None


def checked_row(
    model: TypeAdapter[_Row],
    rules: Callable[[_Row], Iterable[tuple[str, str]]],
    cells: Mapping[str, str],
    stand_ins: Mapping[str, str],
    place: Place,
) -> tuple[_Row | None, list[Problem]]:
    """A row of a table as the model has it, with every problem in the order of the columns.

    Parameters
    ----------
    rules : between the cells of a row: column and rule of each that is broken.
    cells : the texts of the row by column.
    stand_ins : what is put in the place of a refused cell, so that the other rules are judged none the less. Where a cell
        without one is refused, the row is None.
    place : the row's file and line.
    """
    row, problems = _read(model, cells, place)
    wrong = {problem.where.at for problem in problems}
    if wrong and wrong <= set(stand_ins):
        row, _ = _read(model, {**cells, **{column: stand_ins[column] for column in wrong}}, place)
    if row is not None:
        broken = [(column, rule) for column, rule in rules(row) if column not in wrong]
        problems += [Problem(replace(place, at=column), rule) for column, rule in broken]
    order = list(cells)
    return row, sorted(problems, key=lambda problem: order.index(problem.where.at))


def _read(
    model: TypeAdapter[_Row], cells: Mapping[str, str], place: Place
) -> tuple[_Row | None, list[Problem]]:
    try:
        return model.validate_python(cells), []
    except ValidationError as exc:
        return None, problems_of(exc, lambda loc: replace(place, at=str(loc[0])))
