"""Finished runs of a small study, written without a notebook: a page, a table and the manifest that a release reads."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from twoarm.publish.records.manifest import digest
from twoarm.publish.releases.ledger import Ledger
from twoarm.publish.releases.pseudonyms import keep_pseudonyms, pseudonyms_of
from twoarm.study.opened import read_study
from twoarm.tables.every import RUN_TABLES

RESULTS = RUN_TABLES["results"]


def write_run(
    folder: Path,
    study_folder: Path,
    ledger: Ledger | None,
    rows: tuple[dict[str, str], ...] = (),
    **said: Any,
) -> Path:
    """Write the run that a build would have published, and the keyed hashes that it would have kept.

    Parameters
    ----------
    ledger : with which it is built; None of a study that is not private.
    rows : of results.csv, by column; what is not named is empty.
    said : what its manifest says otherwise.
    """
    study = read_study(study_folder)
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "index.html").write_text("<p>A page.</p>", "utf-8")
    with (folder / RESULTS.file).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, RESULTS.header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    files = {name: digest(folder / name) for name in ("html/index.html", RESULTS.file)}
    manifest = {
        "run": folder.name,
        "title": study.spec.title,
        "private": ledger is not None,
        "notice": study.notice,
        "parameters": {"alpha": 0.05},
        "patients": study.n,
        "versions": {},
        "inputs": {},
        "disclosure": asdict(study.spec.policy),
        "arms": {arm.level: arm.label for arm in study.arms},
        "files": files,
    }
    if ledger:
        cohort = keep_pseudonyms(pseudonyms_of(study, ledger), ledger)
        manifest["keyed"] = {"key": ledger.key_name, "cohort": cohort}
    (folder / "manifest.json").write_text(json.dumps(manifest | said), "utf-8")
    return folder
