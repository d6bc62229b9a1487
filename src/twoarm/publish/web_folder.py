"""The folder of a published run that a host of web pages is given: real files, and no other than were published."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from twoarm.errors import DisclosureError, InputError, Place, Problem
from twoarm.publish.output import find_output, place_in
from twoarm.publish.records.circumstances import CIRCUMSTANCES
from twoarm.publish.records.finished_run import (
    BIBLIOGRAPHY_FILE,
    MANIFEST,
    find_run,
    is_private_run,
    published_files,
    read_manifest,
)
from twoarm.publish.report.downloads import CHANGES, DOWNLOADS
from twoarm.publish.store import put_in_place, refuse_other
from twoarm.publish.website.front_page import at_address
from twoarm.tables.every import RUN_TABLES

DOOR, SITE = "index.html", "html/index.html"
# At the top of a run of any formats, and so of an earlier folder that this one replaces.
_TOP = (
    DOOR,
    MANIFEST,
    BIBLIOGRAPHY_FILE,
    CIRCUMSTANCES,
    "html",
    "figures",
    CHANGES,
    *(file for _, file in DOWNLOADS.values()),
    *(table.file for table in RUN_TABLES.values()),
)


def web_folder(name: str, to: Path | None = None, output: Path | None = None) -> Path:
    """Copy what a run published, with its front page at the top too, and return the folder.

    The run's own layout is kept, since its pages lead to its tables.

    Parameters
    ----------
    name : a run of ``_build/runs``, or the path of a run's folder.
    to : the folder to write; ``_build/pages`` where none is given.
    output : where ``_build`` stands; see `twoarm.publish.output.find_output`.

    Raises
    ------
    ParameterError
        There is no such run, or no folder to write.
    DisclosureError
        Its patients are real and the study does not say that it is public.
    InputError
        A file is not the one that was published, or there is no website.
    DiskError
        The folder to write holds something else.
    """
    out = find_output(output)
    folder = find_run(name, out)
    manifest = read_manifest(folder)
    _refuse_private(manifest)
    files = published_files(folder, manifest)
    if SITE not in files:
        problem = Problem(Place(at=SITE), "no website was published with this run")
        raise InputError(f"The run {manifest['run']} cannot be put on the web", [problem], "Build it again.")
    place = to or place_in(out, "pages")
    refuse_other(place, _TOP)
    _write(folder, files, place)
    return place


def _refuse_private(manifest: dict[str, Any]) -> None:
    if is_private_run(manifest):
        problem = Problem(
            Place(MANIFEST, at="private"),
            "its patients are real, and its study does not say that it is public",
            "public data name their source and licence in study.yml",
        )
        raise DisclosureError(f"The run {manifest['run']} is not for the web", [problem])


def _write(folder: Path, files: list[str], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pages-", dir=place.parent) as aside:
        made = Path(aside) / "pages"
        for name in files:
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, made / name)
        (made / DOOR).write_text(at_address((folder / SITE).read_text("utf-8"), SITE, DOOR), "utf-8")
        put_in_place(made, place, private=False)
