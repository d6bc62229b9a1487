"""The private stage of a run: the sources of the pages that the study has, and a snapshot of its files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from twoarm.errors import DisclosureError, InputError, Place, Problem, TwoArmError
from twoarm.faces import counts_only
from twoarm.publish.sections.heading import under_own_title, under_question
from twoarm.study.chapters import (
    kept,
    section_of,
    topic_of,
    unknown_pages,
)
from twoarm.study.commentary_targets import unknown_targets
from twoarm.study.files.book import find_checkout
from twoarm.study.files.contents import pages, read_toc
from twoarm.study.files.page_files import OF_TEMPLATE, page_file
from twoarm.study.files.regular_files import STUDY_FILES, irregular_files
from twoarm.study.opened import Study, StudySpec, read_spec, read_study
from twoarm.study.parameters import Parameters

REFUSED_TODO = "Mend what is named above, then build again; twoarm check looks without building."


@counts_only
@dataclass(frozen=True)
class Stage:
    """A folder laid out like the checkout: ``data``, ``notebooks``, ``book``, ``_toc.yml``, ``_config.yml``."""

    folder: Path
    study: Study
    sources: dict[str, Path]  # what each page and file of the book was copied from

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks of the run in their order."""
        toc = read_toc(self.folder)
        return [f for page in pages(toc) if (f := page_file(self.folder, page)).suffix == ".ipynb"]

    @property
    def own_parameters(self) -> dict[str, dict[str, str]]:
        """The section that each notebook reports which is the same for several, by the notebook's name."""
        names = [path.stem for path in self.notebooks if path.stem.startswith(OF_TEMPLATE)]
        return {name: {"section": topic_of(name)} for name in names}

    @property
    def private(self) -> bool:
        """Whether the study is of real patients and nobody has said that it is public."""
        return self.study.spec.private


def prepare_stage(book: Path, study_folder: Path, folder: Path, parameters: Parameters) -> Stage:
    """Copy the study's files once, check that copy, and lay the pages that belong to it beside it.

    Raises
    ------
    InputError
        Every problem of the study's files.
    DisclosureError
        The same list, where something in it must not be published.
    """
    if problems := irregular_files(study_folder):
        raise InputError(f"{study_folder.name}/ cannot be read", problems, REFUSED_TODO)
    snapshot = folder / "data"
    snapshot.mkdir(parents=True)
    for name in STUDY_FILES:
        if (study_folder / name).is_file():
            shutil.copyfile(study_folder / name, snapshot / name)
    toc = read_toc(book)
    study = read_buildable(snapshot, study_folder, book, parameters)
    toc = kept(toc, study)
    _write_yaml(folder / "_toc.yml", toc)
    sources = _sources(book, toc)
    for name, source in sources.items():
        place = folder / name
        # Made, not copied: an installed folder may be one to read alone.
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
    front = page_file(folder, toc["root"])
    if front.suffix == ".ipynb":
        front.write_text(under_question(front.read_text("utf-8"), study), "utf-8")
    for page in pages(toc):
        if (section := section_of(page, study)) and study.spec.states_section(section.code):
            notebook = page_file(folder, page)
            notebook.write_text(under_own_title(notebook.read_text("utf-8"), section), "utf-8")
    return Stage(folder, study, sources)


def read_buildable(
    folder: Path, study_folder: Path, book: Path, parameters: Parameters | None = None
) -> Study:
    """Read a study that a report can be built of, from its own folder or from a snapshot of it.

    Parameters
    ----------
    folder : where the files are read.
    study_folder : where the study stands, whose name messages give.
    book : the folder with ``_toc.yml``, whose pages the study's are held against.
    parameters : of the run.

    Raises
    ------
    InputError, DisclosureError
        As in :func:`prepare_stage`.
    """
    try:
        study = read_study(folder, parameters, shown_as=study_folder.name)
    except (InputError, DisclosureError) as exc:
        raise _weighed(exc, folder, study_folder) from None
    missing = unknown_pages(read_toc(book), study) + unknown_targets(study, book)
    if problems := disclosure_problems(study.spec, study_folder):
        raise _refused(study_folder, problems + missing)
    if missing:
        raise InputError(
            "The book does not have what the study names", missing, "Correct the name, or add it."
        )
    return study


def _refused(study_folder: Path, problems: list[Problem]) -> DisclosureError:
    return DisclosureError(f"{study_folder.name}/ cannot be built", problems, REFUSED_TODO)


def tell_run(stage: Stage, about: dict[str, Any]) -> None:
    """Leave what every page's footer says of the run."""
    (stage.folder / "footer.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")


def disclosure_problems(spec: StudySpec, study_folder: Path) -> list[Problem]:
    """A real study inside any checkout says that it is public, and its licence."""
    problems = []
    if spec.data_kind == "real" and not _is_open(spec) and find_checkout(study_folder):
        problems.append(
            Problem(
                Place("study.yml", at="public"),
                "a real study inside the checkout could be committed by mistake",
                "move its folder out of the checkout; public data name their source and licence",
            )
        )
    return problems


def _is_open(spec: StudySpec) -> bool:
    return spec.public and bool(spec.source.strip() and spec.licence.strip())


def _weighed(error: TwoArmError, snapshot: Path, study_folder: Path) -> TwoArmError:
    """What must not be published weighs more than what is wrong with the data; all of it is listed."""
    if irregular_files(snapshot):  # to open one could take for ever
        return error
    try:
        problems = disclosure_problems(read_spec(snapshot), study_folder)
    except InputError:
        problems = []
    return _refused(study_folder, problems + error.problems) if problems else error


def _sources(book: Path, toc: dict) -> dict[str, Path]:
    """The pages of a table of contents and all of ``book/`` that is no page: their place in the stage, and their source."""
    beside = [path for path in (book / "book").rglob("*") if path.is_file() and path.suffix != ".md"]
    files = {path.relative_to(book).as_posix(): path for path in (book / "_config.yml", *beside)}
    return files | {page + (file := page_file(book, page)).suffix: file for page in pages(toc)}


def _write_yaml(path: Path, content: dict) -> None:
    with path.open("w", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(content, out)
