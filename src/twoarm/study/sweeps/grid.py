"""``GRID.yml``, typed: which runs a sweep is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from twoarm.errors import ParameterError, Place, Problem
from twoarm.study.files.yaml_file import parse_yaml, read_text
from twoarm.study.parameters import Alpha, ConfLevel, Imbalance, Reconstructions
from twoarm.study.schema.checked import Location, problems_of
from twoarm.study.schema.strict import STRICT

MOST_RUNS = 10_000
NO_SWEEP = "The sweep cannot be made"
CORRECT_GRID = "Nothing was run. Correct {name}; docs/sweep.md has every key."


class GridParameters(BaseModel):
    """Each parameter of a run, with the values that it takes, under the bounds that it has there."""

    model_config = ConfigDict(**STRICT, strict=True)

    alpha: Annotated[list[Alpha], Field(min_length=1)] | None = None
    """Significance levels, two-sided."""
    conf_level: Annotated[list[ConfLevel], Field(min_length=1)] | None = None
    """Levels of intervals; null is 1 - alpha."""
    imbalance: Annotated[list[Imbalance], Field(min_length=1)] | None = None
    """Standardised differences called an imbalance."""
    reconstructions: Annotated[list[Reconstructions], Field(min_length=1)] | None = None
    """Numbers of further cohorts from the plan of a study that has one."""


class Grid(BaseModel):
    """A full grid: every study (or every level of a column in it) under every combination of the parameters."""

    model_config = STRICT

    studies: Annotated[list[Annotated[str, Field(min_length=1, max_length=4096)]], Field(min_length=1)] = [
        "data"
    ]
    """The study folders, such as those of several hospitals; a path counts from the folder of the file upwards."""
    by: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    """A column of patients.csv with levels: the patients of each level are a study of their own."""
    parameters: GridParameters = GridParameters()
    """The parameters that the runs differ in, each with its values."""

    @property
    def combinations(self) -> list[dict[str, Any]]:
        """Every combination of the parameters, the last one changing fastest; a single empty one of no parameters."""
        given = {name: values for name, values in self.parameters if values is not None}
        return [dict(zip(given, values, strict=True)) for values in product(*given.values())]


def read_grid(path: Path) -> tuple[Grid, dict[Location, int]]:
    """The grid of a file, and the line of each of its entries.

    Raises
    ------
    ParameterError
        Every key that is unknown, every value that a run would refuse, values given twice and too many runs; by line.
    """
    text = read_text(path, ParameterError)
    given = parse_yaml(text, path.name, ParameterError) or {}
    lines = _lines(text)

    def at(location: Location) -> Place:
        return Place(path.name, line_of(lines, location), ".".join(map(str, location[:2])))

    try:
        grid = Grid.model_validate(given)
    except ValidationError as exc:
        problems = [replace(p, mend=p.mend) for p in problems_of(exc, at)]
        raise _refused(path, problems) from None
    if problems := [*_twice(grid, at), *_too_many(grid, path)]:
        raise _refused(path, problems)
    return grid, lines


def line_of(lines: dict[Location, int], location: Location) -> int:
    """The line of an entry, or of the nearest one that it lies in; 0 of an empty file."""
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location, 0)


def _refused(path: Path, problems: list[Problem]) -> ParameterError:
    return ParameterError(NO_SWEEP, problems, CORRECT_GRID.format(name=path.name))


def _twice(grid: Grid, at: Any) -> Iterator[Problem]:
    lists = {("parameters", name): values for name, values in grid.parameters if values}
    for location, values in {("studies",): grid.studies, **lists}.items():
        for n, value in enumerate(values):
            if value in values[:n]:
                yield Problem(at((*location, n)), "given twice", "a run is made once")


def _too_many(grid: Grid, path: Path) -> Iterator[Problem]:
    if len(grid.studies) * len(grid.combinations) > MOST_RUNS:
        yield Problem(Place(path.name), f"more than {MOST_RUNS} runs", "give fewer values, or several files")


def _lines(text: str) -> dict[Location, int]:
    """The line of every entry of a YAML text, counted from 1."""
    root = YAML(typ="safe", pure=True).compose(text)
    return dict(_walk(root, ())) if root is not None else {}


def _walk(node: Node, location: Location) -> Iterator[tuple[Location, int]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield (*location, key.value), key.start_mark.line + 1
            yield from _walk(value, (*location, key.value))
    elif isinstance(node, SequenceNode):
        for n, value in enumerate(node.value):
            yield (*location, n), value.start_mark.line + 1
            yield from _walk(value, (*location, n))
