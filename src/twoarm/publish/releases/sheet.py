"""The sheet of a release, for whoever checks what leaves: each file, what is masked, the policy, earlier releases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from twoarm.faces import counts_only
from twoarm.publish.records.finished_run import BIBLIOGRAPHY_FILE, MANIFEST, is_private_run
from twoarm.publish.records.manifest import digest
from twoarm.publish.releases.masked_cells import masked_cells
from twoarm.publish.releases.nearness import Earlier
from twoarm.publish.report.downloads import DOWNLOADS
from twoarm.publish.templates.filling import filled
from twoarm.study.disclosure.policy import OPEN, Policy
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.specification import ABSTRACT_ALONE
from twoarm.tables.every import RUN_TABLES

SHEET, RECORD = "release.html", "release.json"
_FILES = {
    MANIFEST: "record of the run: parameters, versions, a hash of every file",
    BIBLIOGRAPHY_FILE: "records of the sources that a report may cite",
    **{table.file: f"table; a row is {table.row}" for table in RUN_TABLES.values()},
    **{file: f"the whole report as one document ({name})" for name, file in DOWNLOADS.values()},
}
_OF_PAGES = {
    ".html": "page of the website",
    ".svg": "drawing of the website",
    ".png": "picture of the website",
    ".js": "program of the website; the index of its search among them",
    ".css": "style of the website",
    ".woff2": "letters of the website",
    ".ttf": "letters of the website",
}


@counts_only
@dataclass(frozen=True)
class ReleaseFacts:
    """What the sheet tells beside what it reads in the files.

    Attributes
    ----------
    day : of the release, as an ISO date.
    files : names of what is released, in its folder.
    earlier : releases of some of the same patients; None where none are remembered.
    accepted : why it is made though it lies close to another one.
    """

    day: str
    files: list[str]
    earlier: list[Earlier] | None
    accepted: str = ""


def write_sheet(folder: Path, manifest: Mapping[str, Any], facts: ReleaseFacts, to: Path) -> None:
    """Write the sheet for a reader and for a machine.

    Parameters
    ----------
    folder : of the run as it is released.
    to : the folder of the sheet.
    """
    told = release_record(folder, manifest, facts)
    text = json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False)
    (to / RECORD).write_text(f"{text}\n", "utf-8")
    (to / SHEET).write_text(filled(SHEET, told=told), "utf-8")


def release_record(folder: Path, manifest: Mapping[str, Any], facts: ReleaseFacts) -> dict[str, Any]:
    """All that the sheet says, as values."""
    policy = policy_of(manifest)
    return {
        "run": manifest["run"],
        "title": manifest["title"],
        "notice": manifest["notice"],
        "version": version("twoarm"),
        "day": facts.day,
        "patients": manifest["patients"],
        "alone": manifest.get("data_kind") == ABSTRACT_ALONE,
        "private": is_private_run(dict(manifest)),
        "policy": asdict(policy),
        "choices": [asdict(choice) for choice in PolicyWords(policy).choices],
        "files": [_file(folder / name, name, manifest) for name in facts.files],
        "masked": [asdict(cells) for cells in masked_cells(folder)],
        "remembered": facts.earlier is not None,
        "earlier": [_earlier(one) for one in facts.earlier or []],
        "accepted": facts.accepted,
    }


def policy_of(manifest: Mapping[str, Any]) -> Policy:
    """The policy under which a run was made."""
    return Policy(**manifest["disclosure"]) if "disclosure" in manifest else OPEN


def _file(path: Path, name: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    told = {"file": name, "what": _what(name, manifest), "bytes": path.stat().st_size}
    return told | {"sha256": manifest["files"].get(name) or digest(path)}


def _what(name: str, manifest: Mapping[str, Any]) -> str:
    if name in _FILES:
        return _FILES[name]
    path = Path(name)
    if path.parts[0] == "figures":
        return manifest.get("figures", {}).get(path.stem, {}).get("caption", "figure")
    return _OF_PAGES.get(path.suffix, "part of the website")


def _earlier(one: Earlier) -> dict[str, Any]:
    changed = one.overlap.changed_few(one.least)
    return {
        "day": one.entry.day,
        "run": one.entry.run,
        "title": one.entry.title,
        "profile": one.entry.profile,
        "patients": one.entry.patients,
        "patients_of_both": one.overlap.shared,
        "patients_of_one_alone": one.overlap.differing,
        "variables_with_few_other_values": len(changed),
        "least": one.least,
        "too_close": one.too_close,
        "accepted_then": one.entry.accepted,
    }
