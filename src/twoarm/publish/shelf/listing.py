"""``twoarm runs``: what stands in a ``_build``, listed for its user, and an index page of what is not private."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from twoarm.errors import DiskError, Place, Problem, TwoArmError
from twoarm.present.runs.shelf import Built, shelf_lines, shelf_table
from twoarm.publish.output import GIVEN, find_output
from twoarm.publish.records.finished_run import MANIFEST, is_private_run, read_manifest
from twoarm.publish.store import OPEN_FILE
from twoarm.publish.templates.filling import filled

_INDEX = "index.html"
OURS = "twoarm runs"  # the generator that the page names: another page of that name is left alone
# By which file of a run a format is known, and how its page of a website is reached.
_FORMATS = {
    "html": "html/index.html",
    "pdf": "supplement.pdf",
    "docx": "supplement.docx",
    "jats": "supplement.jats.xml",
}


def list_runs(output: Path | None = None) -> tuple[str, Path | None]:
    """What was built, as lines, and the index page; None where there is no ``_build``.

    A run of private patients is told to whoever asks, who may read it, and stands on no page but its own.

    Parameters
    ----------
    output : as of `twoarm.publish.output.find_output`.

    Raises
    ------
    DiskError
        Another page has the place of the index.
    """
    out = find_output(output)
    if out is None or not out.is_dir():
        return shelf_lines([], []), None
    runs, sweeps = list(_runs(out)), list(_sweeps(out))
    return shelf_lines(runs, sweeps), _write(out, runs, sweeps)


def _runs(out: Path) -> Iterator[Built]:
    for link in sorted((out / "runs").glob("*")):
        try:
            manifest = read_manifest(link.resolve())
        except TwoArmError:  # damaged: `twoarm diff` says how
            continue
        given = {name: str(manifest["parameters"][name]) for name in manifest.get("changed_parameters", ())}
        formats = tuple(name for name, file in _FORMATS.items() if (link / file).is_file())
        page = f"runs/{link.name}/{_FORMATS['html']}" if "html" in formats else ""
        named = link.name, page, manifest["title"], given, formats
        yield Built(*named, _when(link / MANIFEST), _size(link.resolve()), is_private_run(manifest))


def _sweeps(out: Path) -> Iterator[Built]:
    for path in sorted((out / "sweeps").glob("*/sweep.json")):
        told = json.loads(path.read_text("utf-8"))
        runs, folder = told["runs"], path.parent
        studies = ", ".join(dict.fromkeys(run["study"] for run in runs))
        page = f"sweeps/{folder.name}/{_INDEX}"
        named = f"sweep {folder.name}", page, studies, {"runs": str(len(runs))}, tuple(told["formats"])
        yield Built(*named, _when(path), _size(folder), any(run["private"] for run in runs))


def _write(out: Path, runs: list[Built], sweeps: list[Built]) -> Path:
    place = out / _INDEX
    if place.is_symlink() or (place.exists() and OURS not in place.read_text("utf-8", errors="replace")):
        problem = Problem(Place(at=f"{out.name}/{_INDEX}"), "not the index that twoarm writes")
        raise DiskError(
            "The index has no place to go", [problem], f"Move it away, or name another folder: {GIVEN} FOLDER"
        )
    shown = {
        "runs": [one for one in runs if not one.private],
        "sweeps": [one for one in sweeps if not one.private],
    }
    tables = [shelf_table(found, name, name.capitalize()) for name, found in shown.items() if found]
    links = {one.name: one.page for found in shown.values() for one in found if one.page}
    aside = place.with_suffix(".part")
    aside.write_text(
        filled("runs.html", own_style="sweep.css", tables=tables, links=links, ours=OURS), "utf-8"
    )
    aside.chmod(OPEN_FILE)
    aside.replace(place)
    return place


def _when(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime).isoformat(" ", "minutes")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
