"""A page that got past the check: whatever it asks for, no file of the machine and no live markup is in what is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_output, new_raw_cell
from small_website import FIGURE, TABLE, _said, code, make_stage, write_notebook
from small_website import shown as _shown

from twoarm.errors import AnalysisError
from twoarm.publish.website import site as website
from twoarm.publish.website.inert_pages import TEX

FILE, LIVE = "canary-of-a-file", "canary-that-is-live"
BUILDERS = ("html", "singlehtml", "latex")
HOSTILE = {
    "literalinclude": "```{{literalinclude}} {secret}.md\n```",
    "include": "```{{include}} {secret}.md\n```",
    "table of a file": "```{{csv-table}}\n:file: {secret}.md\n```",
    "raw of a file": "```{{raw}} html\n:file: {secret}.md\n```",
    "raw": "```{{raw}} html\n<b title='{live}'>x</b>\n```",
    "raw for a typesetter": "```{{raw}} latex\n\\{live}\n```",
    "html": "<script>'{live}'</script>",
    "html in a line": "a <b title='{live}'>b</b>",
    "link to a file": "[x]({secret}.txt)",
    "download": "{{download}}`x <{secret}.txt>`",
    "download by a scheme": "[x](path:{secret}.txt)",
    "picture": "![x]({secret}.png)",
    "figure": "```{{figure}} {secret}.png\n```",
    "picture of the study": "![x](../data/secret.png)",
    "picture of another site": "![x](https://example.org/{live}.png)",
    "picture in the text": "![x](data:image/png;base64,{live})",
    "formula": "$\\input{{{live}}}$\n\n$$\\openin 3={live}$$",
    "reStructuredText": (
        "```{{eval-rst}}\n.. include:: {secret}.md\n\n.. raw:: html\n   :file: {secret}.md\n\n.. image:: {secret}.png\n\n"
        ".. literalinclude:: {secret}.md\n\n.. meta::\n   :http-equiv=refresh: 0; url={live}\n\n"
        "`x <javascript:{live}()>`_ and `y <file:///{live}>`_\n```"
    ),
}


@pytest.fixture(scope="module", params=["cells", "outputs"])
def built(request, tmp_path_factory) -> tuple[Path, list[str]]:
    """What Sphinx wrote of a page with every hostile text, in cells of text or in outputs, and its warnings."""
    base = tmp_path_factory.mktemp("inert")
    stage = make_stage(base / "stage")
    for secret in (base / "secret", stage / "data" / "secret"):
        for suffix in (".md", ".txt", ".png"):
            secret.with_suffix(suffix).write_text(FILE)
    texts = [text.format(secret="../../secret", live=LIVE) for text in HOSTILE.values()]
    if request.param == "cells":
        cells = [new_markdown_cell(text) for text in texts]
        cells.append(new_raw_cell(f"<b title='{LIVE}'>x</b>", metadata={"format": "text/html"}))
    else:
        cells = [code(_said(text)) for text in texts]
        shown = {"text/html": f"<b title='{LIVE}'>x</b>", "text/plain": "the plain sibling"}
        cells.append(code(new_output("display_data", data=shown)))
    write_notebook(
        stage, "02_perioperative", code(_shown(TABLE)), code(_shown({**FIGURE, "label": ""})), *cells
    )
    return stage / "_build" / "sphinx", [warning for b in BUILDERS for warning in warnings(stage, b)]


def warnings(stage: Path, builder: str) -> list[str]:
    """What Sphinx warns of."""
    try:
        with website.read_pages(stage, builder) as pages:
            pages.write(builder)
    except AnalysisError as refused:
        return [problem.rule for problem in refused.problems]
    return []


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("canary", [FILE, LIVE])
def test_no_canary_is_in_what_was_built(built, builder, canary):
    files = [path for path in (built[0] / builder).rglob("*") if path.is_file()]
    assert len(files) > 3
    assert [path.name for path in files if canary.encode() in path.read_bytes()] == []


def test_every_hostile_text_is_told_of(built):
    """The build fails, so that nothing of such a run is published."""
    told = "\n".join(built[1])
    for what in ("File insertion disabled", '"raw" directive disabled', '"include" directive disabled'):
        assert what in told
    for what in (
        "raw markup",
        "a file to download",
        "a picture from elsewhere",
        "a formula with commands to TeX",
    ):
        assert f"{what} is not shown" in told


def test_the_own_figures_and_plain_siblings_are_shown(built):
    page = (built[0] / "html" / "notebooks" / "02_perioperative.html").read_text("utf-8")
    assert "../_images/" in page and "tab-perioperative" in page
    assert "html sibling" not in page
    assert "the plain sibling" in page or "plain sibling" not in page


@pytest.mark.parametrize("text", [r"\frac{a}{b}", r"\left( \text{defined} \right)", r"\letter", r"x^2"])
def test_a_formula_is_no_command_to_tex(text):
    assert not TEX.search(text)
