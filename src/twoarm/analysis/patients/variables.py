"""The study's dictionary as rows of a published table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.tables.about import DATA_DICTIONARY
from twoarm.tables.columns import Row, RowsByTable


@counts_only
@dataclass(frozen=True)
class DataDictionary:
    """What is stated of every variable of a study."""

    study: Study

    def rows(self) -> RowsByTable:
        """The rows of dictionary.csv."""
        return {DATA_DICTIONARY.name: [_row(variable) for variable in self.study.dictionary]}


def _row(variable: Variable) -> Row:
    named: dict[str, Any] = {"variable": variable.name, "permitted": variable.describe()}
    return {column: named.get(column, getattr(variable, column, "")) for column in DATA_DICTIONARY.header}
