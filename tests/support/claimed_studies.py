"""Claims beside a cohort that has none: what an abstract could state of it, without an abstract that is quoted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from twoarm.study.opened import Study
from twoarm.study.published.argued import Question
from twoarm.study.published.claims import CLAIM


def with_claims(study: Study, *claims: dict[str, Any], questions: tuple[Question, ...] = ()) -> Study:
    """The study with these claims in the place of its own; each is called A1, A2 ... unless it is named."""
    read = [
        CLAIM.validate_python({"id": f"A{n}", "quote": ["a statement"], **claim})
        for n, claim in enumerate(claims, 1)
    ]
    return replace(study, claims=tuple(read), questions=questions)


def count(variable: str, events: int, of: int, **more: Any) -> dict[str, Any]:
    return {"kind": "count", "variable": variable, "events": events, "of": of, **more}


def mean(variable: str, printed: str, sd: str = "1", **more: Any) -> dict[str, Any]:
    return {"kind": "mean_sd_range", "variable": variable, "mean": printed, "sd": sd, "n": 10, **more}


def bare(variable: str, p: str, direction: str = "none", within: bool = False, **more: Any) -> dict[str, Any]:
    comparison, n = ("within", [10]) if within else ("between", [10, 10])
    given = {"comparison": comparison, "direction": direction, "n": n}
    return {"kind": "bare_p", "variable": variable, "p": p, **given, **more}
