"""The notebook's side: what was shown, and the records that `done` hands over. The only file that knows a session."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from IPython import get_ipython
from IPython.display import display

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.summaries import Summary
from twoarm.analysis.registry.entries import method
from twoarm.analysis.sensitivity.curves import Curves
from twoarm.analysis.sensitivity.reconstructions import Reconstructions
from twoarm.present.handover import NOTEBOOK, RECORDS
from twoarm.present.outputs import SHOWN, Figure
from twoarm.present.sensitivity.rows import reconstruction_rows, specification_rows
from twoarm.study import opened as studies
from twoarm.study.parameters import check_parameters

_INJECTED = "# Parameters\n"  # how papermill begins the cell that it adds


def open_study(study: str = "data", **parameters: Any) -> studies.Study:
    """Open and check a study as `twoarm.study.opened.open_study` does, and refuse what the model of parameters refuses.

    papermill only logs a parameter that it does not know, and the notebook would run with the default.

    Raises
    ------
    ParameterError, InputError
        See there; also for a parameter that papermill gave and that no notebook has.
    """
    check_parameters(injected())
    return studies.open_study(study, **parameters)


def injected() -> dict[str, Any]:
    """What papermill gave to this session; nothing outside one."""
    shell = get_ipython()
    cells = shell.user_ns.get("In", []) if shell else []
    trees = [ast.parse(cell) for cell in cells if cell.startswith(_INJECTED)]
    names = [t.id for tree in trees for s in tree.body for t in getattr(s, "targets", [])]
    return {name: shell.user_ns[name] for name in names}


def show(outputs: Sequence[Any]) -> None:
    """Display several output objects from one cell; nothing where there is none."""
    for output in outputs:
        display(output)


def done() -> None:
    """End of a complete notebook: hand the records behind what was shown to the run, where there is one."""
    folder = os.environ.get(RECORDS)
    if folder:
        name = os.environ[NOTEBOOK]
        figures = [o for o in SHOWN if isinstance(o, Figure)]
        for figure in figures:
            _save(figure, Path(folder) / "figures")
        said = [{"label": f.label, "caption": f.caption, "alt": f.alt} for f in figures]
        record = {"figures": said, **_rows()}
        target = Path(folder) / f"{name}.json"
        partial = target.with_suffix(".part")
        partial.write_text(json.dumps(record), "utf-8")
        partial.replace(target)
    SHOWN.clear()


def _rows() -> dict[str, list[dict[str, Any]]]:
    abouts = {id(o.about): o.about for o in SHOWN if getattr(o, "about", None) is not None}.values()
    kinds = ("results", "summaries", "claims", "specifications", "reconstructions")
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}
    for about in abouts:
        if isinstance(about, Comparison):
            rows["results"] += [_result_row(r) for r in about.results]
            rows["summaries"] += [_summary_row(s) for s in (*about.summaries, *about.changes)]
        elif isinstance(about, Audit):
            rows["claims"] += [vars(row) for row in about.rows]
        elif isinstance(about, Curves):
            rows["specifications"] += specification_rows(about)
        elif isinstance(about, Reconstructions):
            rows["reconstructions"] += reconstruction_rows(about)
    return rows


def _result_row(r: Result) -> dict[str, Any]:
    """A result as a row of results.csv."""
    e = r.estimate
    return {
        **{k: getattr(r, k) for k in ("section", "variable", "visit", "arm", "analysis", "estimand")},
        **{
            "estimate": e.value,
            "low": e.low,
            "high": e.high,
            "conf_level": e.conf_level,
            "p_value": e.p_value,
        },
        **{
            "p_adjusted": r.p_adjusted,
            "method": method(r.analysis).words,
            "n_treated": e.n_treated,
            "n_control": e.n_control,
        },
        **{"unit": r.unit, "role": r.role, "reason": e.reason},
    }


def _summary_row(s: Summary) -> dict[str, Any]:
    """A summary as a row of summaries.csv."""
    return dict(vars(s))


def _save(figure: Figure, folder: Path) -> None:
    folder.mkdir(exist_ok=True)  # no parents: those of a run that was ended meanwhile are not made again
    (folder / f"{figure.label}.svg").write_text(figure.svg, "utf-8")
    if figure.drawing is not None:
        figure.drawing.savefig(folder / f"{figure.label}.png", dpi=300, metadata={"Software": None})
