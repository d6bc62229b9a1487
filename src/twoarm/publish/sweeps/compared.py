"""What a sweep writes beside its runs: all results in one Parquet file, the sites together, and the page that compares."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from twoarm.present.sweeps.page import sweep_page
from twoarm.present.sweeps.reading import TABLES_COMPARED, MadeRun, swept_runs
from twoarm.publish.private.folders import private_folder
from twoarm.publish.records.finished_run import read_manifest
from twoarm.publish.records.tabular import cell_of
from twoarm.publish.store import CLOSED_FILE, OPEN_FILE
from twoarm.publish.sweeps.all_results import write_results
from twoarm.publish.sweeps.tasks import Task
from twoarm.publish.sweeps.work import Outcome
from twoarm.publish.templates.filling import filled
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.tables.every import RUN_TABLES
from twoarm.tables.spreadsheet import text_of_cell
from twoarm.tables.sweeps import POOLED

PAGE, RECORD, RESULTS = "index.html", "sweep.json", "results.parquet"


def write_comparison(
    tasks: Sequence[Task], failed: Sequence[Outcome], name: str, folder: Path, *, private: bool
) -> Path:
    """Compare the runs that are there; returns the page.

    All of it is made of what the runs publish, each checked and masked under the policy of its own study, so that it tells
    nothing more of a patient than they do.

    Parameters
    ----------
    failed : the runs that are not there. folder : of the sweep. private : whether the user alone may read it.
    """
    lost = {outcome.name: outcome for outcome in failed}
    made = [_made(task) for task in tasks if task.name not in lost]
    swept = swept_runs(made)
    with private_folder(folder, ".comparing-") as aside:
        words = {outcome.called: outcome.words for outcome in failed}
        page = sweep_page(name, swept, words)
        links = {run.name: link for run in made if (link := _report(folder, run.name))}
        (aside / PAGE).write_text(
            filled("sweep.html", own_style="sweep.css", page=page, links=links), "utf-8"
        )
        write_results(made, aside / RESULTS)
        if swept.pools:
            _write_pooled([pool.table_row() for pool in swept.pools], aside / POOLED.file)
        record = json.dumps(_record(name, tasks, lost), indent=1, ensure_ascii=False)
        (aside / RECORD).write_text(f"{record}\n", "utf-8")
        (folder / POOLED.file).unlink(missing_ok=True)
        for path in (
            aside / file for file in (PAGE, RESULTS, POOLED.file, RECORD) if (aside / file).exists()
        ):
            path.chmod(CLOSED_FILE if private else OPEN_FILE)
            path.replace(folder / path.name)
    return folder / PAGE


def _made(task: Task) -> MadeRun:
    manifest = read_manifest(task.place)
    there = [name for name in TABLES_COMPARED if RUN_TABLES[name].file in manifest["files"]]
    frames = {name: read_plain_csv(task.place / RUN_TABLES[name].file).map(text_of_cell) for name in there}
    return MadeRun(task.name, task.site.label, task.parameters, manifest, frames)


def _report(folder: Path, run: str) -> str:
    """The way from the page of the sweep to the report of a run; empty where it has none as a website."""
    page = f"runs/{run}/html/index.html"
    return page if (folder / page).is_file() else ""


def _write_pooled(rows: list[dict], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, POOLED.header, lineterminator="\n")
        writer.writeheader()
        writer.writerows({column: cell_of(row[column]) for column in POOLED.header} for row in rows)


def _record(name: str, tasks: Sequence[Task], lost: dict[str, Outcome]) -> dict:
    """The runs of the sweep, in its order; no path of this machine."""
    return {
        "sweep": name,
        "formats": list(tasks[0].formats) if tasks else [],
        "runs": [
            {
                "run": task.name,
                "called": task.called,
                "study": task.site.label,
                "private": task.site.private,
                "parameters": task.parameters,
                "failed": lost[task.name].words if task.name in lost else "",
            }
            for task in tasks
        ],
    }
