"""What a study names of its design, an entry each."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from twoarm.study.schema.strict import STRICT

_Stated = Annotated[str, StringConstraints(strip_whitespace=True), Field(min_length=1)]


class AnalysisSet(BaseModel):
    """Who is counted in an analysis, and in which arm: a name and what it means."""

    model_config = STRICT

    name: _Stated
    """What it is called, such as intention to treat."""
    definition: _Stated
    """Who is in it, and in which arm."""


class Unmeasured(BaseModel):
    """Something that nobody measured and that may have decided both the treatment and the outcome."""

    model_config = STRICT

    name: _Stated
    """What it is, such as frailty."""
    favours: Annotated[str, Field(min_length=1)]
    """The arm that it makes look better: its level or its label under arms."""
    source: _Stated
    """How that is known: a reference, or whose judgement it is."""
