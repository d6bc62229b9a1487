"""Where an abstract was published, as far as it is known."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError

from twoarm.study.schema.strict import STRICT

_DOI = re.compile(r"10\.\d{4,9}/[!-~]{1,200}")
_Fact = Annotated[str, StringConstraints(strip_whitespace=True)]


def _doi(text: str) -> str:
    if text and not _DOI.fullmatch(text):
        raise PydanticCustomError("doi", "a DOI begins with 10. and has a stroke, as in 10.1000/182")
    return text


class AbstractSource(BaseModel):
    """Where ``abstract.md`` was published, as far as it is known: what is empty is said to be unknown."""

    model_config = STRICT

    authors: _Fact = ""
    """Its authors, as the journal prints them, in one text."""
    journal: _Fact = ""
    """The journal."""
    year: Annotated[int, Field(ge=1800, le=2200)] | None = None
    """The year of its publication."""
    doi: Annotated[_Fact, AfterValidator(_doi)] = ""
    """Its DOI, beginning with 10."""
    registration: _Fact = ""
    """Where the study that it tells of was registered, and under which number."""
