"""Which files a report may consist of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from twoarm.study.disclosure.policy import Policy
from twoarm.tables.every import RUN_TABLES

_ALLOWED = {
    ".html",
    ".css",
    ".js",
    ".svg",
    ".png",
    ".woff2",
    ".ttf",
    ".pdf",
    ".docx",
    ".xml",
    ".csv",
    ".bib",
    ".json",
}
_TABLES = {table.file: table for table in RUN_TABLES.values()}
_STATIC = "html/_static/"
# Where the website's own scripts, styles and fonts come from, which are the same for every study.
_THEMES = (
    ("pydata_sphinx_theme", "theme/pydata_sphinx_theme/static"),
    ("sphinx_book_theme", "theme/sphinx_book_theme/static"),
    ("sphinx", "themes/basic/static"),
)


def refusal_of(path: Path, *, private: bool, policy: Policy) -> str:
    """Why a file is none that this study publishes; empty for one that may be."""
    known = path.suffix in _ALLOWED and (path.suffix != ".csv" or path.name in _TABLES)
    if not known or path.is_symlink() or not path.is_file():
        return "not a kind of file that a report publishes"
    table = _TABLES.get(path.name)
    if table and table.singles and private and not policy.gathers:
        return "rows of single patients, which a study of private patients does not publish under this policy"
    return ""


def is_of_theme(name: str, content: bytes) -> bool:
    """Whether a file is one of the website's theme, byte for byte."""
    if not name.startswith(_STATIC):
        return False
    return any(
        copy.is_file() and copy.read_bytes() == content for copy in _copies(name.removeprefix(_STATIC))
    )


@cache
def _folders() -> tuple[Path, ...]:
    found = ((find_spec(package), inside) for package, inside in _THEMES)
    return tuple(Path(spec.origin).parent / inside for spec, inside in found if spec and spec.origin)


def _copies(name: str) -> Iterator[Path]:
    return (folder / name for folder in _folders())
