"""Reading YAML so that nothing is silently something else: YAML 1.2, no duplicate keys, a typed model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from twoarm.errors import Place, Problem, TwoArmError

CORRECT = "Correct it, then try again; nothing was run."


def parse_yaml(text: str, name: str, error: type[TwoArmError]) -> Any:
    """The content of a YAML 1.2 text; `no` stays a word and a key given twice is refused."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 0
        rule = (exc.problem or "not valid YAML 1.2").partition(" with value ")[
            0
        ]  # a key twice; not its values
        raise error(f"{name} cannot be read", [Problem(Place(name, line), rule)], CORRECT) from None
    except (YAMLError, ValueError, RecursionError):  # a date such as 2024-13-45 is a ValueError
        raise error(
            f"{name} cannot be read",
            [Problem(Place(name), "not valid YAML 1.2, or a date that is none")],
            CORRECT,
        ) from None


def read_yaml(path: Path, error: type[TwoArmError]) -> Any:
    """Parse a YAML file; a file that is not there or not UTF-8 is an error of the given type."""
    return parse_yaml(read_text(path, error), path.name, error)


def read_text(path: Path, error: type[TwoArmError]) -> str:
    """The text of a file of the study; where there is none, an error of the given type that names the file."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise error(
            f"{path.name} is missing", [Problem(Place(path.name), f"no such file in {path.parent.name}/")]
        ) from None
    except UnicodeDecodeError:
        raise error(
            f"{path.name} cannot be read", [Problem(Place(path.name), "not UTF-8", "save it as UTF-8")]
        ) from None
    except IsADirectoryError:
        raise error(
            f"{path.name} cannot be read", [Problem(Place(path.name), "a folder, not a file")]
        ) from None
