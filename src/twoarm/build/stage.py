"""The private stage of a run: the sources of the pages that the study has, and a snapshot of its files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from twoarm.study.chapters import kept, page_file, pages, read_toc, unknown_pages
from twoarm.study.errors import DisclosureError, InputError, Problem, TwoArmError
from twoarm.study.parameters import Parameters
from twoarm.study.study import Study, StudySpec, read_spec, read_study

REFUSED = "Nothing was built"
REFUSED_TODO = "Mend what is named above, then build again; twoarm check looks without building."
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
    DisclosureError
        The same list, where something in it must not be published.
    """
    snapshot = folder / "data"
    snapshot.mkdir(parents=True)
    for name in STUDY_FILES:
        if (study_folder / name).is_file():
            shutil.copyfile(study_folder / name, snapshot / name)
    toc = read_toc(book)
    try:
        study = read_study(snapshot, parameters, shown_as=study_folder.name)
    except InputError as exc:
        raise _weighed(exc, snapshot, study_folder, book) from None
    if problems := disclosure_problems(study.spec, study_folder, book):
        raise DisclosureError(REFUSED, problems, REFUSED_TODO)
    if problems := unknown_pages(toc, study):
        raise InputError("A page of the study is missing", problems, "Correct the name, or add the page.")
    toc = kept(toc, study)
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


def disclosure_problems(spec: StudySpec, study_folder: Path, book: Path | None) -> list[Problem]:
    """A real study inside the checkout must say that it is public; small cells cannot be masked yet."""
    problems = []
    inside = book is not None and study_folder.is_relative_to(book)
    if spec.data_kind == "real" and not spec.public and inside:
        problems.append(
            Problem(
                "study.yml, public",
                "a real study inside the checkout could be committed by mistake",
                "move its folder out of the checkout",
            )
        )
    if spec.disclosure and spec.disclosure.min_count > 0:
        problems.append(
            Problem(
                "study.yml, disclosure.min_count",
                "this version cannot mask small cells, and publishes none unmasked",
                "where small cells may be shown, state min_count: 0",
            )
        )
    return problems


def _weighed(error: InputError, snapshot: Path, study_folder: Path, book: Path) -> TwoArmError:
    """What must not be published weighs more than what is wrong with the data; all of it is listed."""
    try:
        problems = disclosure_problems(read_spec(snapshot), study_folder, book)
    except InputError:
        problems = []
    return DisclosureError(REFUSED, problems + error.problems, REFUSED_TODO) if problems else error


def _dropped(book: Path, path: str, names: list[str], toc: dict) -> list[str]:
    """Pages of ``book/`` that the study does not claim."""
    wanted = {page_file(book, page) for page in pages(toc)}
    return [n for n in names if n.endswith(".md") and Path(path, n) not in wanted]


def _write_yaml(path: Path, content: dict) -> None:
    with path.open("w", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(content, out)
