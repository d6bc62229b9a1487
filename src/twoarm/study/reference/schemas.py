"""The JSON Schemas of what a person writes in YAML, from the models that check it; an editor completes the files by them."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from twoarm.study.published.kinds import ClaimsFile
from twoarm.study.specification import StudySpec
from twoarm.study.sweeps.grid import Grid

YAML_FILES: dict[str, type[BaseModel]] = {"study": StudySpec, "claims": ClaimsFile, "grid": Grid}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: str) -> str:
    """The schema of ``study.yml``, ``claims.yml`` or the grid of a sweep, by the name without its ending."""
    schema = {"$schema": DRAFT, **YAML_FILES[name].model_json_schema()}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def schema_file(name: str) -> Path:
    """Where the package carries it."""
    return Path(__file__).with_name(f"{name}.schema.json")
