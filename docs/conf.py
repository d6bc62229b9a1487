"""The site of the documentation: `make docs`. Pages of commands and methods are made from the command and the docstrings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import twoarm
from twoarm import cli

project = "twoarm"
author = "the authors of twoarm"
copyright = ""
release = version = twoarm.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "sphinx_book_theme"]
exclude_patterns = ["conf.py"]
language = "en"
smartquotes = False
add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstring says the type, with its shape or domain
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
html_theme = "sphinx_book_theme"
html_title = "twoarm"
html_show_copyright = html_show_sphinx = html_show_sourcelink = html_copy_source = False
html_theme_options = {
    "navbar_persistent": [],
    "footer_content_items": [],
    "home_page_in_toc": True,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "toc_title": "On this page",
}
METHODS = Path(find_spec("twoarm.methods").origin).parent  # type: ignore[union-attr]


def setup(app: Sphinx) -> None:
    """Let pages that are made from the code be filled in when they are read."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _filled)
    app.connect(
        "autodoc-process-docstring", _plain_references, priority=100
    )  # before numpydoc gives them long names


def _filled(app: Sphinx, page: str, source: list[str]) -> None:
    folder, _, name = page.rpartition("/")
    if page == "commands":
        source[0] += "\n".join(_commands())
    elif page == "api/estimate":
        source[0] += "\n".join(_module(METHODS / "estimate.py", "twoarm.methods"))
    elif folder == "api" and (METHODS / name).is_dir():
        for path in sorted((METHODS / name).glob("[!_]*.py")):
            source[0] += "\n".join(_module(path, f"twoarm.methods.{name}"))


def _plain_references(
    app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]
) -> None:
    """References as they are numbered in the docstring: a page has many of them that begin with 1."""
    lines[:] = [re.sub(r"\[(\d+)\]_", r"[\1]", re.sub(r"^\.\. (\[\d+\]) ", r"- \1 ", line)) for line in lines]


def _commands() -> Iterator[str]:
    """The help of each command, as wide as a page."""
    os.environ["COLUMNS"] = "84"
    (commands,) = (action for action in cli.command_parser()._actions if hasattr(action, "add_parser"))
    for name, parser in commands.choices.items():  # type: ignore[union-attr]
        yield f"\n## `twoarm {name}`\n\n```text\n{parser.format_help()}```\n"


def _module(path: Path, package: str) -> Iterator[str]:
    """The functions of a module under its own heading."""
    yield f"\n## {path.stem.replace('_', ' ').capitalize()}\n\n```{{eval-rst}}"
    yield f".. automodule:: {package}.{path.stem}\n   :members:\n```\n"
