"""From a stage of executed notebooks to the website and to the single page that the documents are made of."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from twoarm.errors import AnalysisError, Place, Problem
from twoarm.publish.notebooks.environment import EPOCH

_WORK = Path("_build", "sphinx")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_PUBLISHED = {".html", ".css", ".js", ".svg", ".png", ".woff2"}
_LEFT_OUT = (
    *("locales", "webpack-macros.html", "sbt-webpack-macros.html"),
    *("searchtools.js", "language_data.js", "sphinx_highlight.js"),  # the search is ours
    *("fontawesome.js", "fa-brands-400.woff2", "fa-regular-400.woff2"),  # icons are letters of its third font
)


def build_site(stage: Path, out: Path) -> None:
    """Write the website.

    Parameters
    ----------
    stage : Path
        Folder with `_config.yml`, `_toc.yml`, `data/`, `book/` and executed `notebooks/`; Sphinx keeps its
        own files under `_build/sphinx` there, so that the single page is written from the same reading.
    out : Path
        Folder to make, absent or empty. Files are 644 and folders 755, of the kinds that a website needs.

    Raises
    ------
    AnalysisError
        If Sphinx warns of anything or fails; all warnings are listed, their files relative to `stage`.
    """
    built, _ = _run_sphinx(stage, "html")
    _keep_what_is_published(built)
    _hand_over(built, out)


def build_single_page(stage: Path, out: Path) -> Path:
    """Write the whole book as one page and return that page; arguments and errors as in :func:`build_site`.

    The page is `out/index.html`; its pictures stand in `out/_images`, its inner links begin with ``#``.
    """
    built, root = _run_sphinx(stage, "singlehtml")
    _mend_root(built, root)
    _keep_what_is_published(built)
    _hand_over(built, out)
    return out / "index.html"


def _run_sphinx(stage: Path, builder: str) -> tuple[Path, str]:
    """Return the folder of what `builder` wrote and the name of the book's root page."""
    stage = stage.resolve()
    built = stage / _WORK / builder
    shutil.rmtree(built, ignore_errors=True)
    warnings = io.StringIO()
    try:
        with _fixed_date(), patch_docutils(None), docutils_namespace():
            app = Sphinx(
                srcdir=stage,
                confdir=None,
                outdir=built,
                doctreedir=stage / _WORK / "doctrees",
                buildername=builder,
                confoverrides=_settings(stage, builder),
                status=None,
                warning=warnings,
                keep_going=True,
            )
            app.build()
    except (SphinxError, jsonschema.ValidationError, OSError) as error:
        warnings.write(f"{error}\n")
    if problems := _problems(warnings.getvalue(), stage):
        raise AnalysisError("The pages were not built", problems, "Mend the pages named above.")
    return built, app.config.root_doc


def _settings(stage: Path, builder: str) -> dict[str, Any]:
    """Return Sphinx's settings as Jupyter Book derives them from `_config.yml`."""
    settings, _ = get_final_config(
        user_yaml=stage / "_config.yml",
        # A document has nowhere to link a figure to, hence no link around the single page's pictures.
        cli_config={
            "latex_individualpages": False,
            "nitpicky": True,
            "html_scaled_image_link": builder == "html",
        },
        sourcedir=stage,
        raise_on_invalid=True,
    )
    return settings


@contextmanager
def _fixed_date() -> Generator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ.setdefault("SOURCE_DATE_EPOCH", EPOCH)  # no page shows a date of the build
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


def _problems(text: str, stage: Path) -> list[Problem]:
    lines = _COLOUR.sub("", text).replace(f"{stage}{os.sep}", "").splitlines()
    return [Problem(Place(), line.strip()) for line in dict.fromkeys(lines) if line.strip()]


def _keep_what_is_published(built: Path) -> None:
    """Remove what is no part of a page, by a list of what is; then let everybody read the rest."""
    for path in sorted(built.rglob("*"), reverse=True):
        if path.is_dir():
            path.chmod(0o755)
            if path.name in _LEFT_OUT or not any(path.iterdir()):
                shutil.rmtree(path)
        elif path.suffix not in _PUBLISHED or path.name in _LEFT_OUT:
            path.unlink()
        else:
            path.chmod(0o644)
    built.chmod(0o755)


def _mend_root(built: Path, root: str) -> None:
    """Move the page to the folder that its links to pictures are written for."""
    page = built / f"{root}.html"
    text = page.read_text(encoding="utf-8").replace(f'href="{root}.html#', 'href="#')
    page.unlink()
    (built / "index.html").write_text(text, encoding="utf-8")


def _hand_over(built: Path, out: Path) -> None:
    if out.exists():
        out.rmdir()  # refuses a folder that holds something
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(built, out)
