"""The Sphinx extension of the book: what every page says about its study and its run, and what no page may ask for.

It stands in `_config.yml`, so that our own run and the stock command write the same pages.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from pygments.lexers import get_lexer_by_name
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from twoarm.publish.references.short_style import register_styles
from twoarm.study.files.contents import EXAMPLE, parts, read_toc
from twoarm.study.notice import AUDIT_IS_REAL, simulated_notice

from .accessible import setup_accessible
from .empty_sections import DropEmptySections
from .finding.beside import setup_beside
from .finding.places import GiveAnchors
from .finding.terms import setup_terms
from .front.marked import setup_marked
from .front_page import FrontPageFirst, keep_earlier_address
from .head.about import about_page, description_of, preview_picture
from .head.content_policy import write_policy
from .inert_pages import setup_inert
from .mathml import setup_mathml
from .movable import setup_movable
from .nodes import Cell, depart_cell, visit_cell
from .pictures import setup_pictures
from .tables.folds import setup_folds

# What each permalink of a page is called: one word, where Sphinx has a sentence that only a mouse shows.
_PERMALINK = re.compile(r'(<a class="headerlink" href="#[^"]*") title="[^"]*"')
_CODE = "ipython3"  # the language of the cells
OTHER_SEARCH = "sphinx_highlight"  # remembers in the browser what was looked for
# What the line above the front page calls the report.
OF_ABSTRACT, OF_COHORT = (
    "A re-reading of one published abstract",
    "An executable report on two groups of patients",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the book's own parts to Sphinx."""
    register_styles()
    setup_inert(app)
    setup_mathml(app)
    setup_accessible(app)
    setup_marked(app)
    setup_folds(app)
    setup_movable(app)
    setup_pictures(app)
    app.add_lexer(
        _CODE, type(get_lexer_by_name(_CODE))
    )  # it would be looked for among all that is installed, for each cell
    # Jupyter Book always sets it, for an extension that the book does without.
    app.add_config_value("comments_config", {}, "")
    app.add_node(Cell, html=(visit_cell, depart_cell))
    app.add_transform(DropEmptySections)
    setup_terms(app)
    setup_beside(app)
    app.add_post_transform(GiveAnchors)
    app.connect("config-inited", _name_the_site)
    app.add_builder(FrontPageFirst, override=True)
    app.connect("html-page-context", _tell_study_and_run)
    # After the theme has added its own, hence the late priority.
    app.connect("html-page-context", _leave_out_scripts, priority=900)
    app.connect("html-page-context", _escape_titles, priority=900)
    app.connect("html-page-context", _name_permalinks, priority=900)
    app.connect("build-finished", _finish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def banner_text(study: dict[str, Any], has_claims: bool, notice: str = "") -> str:
    """Return the line at the top of every page.

    Parameters
    ----------
    study : dict
        What `study.yml` says.
    has_claims : bool
        Whether the study has published claims, whose audit is real whatever the cohort is.
    notice : str
        The words that a run found for its cohort, which may have been edited since it was simulated.

    Returns
    -------
    str
        Plain text; empty for a real cohort.
    """
    if study.get("data_kind") != "simulated":
        return ""
    arms = (str(study["arms"][arm]["label"]) for arm in ("treated", "control"))
    return (notice or simulated_notice(*arms)) + AUDIT_IS_REAL * has_claims


def _read_study(srcdir: Path, notice: str) -> dict[str, Any]:
    path = srcdir / "data" / "study.yml"
    try:
        study = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        audited = (path.parent / "claims.yml").exists()
        banner = banner_text(study, audited, notice)
        what = OF_ABSTRACT if audited else OF_COHORT
        told = {"title": str(study["title"]).strip(), "banner": banner, "audited": audited, "what": what}
        return {**study, **told}
    except (OSError, YAMLError, KeyError, TypeError) as error:
        raise ConfigError(f"data/study.yml cannot be read: {type(error).__name__}: {error}") from error


def _read_run(srcdir: Path) -> dict[str, Any]:
    """Return what `footer.json` says; a plain checkout has none, and its pages then show no run."""
    path = srcdir / "footer.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _name_the_site(app: Sphinx, config: Config) -> None:
    """Name the site after its study, whatever `_config.yml` calls it."""
    run = _read_run(Path(app.srcdir))
    study = _read_study(Path(app.srcdir), run.get("notice", ""))
    config.project = config.html_title = config.html_short_title = study["title"]
    config.author = ", ".join(map(str, study.get("authors") or []))
    config.html_context = {
        **config.html_context,
        "twoarm_study": study,
        "twoarm_run": run,
        "twoarm_example": _example(Path(app.srcdir), study),
    }


def _example(srcdir: Path, study: dict[str, Any]) -> list[str]:
    """The pages of the part that shows simulated patients; none where the cohort is real."""
    if not study["banner"]:
        return []
    return [page for part in parts(read_toc(srcdir)) if part.caption == EXAMPLE for page in part.files]


def _tell_study_and_run(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give a page its download links, relative to it, and what its head says."""
    if template == "search.html":
        context["docstitle"] = html.escape(app.config.html_title)  # the one layout that takes it as HTML
    root = context.get("content_root", "./")
    downloads = context["twoarm_run"].get("downloads", [])
    # A link of a run points into the run: one with a scheme is not ours.
    context["twoarm_downloads"] = [(name, root + target) for name, target in downloads if ":" not in target]
    context["twoarm_about"] = _about(app, pagename, context, doctree, root) if doctree else {}


def _about(app: Sphinx, pagename: str, context: dict[str, Any], doctree: Any, root: str) -> dict[str, Any]:
    """What the head of a page says of it, for those who show it elsewhere."""
    study, downloads = context["twoarm_study"], context["twoarm_downloads"]
    # A sentence that leaves its page takes the mark with it, unless it is of the audit, which is real.
    real = pagename == app.config.root_doc and study["audited"]
    described = description_of(doctree, "" if real else study["banner"])
    pdf = next((target for _, target in downloads if target.endswith(".pdf")), "")
    picture = preview_picture(doctree, root) if downloads else ("", "")
    return about_page(study, app.env.titles[pagename].astext(), described, pdf, picture)


def _leave_out_scripts(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Leave out what the theme writes into each page, options of parts that this site does not have; and Sphinx's search."""
    scripts = [script for script in context["script_files"] if script.filename]
    context["script_files"] = [script for script in scripts if OTHER_SEARCH not in script.filename]


def _escape_titles(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the theme, which takes these titles for HTML, what shows them as text."""
    for name in ("root_title", "pagetitle"):
        context[name] = html.escape(context.get(name, ""))


def _name_permalinks(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Call each permalink by one word, which a screen reader says, too."""
    context["body"] = _PERMALINK.sub(r'\1 aria-label="Permalink"', context.get("body", ""))


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.name == "html":
        out = Path(app.outdir)
        keep_earlier_address(out, f"{app.config.root_doc}.html")
        write_policy(out)
