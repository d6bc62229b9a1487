"""The table of contents as a file: a root and its chapters, alone or in parts with a caption each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twoarm.errors import InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.files.book import CONTENTS
from twoarm.study.files.yaml_file import read_yaml

# As `_toc.yml` has them for the shipped study, and what they are where nothing is simulated: nothing has to be called real.
EXAMPLE = "Worked example (simulated)"
CAPTIONS = {"What was published (real)": "What was published", EXAMPLE: "This cohort"}
_KEYS = {"format", "root", "chapters", "parts", "options", "defaults"}


@counts_only
@dataclass(frozen=True)
class Part:
    """Chapters under one caption.

    Attributes
    ----------
    caption : empty where the chapters stand in no part.
    files : pages without their suffix (``notebooks/02_perioperative``).
    """

    caption: str
    files: tuple[str, ...]

    def written(self) -> dict[str, Any]:
        """As `_toc.yml` has it."""
        return {"caption": self.caption, "chapters": [{"file": file} for file in self.files]}


def read_toc(book: Path) -> dict:
    """The table of contents as it stands in the file."""
    toc = read_yaml(book / CONTENTS, InputError)
    if not _is_known(toc):
        rule = "a root, and chapters with a file each, alone or in parts with a caption, are known here; sections are not"
        raise InputError(
            "The table of contents cannot be read", [Problem(Place(CONTENTS), rule)], f"Correct {CONTENTS}."
        )
    return toc


def pages(toc: dict) -> list[str]:
    """Every page of a table of contents, the front page first."""
    return [toc["root"], *(file for part in parts(toc) for file in part.files)]


def parts(toc: dict) -> list[Part]:
    """The parts of a table of contents; chapters that stand in none are one without a caption."""
    listed: list[dict[str, Any]] = toc.get("parts") or [
        {"caption": "", "chapters": toc.get("chapters") or []}
    ]
    return [Part(part["caption"], tuple(c["file"] for c in part["chapters"])) for part in listed]


def in_parts(toc: dict, found: list[Part], *, simulated: bool) -> dict:
    """The same table of contents with other parts, those of no chapter left out, captions after the kind of the data."""
    rest = {key: value for key, value in toc.items() if key not in ("chapters", "parts")}
    filled = [_called(part, simulated) for part in found if part.files]
    if not filled:
        return rest  # the book's reader refuses an empty list
    if any(part.caption for part in filled):
        return {**rest, "parts": [part.written() for part in filled]}
    return {**rest, "chapters": filled[0].written()["chapters"]}


def _called(part: Part, simulated: bool) -> Part:
    return part if simulated else Part(CAPTIONS.get(part.caption, part.caption), part.files)


def _is_known(toc: Any) -> bool:
    if not isinstance(toc, dict) or not set(toc) <= _KEYS or not isinstance(toc.get("root"), str):
        return False
    if "parts" not in toc:
        return _are_files(toc.get("chapters") or [])
    listed = toc["parts"]
    return "chapters" not in toc and isinstance(listed, list) and bool(listed) and all(map(_is_part, listed))


def _is_part(part: Any) -> bool:
    keys = isinstance(part, dict) and set(part) == {"caption", "chapters"} and part["caption"]
    return bool(keys) and isinstance(part["caption"], str) and _are_files(part["chapters"])


def _are_files(chapters: Any) -> bool:
    return isinstance(chapters, list) and all(
        isinstance(chapter, dict) and set(chapter) == {"file"} and isinstance(chapter["file"], str)
        for chapter in chapters
    )
