"""The results of all runs of a sweep in one Parquet file, typed, with what each run was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from twoarm.errors import ToolMissing
from twoarm.masked import MASKED_COUNT
from twoarm.present.sweeps.reading import MadeRun
from twoarm.study.parameters import Parameters
from twoarm.tables.columns import Holds
from twoarm.tables.outcomes import RESULTS

# Before the columns of results.csv: which run. Those of the same name in both are of the run here, and of the row there.
_ASKED = tuple(name for name in Parameters.model_fields if name != "study")
_NUMBERS = (Holds.NUMBER, Holds.P_VALUE, Holds.LEVEL)


def write_results(made: Sequence[MadeRun], path: Path) -> None:
    """Write the rows of ``results.csv`` of every run, one below the other.

    Parameters
    ----------
    made : the runs; one that has no results has no row.

    Raises
    ------
    ToolMissing
        pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        todo = "Install it with the package: pip install 'twoarm[sweep]'"
        raise ToolMissing("The results of a sweep need pyarrow", todo=todo) from None
    rows = [(run, row) for run in made for row in _rows(run)]
    kinds = {"text": pyarrow.string(), "number": pyarrow.float64(), "count": pyarrow.int64()}
    columns = {
        name: pyarrow.array([read(run, row) for run, row in rows], kinds[kind])
        for name, (kind, read) in _columns().items()
    }
    parquet.write_table(pyarrow.table(columns), path)


def _rows(run: MadeRun) -> list[dict[str, str]]:
    return run.frames["results"].to_dict("records") if "results" in run.frames else []


def _columns() -> dict[str, tuple[str, Callable[[MadeRun, Any], Any]]]:
    """Each column: what it holds, and how it comes of a run and a row."""
    found: dict[str, tuple[str, Callable[[MadeRun, Any], Any]]] = {
        "run": ("text", lambda run, row: run.name),
        "study": ("text", lambda run, row: run.site),
        "data_kind": ("text", lambda run, row: run.manifest.get("data_kind", "")),
    }
    for name in _ASKED:
        kind = "count" if name == "reconstructions" else "number"
        found[f"run_{name}"] = kind, lambda run, row, name=name: _asked(run, name)
    for column in RESULTS.columns:
        name = column.name
        if column.holds in _NUMBERS:
            found[name] = (
                "number",
                lambda run, row, name=name: float(text) if (text := row.get(name)) else None,
            )
        elif column.holds is Holds.COUNT:
            found[name] = "count", lambda run, row, name=name: _count(row.get(name))
        else:
            found[name] = "text", lambda run, row, name=name: row.get(name)
    return found


def _asked(run: MadeRun, name: str) -> Any:
    """A parameter in force, the level of the intervals as a number."""
    in_force = run.manifest["parameters"]
    return in_force["conf_level_in_force" if name == "conf_level" else name]


def _count(text: str | None) -> int | None:
    """A number of patients; None where there is none, or a policy masks it."""
    return None if not text or MASKED_COUNT.fullmatch(text) else int(text)
