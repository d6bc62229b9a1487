"""Why two runs may differ: their data, parameters, code and versions, from what each run records of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DATA, UNTOLD, PARAMETERS, CODE, VERSIONS, ALTERED = CAUSES = (
    *("data", "data_not_told", "parameters", "code", "versions", "altered"),
)
STUDY_FOLDER = "data/"
MARKED_TABLES = (
    "data/patients.csv",
    "data/visits.csv",
    "data/units.csv",
)  # of a private study they are marked under a key
TOLD_ELSEWHERE = ("footer.json", "run.json")  # made of the parameters, the version and the data


@dataclass(frozen=True)
class Change:
    """One thing that differs: its name, and what it is in either run; None where the run has none."""

    name: str
    a: Any
    b: Any


def causes(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, list[Change]]:
    """What differs between two manifests, by kind of cause in the order of `CAUSES`; kinds without any are left out.

    Parameters
    ----------
    a, b : manifests: ``inputs`` (hashes by file), ``parameters``, ``commit``, ``code`` (one hash), ``versions``; of a
        private study ``keyed``, with the name of the key that marks its tables; and ``altered``, the hashes of files
        that are no longer those that the run published.
    """
    data, untold = _data(a, b)
    found = {
        DATA: data,
        UNTOLD: untold,
        PARAMETERS: _changes(a["parameters"], b["parameters"]),
        CODE: _changes(_code(a), _code(b)),
        VERSIONS: _changes(a["versions"], b["versions"]),
        ALTERED: _changes(a.get("altered", {}), b.get("altered", {}), every=True),
    }
    return {kind: changes for kind, changes in found.items() if changes}


def _data(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[list[Change], list[Change]]:
    """What differs in the study, and the tables of which that cannot be told: their marks are made with other keys."""
    changes = _changes(_inputs(a, True), _inputs(b, True))
    if a.get("keyed", {}).get("key") == b.get("keyed", {}).get("key"):
        return changes, []
    untold = [change for change in changes if change.name in MARKED_TABLES]
    return [change for change in changes if change not in untold], untold


def _code(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The commit, the package and the pages; what an earlier version did not record is not there."""
    own = {name: manifest.get(name) or None for name in ("commit", "code")}
    return {**own, **_inputs(manifest, False)}


def _inputs(manifest: Mapping[str, Any], of_study: bool) -> dict[str, str]:
    return {
        name: value
        for name, value in manifest["inputs"].items()
        if name.startswith(STUDY_FOLDER) == of_study and name not in TOLD_ELSEWHERE
    }


def _changes(a: Mapping[str, Any], b: Mapping[str, Any], every: bool = False) -> list[Change]:
    names = dict.fromkeys((*a, *b))
    return [Change(n, a.get(n), b.get(n)) for n in names if every or a.get(n) != b.get(n)]
