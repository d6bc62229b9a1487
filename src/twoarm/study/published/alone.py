"""A study of data_kind published, an abstract and its claims alone: what it needs, and what it has no use for."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from twoarm.errors import InputError, Place, Problem
from twoarm.study.cohort import Cohort
from twoarm.study.files.yaml_file import read_yaml
from twoarm.study.published.claims import PublishedClaims
from twoarm.study.specification import ABSTRACT_ALONE, StudySpec

_SPEC = "study.yml"
_WORDS = ("abstract.md", "claims.yml", "evidence.csv")  # its files beside study.yml; the first two are needed
# What is about patients, or written from them: it would be left out in silence, and patients beside it might be real ones.
_OF_PATIENTS = ("dictionary.csv", "patients.csv", "visits.csv", "units.csv")
_OF_RESULTS = ("commentary.md", "simulation.yml", "simulated.sha256")
_KEYS = (
    *("title", "subtitle", "question", "data_kind", "arms", "randomised", "abstract"),
    *("pages", "date", "authors", "repository", "to_confirm"),
)
_CODED = (
    ("column",),
    ("treated", "level"),
    ("control", "level"),
)  # what ties the arms to a column of patients.csv
_NO_PATIENTS = "a study of data_kind published has no patients"
_TAKE_AWAY = f"take it out of the folder; where the study is to have patients, {_SPEC} says data_kind: real, or simulated"


def says_published(folder: Path) -> bool:
    """Whether ``study.yml`` says that the study is an abstract alone, whatever else is wrong with the file.

    Of one that cannot be read the files beside it say what it is.
    """
    try:
        given = read_yaml(folder / _SPEC, InputError)
    except InputError:  # told by who reads all of it
        return (folder / "claims.yml").exists() and not any((folder / name).exists() for name in _OF_PATIENTS)
    return isinstance(given, dict) and given.get("data_kind") == ABSTRACT_ALONE


def key_problems(given: Any) -> list[Problem]:
    """The keys of ``study.yml`` that a study with patients lacks, and those that one without patients has no use for."""
    if not isinstance(given, dict):
        return []
    if given.get("data_kind") == ABSTRACT_ALONE:
        unused = [name for name in given if name in StudySpec.model_fields and name not in _KEYS]
        rule = f"{_NO_PATIENTS}, which this key is about"
        return [Problem(Place(_SPEC, at=str(name)), rule, "take it out") for name in unused]
    return [Problem(Place(_SPEC, at=name), "missing key") for name in _without_codes(given)]


def _without_codes(given: dict[Any, Any]) -> Iterator[str]:
    """What is missing of the arms of a cohort."""
    if "arms" not in given:
        yield "arms"
    for path in _CODED:
        inner: Any = given.get("arms")
        for name in path[:-1]:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and path[-1] not in inner:
            yield ".".join(("arms", *path))


def file_problems(folder: Path) -> list[Problem]:
    """Files that the study needs and has not, or has and must not have.

    An abstract that is missing beside claims is told of by who reads them.
    """
    lacking = [] if (folder / "claims.yml").exists() else ["claims.yml"]
    lacking += ["abstract.md"] if lacking and not (folder / "abstract.md").exists() else []
    rule = f"no such file in {folder.name}/"
    problems = [Problem(Place(name), rule, "docs/claims.md says how it is written") for name in lacking]
    needless = [name for name in (*_OF_PATIENTS, *_OF_RESULTS) if (folder / name).exists()]
    return problems + [Problem(Place(name), _NO_PATIENTS, _TAKE_AWAY) for name in needless]


def nothing_claimed(folder: Path, claims: PublishedClaims) -> list[Problem]:
    """That ``claims.yml``, which breaks no rule, has nothing to audit."""
    if claims.claims or claims.not_reported or not (folder / "claims.yml").exists():
        return []
    return [Problem(Place("claims.yml"), "has no claim, so that there is nothing to report", "add one")]


def no_cohort(folder: Path, spec: StudySpec) -> Cohort:
    """A cohort of nobody, marked by the words that stand in the place of its tables."""
    nobody = pd.DataFrame({"_arm": pd.Series(dtype=object)}, index=pd.Index([], name="_id", dtype=object))
    files = [folder / name for name in _WORDS if (folder / name).exists()]
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    return Cohort(nobody, None, spec.arms.treated.level, spec.arms.control.level, hashes)
