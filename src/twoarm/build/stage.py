"""The private stage of a run: the sources of the pages that the study has, and a snapshot of its files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from twoarm.study.chapters import kept, page_file, pages, read_toc
from twoarm.study.errors import InputError, Problem
from twoarm.study.parameters import Parameters
from twoarm.study.study import Study, read_study

STUDY_FILES = (
    "study.yml",
    "dictionary.csv",
    "patients.csv",
    "visits.csv",
    "commentary.md",
    "claims.yml",
    "abstract.md",
    "evidence.csv",
    "simulation.yml",
    "simulated.sha256",
)


@dataclass(frozen=True)
class Stage:
    """A folder laid out like the checkout: ``data``, ``notebooks``, ``book``, ``_toc.yml``, ``_config.yml``."""

    folder: Path
    study: Study

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks of the run in their order."""
        toc = read_toc(self.folder)
        return [f for page in pages(toc) if (f := page_file(self.folder, page)).suffix == ".ipynb"]


def prepare_stage(book: Path, study_folder: Path, folder: Path, parameters: Parameters) -> Stage:
    """Copy the study's files once, check that copy, and lay the pages that belong to it beside it.

    Raises
    ------
    InputError
        Every problem of the study's files.
    """
    snapshot = folder / "data"
    snapshot.mkdir(parents=True)
    for name in STUDY_FILES:
        if (study_folder / name).is_file():
            shutil.copyfile(study_folder / name, snapshot / name)
    study = read_study(snapshot, parameters, shown_as=study_folder.name)
    toc = kept(read_toc(book), study)
    _write_yaml(folder / "_toc.yml", toc)
    shutil.copyfile(book / "_config.yml", folder / "_config.yml")
    shutil.copytree(
        book / "book", folder / "book", ignore=lambda path, names: _dropped(book, path, names, toc)
    )
    (folder / "notebooks").mkdir()
    for page in pages(toc):
        source = page_file(book, page)
        if source.suffix == ".ipynb":
            shutil.copyfile(source, folder / "notebooks" / source.name)
    return Stage(folder, study)


def tell_run(stage: Stage, about: dict[str, Any]) -> None:
    """Leave what every page's footer says of the run."""
    (stage.folder / "run.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")


def refuse_unpublishable(study: Study, study_folder: Path, book: Path) -> None:
    """A real study inside the checkout must say that it is public; small cells cannot be masked yet.

    Raises
    ------
    DisclosureError
        By the rule that is broken.
    """
    from twoarm.study.errors import DisclosureError

    spec = study.spec
    if spec.data_kind == "real" and not spec.public and study_folder.is_relative_to(book):
        problem = Problem(
            "study.yml, public", "a real study inside the checkout could be committed by mistake"
        )
        raise DisclosureError("Nothing was built", [problem], "Move the study folder out of the checkout.")
    if spec.disclosure and spec.disclosure.min_count > 0:
        problem = Problem(
            "study.yml, disclosure.min_count",
            "this version cannot mask small cells, and publishes none unmasked",
        )
        raise DisclosureError(
            "Nothing was built", [problem], "Where small cells may be shown, state min_count: 0."
        )


def _dropped(book: Path, path: str, names: list[str], toc: dict) -> list[str]:
    """Pages of ``book/`` that the study does not claim."""
    wanted = {page_file(book, page) for page in pages(toc)}
    return [n for n in names if n.endswith(".md") and Path(path, n) not in wanted]


def _write_yaml(path: Path, content: dict) -> None:
    try:
        with path.open("w", encoding="utf-8") as out:
            YAML(typ="safe", pure=True).dump(content, out)
    except TypeError:
        raise InputError("_toc.yml cannot be read", ["_toc.yml: not a table of contents"]) from None
