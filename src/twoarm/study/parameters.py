"""What a run may be asked to change: one typed model, used by the notebooks, the command line and the tests."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from twoarm.errors import ParameterError, Place, Problem
from twoarm.study.files.yaml_file import parse_yaml
from twoarm.study.labels import NAME
from twoarm.suggestions import did_you_mean

HEADLINE = "The parameters cannot be used"
# What a parameter may be; a sweep takes several of each.
Alpha = Annotated[float, Field(gt=0, lt=0.5, description="significance level, two-sided")]
ConfLevel = Annotated[
    float | None, Field(gt=0.5, lt=1, description="level of intervals; 1 - alpha unless given")
]
Imbalance = Annotated[float, Field(gt=0, lt=5, description="standardised difference called an imbalance")]
Reconstructions = Annotated[
    int, Field(ge=0, le=1000, description="further cohorts from the plan of a study that has one")
]


class Parameters(BaseModel):
    """The knobs of a run; every notebook's parameters cell is a subset of these fields.

    Attributes
    ----------
    study : folder of the study, looked up from the working directory upwards.
    alpha : two-sided significance level, between 0 and 0.5.
    conf_level : level of every interval, between 0.5 and 1; ``1 - alpha`` unless given.
    imbalance : standardised mean difference from which a covariate is called imbalanced.
    reconstructions : how many further cohorts are simulated from the same plan; only where the study has one.
    """

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False, hide_input_in_errors=True
    )

    study: Annotated[str, Field(min_length=1, max_length=4096, description="study folder")] = "data"
    alpha: Alpha = 0.05
    conf_level: ConfLevel = None
    imbalance: Imbalance = 0.1
    reconstructions: Reconstructions = 20

    @property
    def level(self) -> float:
        """The level of every interval of the cohort."""
        return round(1 - self.alpha, 12) if self.conf_level is None else self.conf_level

    def changed(self) -> list[str]:
        """Names of the parameters that differ from their defaults, the study folder apart."""
        fields = type(self).model_fields
        return [n for n, f in fields.items() if n != "study" and getattr(self, n) != f.default]


def check_parameters(given: dict[str, Any]) -> Parameters:
    """The given values as `Parameters`; unknown names, wrong types and values out of bounds, all at once.

    Raises
    ------
    ParameterError
        With one problem per name; an unknown name comes with the nearest known one.
    """
    try:
        return Parameters.model_validate(given)
    except ValidationError as exc:
        problems = [_problem(item) for item in exc.errors(include_url=False, include_input=False)]
    raise ParameterError(HEADLINE, problems, "Nothing was run. Names and bounds: twoarm parameters")


def parse_assignments(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """``[("alpha", "0.01")]`` as values: each text is read as one YAML 1.2 scalar."""
    names = [name for name, _ in pairs]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    if twice:
        problems = [Problem(Place(at=_shown(name)), "given twice") for name in twice]
        raise ParameterError(HEADLINE, problems, "Give each parameter once.")
    return {name: parse_yaml(text, f"parameter {_shown(name)}", ParameterError) for name, text in pairs}


def _problem(item: ErrorDetails) -> Problem:
    name = ".".join(str(part) for part in item["loc"])
    if item["type"] != "extra_forbidden":
        return Problem(Place(at=_shown(name)), item["msg"])
    known = "known are " + ", ".join(Parameters.model_fields)
    return Problem(
        Place(at=_shown(name)), "no such parameter", did_you_mean(name, Parameters.model_fields, known)
    )


def _shown(name: str) -> str:
    """A name as it may stand in a message: one that could be code or a line break is not repeated."""
    return name if NAME.fullmatch(name) else "a name that is not made of small letters, digits and _"
