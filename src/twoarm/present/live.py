"""The notebook's side: a study opened, outputs shown, what `done` hands over. The only file that knows a session."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from IPython import get_ipython
from IPython.display import display

from twoarm.computed.values import FOLDER, PLACE
from twoarm.errors import AnalysisError, Place, Problem
from twoarm.present.folding import Folded
from twoarm.present.handover import NOTEBOOK, OF_A_PHONE, RECORDS
from twoarm.present.outputs import Figure, Markdown, Table, Text
from twoarm.study import opened as studies
from twoarm.study.files.book import BUILD, find_checkout
from twoarm.study.files.study_folder import find_study
from twoarm.study.parameters import check_parameters
from twoarm.tables.columns import RowsByTable

_INJECTED = "# Parameters\n"  # how papermill begins the cell that it adds


def open_study(study: str = "data", *, section: str | None = None, **parameters: Any) -> studies.Study:
    """Open and check a study as `twoarm.study.opened.open_study` does, and refuse what the model of parameters refuses.

    papermill only logs a parameter that it does not know, and the notebook would run with the default.

    Parameters
    ----------
    section : the section that the notebook reports, where it can report any: a parameter of its own.

    Raises
    ------
    ParameterError, InputError
        See there; also for a parameter that papermill gave and that no notebook has.
    """
    own = {"section"} if section is not None else set()
    check_parameters({name: value for name, value in injected().items() if name not in own})
    _keep_values(find_study(study))
    return studies.open_study(study, **parameters)


def _keep_values(folder: Path) -> None:
    """Share computed values with other notebooks and later runs where a report is built; a run says itself where."""
    out = (find_checkout(folder) or folder.parent) / BUILD
    if PLACE not in os.environ and out.is_dir():
        os.environ[PLACE] = str(out / FOLDER)


def injected() -> dict[str, Any]:
    """What papermill gave to this session; nothing outside one."""
    shell = get_ipython()
    cells = shell.user_ns.get("In", []) if shell else []
    trees = [ast.parse(cell) for cell in cells if cell.startswith(_INJECTED)]
    names = [t.id for tree in trees for s in tree.body for t in getattr(s, "targets", [])]
    return {name: shell.user_ns[name] for name in names}


def show(outputs: Any, above: str = "") -> None:
    """Display an output object, or several, from one cell; nothing where there is none.

    Parameters
    ----------
    outputs : one object, a sequence of them, or None for what this study has nothing of.
    above : Markdown that stands above them: what holds whatever they show, where they show anything.
    """
    shown = list(outputs) if isinstance(outputs, Sequence) else [outputs] if outputs is not None else []
    for output in [*([Text(Markdown(above))] if shown and above else []), *shown]:
        display(output)


def done(*handed: Any) -> None:
    """End of a complete notebook: hand its values and figures to the run, where there is one.

    Parameters
    ----------
    handed : what the run publishes of this notebook, in the order of its cells: values that know the rows of their tables
        (comparisons, an audit, curves, reconstructions) and figures, alone or in the list or the fold that a cell shows;
        None where a study has none.

    Raises
    ------
    AnalysisError
        For what is neither, and for a figure of a value that is not handed over: the run would lack its numbers.
    """
    found = list(_single(handed))
    figures = [one for one in found if isinstance(one, Figure)]
    values = [one for one in found if not isinstance(one, Figure)]
    if lone := [figure.label for figure in figures if not _has_its_rows(figure, values)]:
        raise _refused(f"{', '.join(lone)} without the value it shows", "name that value, too")
    rows = _joined([value.rows() for value in values])
    folder = os.environ.get(RECORDS)
    if folder:
        _hand_over(Path(folder), os.environ[NOTEBOOK], figures, rows)


def _single(handed: Iterable[Any]) -> Iterator[Any]:
    for one in handed:
        if isinstance(
            one, list | tuple | Folded
        ):  # what a cell shows: tables and sentences have no file of their own
            parts = one.outputs if isinstance(one, Folded) else one
            yield from _single(part for part in parts if not isinstance(part, Table | Text))
        elif isinstance(one, Figure) or _has_rows(one):
            yield one
        elif one is not None:
            kind = type(one).__name__  # never the object itself: it may be a table of patients
            raise _refused(f"a {kind}", "it takes figures and values that have rows()")


def _has_rows(one: Any) -> bool:
    """Whether it is a value that knows the rows of its tables; the rows of a shown table are a list."""
    return callable(getattr(one, "rows", None)) and not isinstance(one, type)


def _has_its_rows(figure: Figure, values: Sequence[Any]) -> bool:
    """Whether the value that a figure shows is among these, whole: the figure may show a part of a section."""
    of_one = (type(figure.about), getattr(figure.about, "section", ""))
    return not _has_rows(figure.about) or of_one in [(type(v), getattr(v, "section", "")) for v in values]


def _refused(what: str, mend: str) -> AnalysisError:
    return AnalysisError("Nothing was handed over", [Problem(Place(at="done()"), f"given {what}", mend)])


def _joined(tables: list[RowsByTable]) -> RowsByTable:
    rows: RowsByTable = {}
    for name, of_one in (pair for table in tables for pair in table.items()):
        rows.setdefault(name, []).extend(of_one)
    return rows


def _hand_over(folder: Path, name: str, figures: list[Figure], rows: RowsByTable) -> None:
    """The figures' files first, then the record, whose presence says that the notebook was complete."""
    for figure in figures:
        _save(figure, folder / "figures")
    said = [{"label": f.label, "caption": f.legend, "alt": f.alt} for f in figures]
    target = folder / f"{name}.json"
    partial = target.with_suffix(".part")
    partial.write_text(json.dumps({"figures": said, **rows}, default=str), "utf-8")
    partial.replace(target)


def _save(figure: Figure, folder: Path) -> None:
    folder.mkdir(exist_ok=True)  # no parents: those of a run that was ended meanwhile are not made again
    (folder / f"{figure.label}.svg").write_text(figure.svg, "utf-8")
    if figure.narrow:
        (folder / f"{figure.label}{OF_A_PHONE}.svg").write_text(figure.narrow, "utf-8")
