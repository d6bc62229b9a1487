"""The runs of a sweep before any of them is made: which study, which parameters, what it is called, where it goes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from twoarm.errors import DisclosureError, InputError, ParameterError, Place, Problem
from twoarm.publish.records.manifest import code_hash, digest, versions
from twoarm.publish.releases.ledger import Ledger, open_ledger
from twoarm.publish.stage import REFUSED_TODO, disclosure_problems
from twoarm.study.files.book import PACKAGE
from twoarm.study.files.regular_files import STUDY_FILES, irregular_files
from twoarm.study.opened import find_study, read_spec
from twoarm.study.sweeps.grid import CORRECT_GRID, NO_SWEEP, Grid, line_of, read_grid
from twoarm.study.sweeps.levels import Level, levels_of

OF_NAME = 48  # letters of a run's name before its key
OF_KEY = 10


@dataclass(frozen=True)
class Site:
    """A study of a sweep: a folder, or the patients of one level of a column in it."""

    folder: Path
    label: str
    private: bool
    level: Level | None = None


@dataclass(frozen=True)
class Task:
    """One run: all that a worker is told, which is a path and parameters and never a row.

    Attributes
    ----------
    called : in what the run differs from the others, in words.
    name : of the run, which ends with its key: the hash of all that its numbers depend on.
    site, parameters : of what; a parameter that is not here has its default.
    formats : of its report; none for the tables alone.
    place : the folder that it becomes. ledger : of the key of private studies. book : with the notebooks.
    files : the hash of each file of the study, which the worker holds its own copy against. code : of the package.
    """

    name: str
    called: str
    site: Site
    parameters: dict[str, Any]
    formats: tuple[str, ...]
    place: Path
    ledger: Path | None
    book: Path
    files: dict[str, str]
    code: str

    @property
    def weight(self) -> tuple[int, int]:
        """How long it may take, beside the other runs: the rows, then how often the cohort is simulated anew."""
        sizes = (path.stat().st_size for name in self.files if (path := self.site.folder / name).is_file())
        return sum(sizes), self.parameters.get("reconstructions", 0)


def sites_of(grid_file: Path) -> tuple[Grid, list[Site]]:
    """The grid of a file and its studies, each looked at as far as a run of it could be refused before it begins.

    Raises
    ------
    ParameterError
        Of the grid: see `read_grid`; a study that is not there; a column that is none to divide by.
    DisclosureError
        A real study inside a checkout.
    """
    grid, lines = read_grid(grid_file)
    sites: list[Site] = []
    problems: list[Problem] = []
    start = (
        grid_file.resolve().parent if "studies" in grid.model_fields_set else None
    )  # the shipped one is found from here
    for n, name in enumerate(grid.studies):
        where = Place(grid_file.name, line_of(lines, ("studies", n)), "studies")
        by = Place(grid_file.name, line_of(lines, ("by",)), "by")
        sites += _sites(grid, name, start, (where, by), problems)
    grave = any(problem.grave for problem in problems)
    if problems:
        todo = REFUSED_TODO if grave else CORRECT_GRID.format(name=grid_file.name)
        raise (DisclosureError if grave else ParameterError)(NO_SWEEP, problems, todo)
    return grid, _told_apart(sites)


def _sites(
    grid: Grid, name: str, start: Path | None, where: tuple[Place, Place], problems: list[Problem]
) -> Iterator[Site]:
    try:
        folder = find_study(name, start)
        found = irregular_files(folder)
        spec = None if found else read_spec(folder)
        levels, more = levels_of(folder, grid.by, where[1]) if grid.by and not found else ([], [])
    except (InputError, ParameterError) as exc:
        mend = f"twoarm check {name[:80]}" if len(exc.problems) > 1 or exc.problems[0].where.file else ""
        problems.append(Problem(where[0], f"{exc.headline}".lower(), mend))
        return
    problems += [*found, *more]
    if spec is None:
        return
    problems += [replace(problem, grave=True) for problem in disclosure_problems(spec, folder)]
    for level in levels or [None] * (not grid.by):
        yield Site(folder, level.label if level else folder.name, spec.private, level)


def _told_apart(sites: list[Site]) -> list[Site]:
    """Studies of one name told apart by the folder that theirs lies in."""
    named = Counter(site.label for site in sites)
    return [
        replace(site, label=f"{site.folder.name if site.level else site.folder.parent.name}/{site.label}")
        if named[site.label] > 1
        else site
        for site in sites
    ]


def tasks_of(
    grid: Grid, sites: list[Site], book: Path, runs: Path, formats: tuple[str, ...], ledger: Path | None
) -> list[Task]:
    """The runs of a grid in its order: the studies one after the other, each under every combination of the parameters.

    Parameters
    ----------
    runs : the folder that the runs go to.
    ledger : as of `twoarm.publish.run.build`.
    """
    private = any(site.private for site in sites)
    opened = open_ledger(ledger, (*(site.folder for site in sites), runs)) if private else None
    tasks = []
    for site in sites:
        hashed = {name: digest(path) for name in STUDY_FILES if (path := site.folder / name).is_file()}
        for given in grid.combinations:
            called = _called(
                site, given, [name for name, of in grid.parameters if of and len(of) > 1], len(sites) > 1
            )
            task = Task("", called, site, given, formats, runs, ledger, book, hashed, _code())
            name = f"{slug(called)}-{_key(task, opened if site.private else None)}"
            tasks.append(replace(task, name=name, place=runs / name))
    return tasks


def _called(site: Site, given: dict[str, Any], varied: list[str], several: bool) -> str:
    """``Hospital A, alpha 0.01``: what the run differs in from the others."""
    told = [site.label] * (several or not varied)
    return ", ".join(
        [*told, *(f"{name} {'default' if given[name] is None else given[name]}" for name in varied)]
    )


def slug(called: str) -> str:
    """As much of that as a folder's name can say."""
    return re.sub(r"[^a-z0-9]+", "-", called.lower()).strip("-")[:OF_NAME].strip("-") or "run"


def _key(task: Task, ledger: Ledger | None) -> str:
    """The hash of all that the run depends on; of private patients under the key of the ledger, that nobody can try out."""
    level = task.site.level
    parts = {
        "files": task.files,
        "level": asdict(level) if level else None,
        "parameters": task.parameters,
        "formats": task.formats,
        "code": task.code,
        "book": _book(task.book),
        "versions": versions(),
    }
    found = sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return (ledger.mark("run of a sweep", found) if ledger else found)[:OF_KEY]


@cache
def _code() -> str:
    return code_hash(PACKAGE)


@cache
def _book(book: Path) -> str:
    files = [
        book / "_toc.yml",
        *sorted((book / "notebooks").rglob("*.ipynb")),
        *sorted((book / "book").rglob("*")),
    ]
    told = (f"{path.relative_to(book)}:{digest(path)}" for path in files if path.is_file())
    return sha256(";".join(told).encode()).hexdigest()
