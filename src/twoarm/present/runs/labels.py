"""How the rows of two runs are called: by the labels that the runs themselves record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twoarm.analysis.registry.entries import REGISTERED
from twoarm.analysis.runs.tables import Row
from twoarm.present.claims.words import METHODS
from twoarm.present.sensitivity.words import DIMENSIONS, WORDS
from twoarm.present.wording import capital
from twoarm.study.dictionary import Variable
from twoarm.study.schema.kinds import Role

FURTHER = {  # keys that name a row beside its outcome, and what stands before each; a number of that name is no key
    **dict.fromkeys(("question", "at"), ""),
    "time": "time ",
    **dict.fromkeys(("source", "measure"), ""),
    "claim": "claim ",
    "range": "range ",
    "n_treated": "treated ",
    "n_control": "control ",
    "threshold": "threshold ",
    "characteristic": "imbalance in ",
    **dict.fromkeys(("characteristic_visit", "subgroup"), ""),
}
WITHOUT_OUTCOME = {  # how a row of a table that has no outcomes is called, by the first key that it has
    "claim": "Claim",
    "question": "Question",
    "item": "Item",
    "analysis": "Method",
}
ORDINARY = ("patients", "none", "all")  # the choices of a specification that need no word


def notices(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    """The words that mark a cohort, of the manifest of either run."""
    return list(dict.fromkeys(filter(None, (a["notice"], b["notice"]))))


class Labels:
    """Labels of variables, visits and arms; of the first run where both have one, else the name in the tables."""

    def __init__(self, a: Mapping[str, Any], b: Mapping[str, Any]) -> None:
        kinds = ("variables", "visits", "arms")
        self._variables, self._visits, self._arms = ({**b.get(k, {}), **a.get(k, {})} for k in kinds)

    def variable(self, name: str) -> Variable:
        """As much of a dictionary row as a number needs to be shown."""
        known = self._variables.get(name, {})
        return Variable(
            name=name,
            label=known.get("label", name),
            table="patients",
            role=Role.NONE,
            section="",
            kind=known.get("kind", ""),
            unit=known.get("unit", ""),
            of=known.get("of", ""),
            digits=known.get("decimals", 2),
        )

    def row(self, row: Row) -> str:
        """``Operation time``; ``Back pain (VAS), latest follow-up, VBS``; ``Claim C08``."""
        if "id" in row:
            return ", ".join(filter(None, (f"Claim {row['id']}", row["part"])))
        if "variable" not in row and "outcome" not in row:
            return next(f"{said} {row[key]}" for key, said in WITHOUT_OUTCOME.items() if key in row)
        visit, arm = row.get("visit", ""), row.get("arm", "")
        parts = (
            self.variable(row["variable"]).label if "variable" in row else capital(row["outcome"]),
            self._visits.get(visit, visit),
            self._arms.get(arm, arm),
            row.get("level", ""),
        )
        return ", ".join(filter(None, parts))

    def way(self, row: Row) -> str:
        """How a row came about: its method, its choices, its seed."""
        if "id" in row:
            return ", ".join(filter(None, (_plain(row["statistic"]), _method(row["method"]))))
        if "rule" in row:
            return _plain(row["rule"])
        if "test" in row:
            return ", ".join(_choices(row))
        if "analysis" not in row:
            return ", ".join(_further(row))
        named = [_method(row["analysis"], row.get("method", ""))]
        named += [f"cohort of seed {row['seed']}"] if "seed" in row else []
        estimand = row.get("estimand") or _detected(row)
        return f"{estimand}: " * bool(estimand) + ", ".join(named)


def _further(row: Row) -> list[str]:
    """The other keys of a table that has no method."""
    return [
        f"{said}{row[key]}" for key, said in FURTHER.items() if isinstance(row.get(key), str) and row[key]
    ]


def _detected(row: Row) -> str:
    """On which side of none power.csv looks, which the words of its method do not say."""
    known = REGISTERED.get(row["analysis"]) if "detectable" in row else None
    return known.estimand if known else ""


def _method(name: str, otherwise: str = "") -> str:
    known = REGISTERED[name].words if name in REGISTERED else METHODS.get(name)
    return known or otherwise or _plain(name)


def _choices(row: Row) -> list[str]:
    """The test, and every other choice that is not the ordinary one."""
    codes = {name: row[name] for name in DIMENSIONS if name == "test" or row[name] not in ORDINARY}
    return [WORDS.get(name, {}).get(code) or _method(code) for name, code in codes.items()]


def _plain(name: str) -> str:
    return name.replace("_", " ")
