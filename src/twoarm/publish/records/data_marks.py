"""By what a run says of which data it was made: hashes of the tables, or of a private study what only a key can make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from twoarm.faces import counts_only
from twoarm.publish.stage import Stage

DATA_FOLDER = "data"


@counts_only
@dataclass(frozen=True)
class DataMarks:
    """What stands for the data in the record of a run.

    Attributes
    ----------
    tables : of each table of the cohort, by its place in the stage.
    together : of all of them; the footers of the pages begin with it.
    keyed : of a private study the names of the key and of its patients in the ledger; empty where the marks are hashes.
    near : that what was released before lies too close for another release; empty where nothing does.
    """

    tables: Mapping[str, str]
    together: str
    keyed: Mapping[str, str] = field(default_factory=dict)
    near: str = ""


def plain_marks(stage: Stage) -> DataMarks:
    """SHA-256 of tables that anybody may have."""
    tables = table_hashes(stage)
    joined = "".join(f"{name}:{value};" for name, value in tables.items())
    return DataMarks(
        {f"{DATA_FOLDER}/{name}": value for name, value in tables.items()},
        sha256(joined.encode()).hexdigest(),
    )


def table_hashes(stage: Stage) -> dict[str, str]:
    """SHA-256 of each table of the cohort by its name, in the order of the names."""
    return dict(sorted(stage.study.cohort.sha256.items()))
