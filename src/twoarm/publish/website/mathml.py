"""Formulas as MathML: drawn by the browser itself, without a script and without a request."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging

from .accessible import on_website

_LOGGER = logging.getLogger(__name__)


def setup_mathml(app: Sphinx) -> None:
    """Register the renderer ``mathml`` for `html_math_renderer`; the single page keeps TeX, which pandoc reads."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(f'<span class="math">{_formula(translator, node, block=False)}</span>')
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    formula = _formula(translator, node, block=True)
    translator.body.append(translator.starttag(node, "div", CLASS="math") + formula + "</div>\n")
    raise nodes.SkipNode


def _formula(translator: Any, node: nodes.Element, block: bool) -> str:
    tex = node.astext()
    if not on_website(translator):
        return (r"\[%s\]" if block else r"\(%s\)") % translator.encode(tex)
    try:
        return tex2mathml(tex, as_block=block)
    # docutils raises whatever it stumbled over.
    except (ValueError, SyntaxError, AttributeError, LookupError, TypeError) as error:
        _LOGGER.warning("this formula cannot be written as MathML: %s (%s)", tex, error, location=node)
        return translator.encode(tex)
