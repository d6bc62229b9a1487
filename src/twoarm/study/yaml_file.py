"""Reading YAML so that nothing is silently something else: YAML 1.2, no duplicate keys, a typed model."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from twoarm.study.errors import Problem, TwoArmError

Model = TypeVar("Model", bound=BaseModel)


def parse_yaml(text: str, name: str, error: type[TwoArmError]) -> Any:
    """The content of a YAML 1.2 text; `no` stays a word and a key given twice is refused."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as exc:
        line = f", line {exc.problem_mark.line + 1}" if exc.problem_mark else ""
        raise error(f"{name} cannot be read", [f"{name}{line}: {exc.problem}"]) from None
    except YAMLError:
        raise error(f"{name} cannot be read", [f"{name}: not valid YAML 1.2"]) from None


def read_yaml(path: Path, error: type[TwoArmError]) -> Any:
    """Parse a YAML file; a file that is not there or not UTF-8 is an error of the given type."""
    try:
        return parse_yaml(path.read_text("utf-8-sig"), path.name, error)
    except FileNotFoundError:
        raise error(
            f"{path.name} is missing", [f"{path.name}: no such file in {path.parent.name}/"]
        ) from None
    except UnicodeDecodeError:
        raise error(f"{path.name} cannot be read", [f"{path.name}: save it as UTF-8"]) from None


def problems_of(exc: ValidationError, name: str) -> list[Problem]:
    """One problem per place that the model refuses; never the refused value."""
    return [
        Problem(f"{name}, {'.'.join(str(part) for part in item['loc']) or 'file'}", item["msg"])
        for item in exc.errors(include_url=False, include_input=False)
    ]


def validated(model: type[Model], content: Any, name: str, error: type[TwoArmError]) -> Model:
    """The content as an instance of the model, or every problem at once."""
    try:
        return model.model_validate(content or {})
    except ValidationError as exc:
        raise error(f"{name} does not match its rules", problems_of(exc, name)) from None
