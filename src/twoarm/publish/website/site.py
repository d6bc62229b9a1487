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
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import pending_warnings
from sphinx.util.parallel import SerialTasks
from sphinx.util.tags import Tags

from twoarm.errors import AnalysisError, Place, Problem
from twoarm.publish.notebooks.environment import EPOCH

SITE, SINGLE = "html", "singlehtml"  # builders of Sphinx
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
        own files under `_build/sphinx` there.
    out : Path
        Folder to make, absent or empty. Files are 644 and folders 755, of the kinds that a website needs.

    Raises
    ------
    AnalysisError
        If Sphinx warns of anything or fails; all warnings are listed, their files relative to `stage`.
    """
    with read_pages(stage) as pages:
        pages.write_site(out)


def build_single_page(stage: Path, out: Path) -> Path:
    """Write the whole book as one page and return that page; arguments and errors as in :func:`build_site`."""
    with read_pages(stage, SINGLE) as pages:
        return pages.write_single(out)


@contextmanager
def read_pages(stage: Path, builder: str = SITE) -> Generator[Pages]:
    """Read the pages, to be written within the block; arguments and errors as in :func:`build_site`."""
    with open_pages(stage, builder) as pages:
        pages.read()
        yield pages


@contextmanager
def open_pages(stage: Path, builder: str = SITE) -> Generator[Pages]:
    """The pages, to be read and written within the block; arguments and errors as in :func:`build_site`."""
    with _fixed_date(), patch_docutils(None), docutils_namespace():
        yield Pages(stage.resolve(), builder)


class Pages:
    """What Sphinx has read of a stage; the website and the single page are written of the same reading."""

    def __init__(self, stage: Path, builder: str) -> None:
        self._stage, self._warnings = stage, io.StringIO()
        with self._telling():
            self._app = Sphinx(
                srcdir=stage,
                confdir=None,
                outdir=_made_anew(stage / _WORK / builder),
                doctreedir=_made_anew(stage / _WORK / "doctrees"),
                buildername=builder,
                confoverrides=_settings(stage, builder),
                status=None,
                warning=self._warnings,
            )

    def read(self) -> None:
        """Do what Sphinx does before it writes, but for keeping the reading for another command."""
        app = self._app
        with self._telling():
            app.phase = BuildPhase.READING
            with pending_warnings():
                read = app.builder.read()
            # It numbers tables and figures while it is gone through.
            set(app.env.check_dependents(app, set(read)))
            app.phase = BuildPhase.CONSISTENCY_CHECK
            app.env.check_consistency()

    def write_site(self, out: Path) -> None:
        """Write the website; arguments and errors as in :func:`build_site`."""
        _hand_over(self.write(SITE), out)

    def write_single(self, out: Path) -> Path:
        """Write the whole book as one page and return that page; arguments and errors as in :func:`build_site`.

        The page is `out/index.html`; its pictures stand in `out/_images`, its inner links begin with ``#``.
        """
        built = self.write(SINGLE)
        _mend_root(built, self._app.config.root_doc)
        _hand_over(built, out)
        return out / "index.html"

    def write(self, builder: str) -> Path:
        """What a builder of Sphinx writes, as it leaves it. What is written changes what was read: one to a reading."""
        with self._telling(last=True):
            if builder != self._app.builder.name:
                self._turn_to(builder)
            self._app.phase = BuildPhase.RESOLVING
            builds = self._app.builder
            if isinstance(builds, StandaloneHTMLBuilder):
                builds.search = builder == SITE  # a document has no index of its words
            builds.parallel_ok, builds.finish_tasks = False, SerialTasks()
            builds.write(None, [], "all")
            builds.finish()
            self._app.emit("build-finished", None)
        return Path(self._app.outdir)

    def _turn_to(self, builder: str) -> None:
        """Exchange the builder; what the theme has done to the first one's translator is done once."""
        app, before = self._app, self._app.builder
        app.outdir = type(app.outdir)(_made_anew(self._stage / _WORK / builder))
        app.tags = Tags()
        app.config.html_scaled_image_link = builder == SITE  # a document has nowhere to link a figure to
        app.preload_builder(builder)
        app.builder = app.create_builder(builder)
        if app.builder.format == before.format:
            app.set_translator(builder, app.registry.translators[before.name])
        app.builder.init()

    @contextmanager
    def _telling(self, last: bool = False) -> Generator[None]:
        """Make one error of what Sphinx failed at in a block and, by the `last` one, of all that it warned of."""
        try:
            yield
        except (SphinxError, jsonschema.ValidationError, OSError) as error:
            self._warnings.write(f"{error}\n")
            last = True
        if last and (problems := _problems(self._warnings.getvalue(), self._stage)):
            raise AnalysisError("The pages were not built", problems, "Mend the pages named above.")


def _made_anew(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _settings(stage: Path, builder: str) -> dict[str, Any]:
    """Return Sphinx's settings as Jupyter Book derives them from `_config.yml`."""
    settings, _ = get_final_config(
        user_yaml=stage / "_config.yml",
        cli_config={
            "latex_individualpages": False,
            "nitpicky": True,
            "html_scaled_image_link": builder == SITE,
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
    _keep_what_is_published(built)
    if out.exists():
        out.rmdir()  # refuses a folder that holds something
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(built, out)
