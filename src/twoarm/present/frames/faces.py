"""What `twoarm.compare` gives: the comparison of a DataFrame with its faces, and each outcome with its own."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.frames import FrameComparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.errors import ParameterError, Place, Problem
from twoarm.methods.estimate import Estimate
from twoarm.present import wording as w
from twoarm.present.frames.words import arms_words, notes, result_words
from twoarm.present.outcomes.tables import outcome_table
from twoarm.present.outputs import Table
from twoarm.suggestions import did_you_mean
from twoarm.tables.outcomes import RESULTS


class NoSuchOutcome(ParameterError, KeyError):
    """An outcome that was not compared; a KeyError, as of any mapping."""


class ComparedOutcome:
    """One outcome of a comparison.

    Attributes
    ----------
    column : how the frame calls it.
    estimate : the primary estimate: ``value``, ``low``, ``high``, ``conf_level``, ``p_value``, ``n_treated``, ``n_control``
        and, where there is none, its ``reason``. A proportion lies in [-1, 1].
    kind, unit, method : what it was taken for, in which unit it is, and the method in words.
    """

    def __init__(self, column: Hashable, found: FrameComparison) -> None:
        self.column = column
        self._found = _narrowed(found, column)
        (self._variable,) = self._found.comparison.variables

    @property
    def _primary(self) -> Result | None:
        comparison = self._found.comparison
        return comparison.result(self._variable.name, comparison.main_visit(self._variable))

    @property
    def estimate(self) -> Estimate:
        """The primary estimate, or why there is none."""
        return self._primary.estimate if self._primary else Estimate.none("nothing to compare")

    @property
    def kind(self) -> str:
        """``binary``, ``categorical``, ``ordinal``, ``continuous``, ``count`` or ``time``."""
        return str(self._variable.kind)

    @property
    def unit(self) -> str:
        """Unit of the outcome; empty where none is known."""
        return self._variable.unit

    @property
    def method(self) -> str:
        """The primary method in words."""
        return w.method_words([self._primary]) if self._primary else ""

    def to_frame(self) -> pd.DataFrame:
        """Every estimate of this outcome, one per row, with the columns of results.csv."""
        return _tidy(self._found.comparison)

    def __repr__(self) -> str:
        return result_words(self._primary, self._variable, self._found.comparison.study)

    def _repr_html_(self) -> str:
        return _table(self._found).html()


class Compared(Mapping[Hashable, ComparedOutcome]):
    """The comparison of two arms of a DataFrame: a mapping from each outcome's column to its result.

    In a notebook it shows itself as a table. ``compared["operation_time"]`` is one outcome, ``compared.to_frame()`` a
    DataFrame of all estimates; ``len``, ``in``, ``for name in compared`` and ``compared.items()`` work as with a dict.
    """

    def __init__(self, found: FrameComparison) -> None:
        self._found = found

    @property
    def comparison(self) -> Comparison:
        """Everything that was computed, as the functions for tables and figures take it."""
        return self._found.comparison

    def __getitem__(self, column: Hashable) -> ComparedOutcome:
        if column in self._columns():
            return ComparedOutcome(column, self._found)
        compared = "compared were " + ", ".join(map(repr, self._columns()))
        near = did_you_mean(column, self._columns(), compared, written=repr)
        raise NoSuchOutcome(
            "Nothing was compared", [Problem(Place(), f"{column!r} is none of the outcomes", near)]
        )

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._columns())

    def __len__(self) -> int:
        return len(self._columns())

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def to_frame(self) -> pd.DataFrame:
        """Every estimate, one per row, with the columns of results.csv; differences are treated minus control."""
        return _tidy(self.comparison)

    def __repr__(self) -> str:
        lines = [f"{self[column]._variable.label}: {self[column]!r}" for column in self]
        return "\n".join([arms_words(self._found), *lines, *notes(self._found)])

    def _repr_html_(self) -> str:
        return _table(self._found).html()

    def _ipython_key_completions_(self) -> list[Hashable]:
        return list(self)

    def _columns(self) -> list[Hashable]:
        return [one.name for one in self._found.frame.outcomes]


def _narrowed(found: FrameComparison, column: Hashable) -> FrameComparison:
    """What was computed of one outcome."""
    (one,) = (one for one in found.frame.outcomes if one.name == column)
    name, whole = one.variable.name, found.comparison
    comparison = replace(
        whole, variables=tuple(v for v in whole.variables if v.name == name),
        results=tuple(r for r in whole.results if r.variable == name),
        summaries=tuple(s for s in whole.summaries if s.variable == name),
        changes=tuple(s for s in whole.changes if s.variable == name),
    )  # fmt: skip
    return replace(found, frame=replace(found.frame, outcomes=(one,)), comparison=comparison)


def _table(found: FrameComparison) -> Table:
    table = outcome_table(found.comparison)
    shares = any(r.scale == Scale.PROPORTION for r in found.comparison.shown)
    said = ["Differences of percentages are in percentage points."] if shares else []
    return replace(
        table, caption=f"{arms_words(found)}.", notes=[*table.notes, *said, *notes(found)], about=None
    )


def _tidy(comparison: Comparison) -> pd.DataFrame:
    rows: list[dict[str, Any]] = comparison.rows()["results"]
    return pd.DataFrame(rows, columns=list(RESULTS.header))
