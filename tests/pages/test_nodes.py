"""One output object at a time, through MyST-NB's own parser, without a website around it."""

from __future__ import annotations

import io
from pathlib import Path

import nbformat
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from myst_nb.docutils_ import Parser
from nbformat.v4 import new_code_cell, new_notebook, new_output
from sphinx import addnodes

from twoarm.publish.website.finding.beside import Beside
from twoarm.publish.website.nodes import MIME
from twoarm.publish.website.pictures import Picture
from twoarm.publish.website.svg import clean_svg

SOLID = "2018\xa0(859\xa0to\xa0not\xa0reached)"
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} $x$ *a* `b` [c](d) \\u"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4"/></svg>'
FIGURE = {"kind": "figure", "label": "fig-a", "caption": "What", "alt": "Seen", "svg": SVG, "width_mm": 85}
TABLE = {
    "kind": "table",
    "label": "tab-a",
    "caption": "Outcomes",
    "head": [["Outcome", "VBS\nn = 30", "P"]],
    "rows": [["Group"], ["Time, min", "46.8", "0.01"], ["Short row"[:5], "1"]],
    "stub": 1,
    "align": ["left", "right", "center"],
    "notes": ["One note.", "Another."],
}


def _parse(tmp_path, *contents: object) -> tuple[nodes.document, str]:
    cells = [
        new_code_cell("x", outputs=[new_output("display_data", data={"text/plain": "plain", MIME: content})])
        for content in contents
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    warnings = io.StringIO()
    settings = {"nb_output_folder": str(tmp_path), "nb_execution_mode": "off", "warning_stream": warnings}
    document = publish_doctree(nbformat.writes(notebook), parser=Parser(), settings_overrides=settings)
    return document, warnings.getvalue()


def _only(document: nodes.document, kind: type) -> nodes.Element:
    (found,) = document.findall(kind)
    return found


def test_figure_is_a_file_with_alt_caption_width_and_label(tmp_path):
    document, warnings = _parse(tmp_path, FIGURE)
    figure, picture = _only(document, nodes.figure), _only(document, Picture)
    image = picture[0]
    assert not warnings
    assert figure["ids"] == ["fig-a"] and document.nameids["fig-a"] == "fig-a"
    assert (image["alt"], picture["width"]) == ("Seen", "85mm")
    assert _only(document, nodes.caption).astext() == "What"
    (written,) = tmp_path.glob("*.svg")  # a drawing without a colour of ours is the same in the dark
    assert "M0 0h4" in written.read_text()


def test_a_figure_of_two_widths_has_each_in_two_modes_and_its_title_before_its_caption(tmp_path):
    ink = SVG.replace("<path ", '<path style="stroke: #222222" ')
    narrow = ink.replace("h4", "h2")
    document, warnings = _parse(tmp_path, FIGURE | {"svg": ink, "narrow": narrow, "title": "They differ."})
    assert not warnings
    shown = [Path(image["uri"]).read_text() for image in _only(document, Picture)]
    assert ["h4" in svg for svg in shown] == [True, True, False, False]
    assert ["#222222" in svg for svg in shown] == [True, False, True, False]
    assert _only(document, nodes.caption).astext() == "They differ. What"


def test_table_keeps_head_stub_group_lines_and_notes(tmp_path):
    document, warnings = _parse(tmp_path, TABLE)
    table = _only(document, nodes.table)
    assert not warnings
    assert [spec["stub"] for spec in table.findall(nodes.colspec)] == [1, 0, 0]
    head, group, full, short = table.findall(nodes.row)
    assert [cell["scope"] for cell in head] == ["col"] * 3
    assert len(group) == 1 and group[0]["morecols"] == 2 and "group" in group["classes"]
    assert [cell["side"] for cell in full] == ["left", "right", "center"]
    assert [cell.astext() for cell in short] == ["Short", "1", ""]
    assert [text.astext() for text in head[1].findall(nodes.Text) if text.parent.tagname == "paragraph"] == [
        "VBS",
        "n = 30",
    ]
    notes = table.parent[1]
    assert notes["classes"] == ["table-notes"] and [note.astext() for note in notes] == TABLE["notes"]


@pytest.mark.parametrize("field", ["caption", "alt", "label"])
def test_a_figure_takes_any_string_as_text(tmp_path, field):
    document, warnings = _parse(tmp_path, {**FIGURE, field: HOSTILE})
    assert not warnings
    assert not list(document.findall(nodes.math)) and not list(document.findall(nodes.emphasis))
    if field == "caption":
        assert {type(child) for child in _only(document, nodes.caption)} == {nodes.Text, Beside}
        assert _only(document, nodes.caption).astext() == HOSTILE
    elif field == "alt":
        assert _only(document, Picture)["alt"] == HOSTILE
    else:
        assert all(part.isalnum() for part in _only(document, nodes.figure)["ids"][0].split("-"))


def test_a_table_takes_any_string_as_text(tmp_path):
    hostile = {**TABLE, "rows": [[HOSTILE, HOSTILE, HOSTILE]], "head": [[HOSTILE] * 3], "notes": [HOSTILE]}
    document, warnings = _parse(tmp_path, hostile)
    assert not warnings
    assert [cell.astext() for cell in document.findall(nodes.entry)] == [HOSTILE] * 6
    assert not list(document.findall(nodes.raw)) and not list(document.findall(nodes.math))


@pytest.mark.parametrize(
    ("text", "classes", "shown"),
    [
        ("day 3", ["text-left"], "day 3"),
        ("\u2003day 3", ["text-left", "indent-1"], "day 3"),
        ("\u2003\u2003none\nat all", ["text-left", "indent-2"], "noneat all"),
        ("−18 (−38 to 3)", ["text-left", "figures"], "−18 (−38 to 3)"),
        (
            "3 patients of the first arm came back early",
            ["text-left", "long"],
            "3 patients of the first arm came back early",
        ),
        ("", ["text-left"], ""),
        ("1.9 (−2.2 to 6.0) ᵇ", ["text-left", "figures"], "1.9 (−2.2 to 6.0) ᵇ"),
        ("10 (Somebody 2008)", ["text-left"], "10 (Somebody 2008)"),
        (SOLID, ["text-left", "figures"], SOLID),
        ("∞ (1.5 to ∞)", ["text-left", "figures"], "∞ (1.5 to ∞)"),
    ],
)
def test_a_cell_says_how_far_it_is_set_in_and_whether_it_is_a_figure(tmp_path, text, classes, shown):
    document, _ = _parse(tmp_path, {**TABLE, "rows": [[text, "1", "2"]], "stub": 1})
    cell = list(document.findall(nodes.row))[1][0]
    words = "".join(node.astext() for node in cell[0] if isinstance(node, nodes.Text))
    assert cell["classes"] == classes and words == shown


def test_the_first_cell_knows_the_longest_name_of_a_row(tmp_path):
    document, _ = _parse(tmp_path, TABLE)  # "Group" heads its rows, "Time, min" is one
    cells = list(document.findall(nodes.entry))
    assert [cell.get("stub_length") for cell in cells[:2]] == [len("Time, min"), None]


def test_a_link_to_a_table_or_a_figure_that_says_no_more_gets_its_number(tmp_path):
    parts = [("C12", "claim-c12"), ("Table", "tab-b"), ("Figure", "fig-b"), ("here", "notebooks/01_methods")]
    cell = [{"text": text, "to": to} for text, to in parts]
    document, _ = _parse(tmp_path, {**TABLE, "rows": [["Time", cell, ""]]})
    found = [
        (x["reftype"], x["reftarget"], x["refexplicit"]) for x in document.findall(addnodes.pending_xref)
    ]
    assert found == [
        ("ref", "claim-c12", True),
        ("numref", "tab-b", False),
        ("numref", "fig-b", False),
        ("doc", "/notebooks/01_methods", True),
    ]


def test_without_a_label_there_is_no_name_but_still_a_number(tmp_path):
    document, _ = _parse(tmp_path, {**FIGURE, "label": ""}, {**TABLE, "label": ""})
    for node in (_only(document, nodes.figure), _only(document, nodes.table)):
        assert node["ids"] and not node["names"]  # Sphinx numbers what has an id


def test_same_label_twice_is_a_warning(tmp_path):
    _, warnings = _parse(tmp_path, TABLE, TABLE)
    assert "tab-a" in warnings


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "poem"},
        {"kind": "table", "caption": "No rows"},
        {**TABLE, "align": ["middle"]},
        {**TABLE, "head": [], "rows": []},
        {**FIGURE, "svg": "<svg"},
        {**FIGURE, "width_mm": "wide"},
        ["not", "an", "object"],
    ],
)
def test_what_cannot_be_read_is_a_warning(tmp_path, caplog, content):
    document, _ = _parse(tmp_path, content)
    assert [record.levelname for record in caplog.records] == ["WARNING"] and MIME in caplog.text
    assert not list(document.findall(nodes.table)) and not list(document.findall(nodes.figure))


def test_svg_loses_what_runs_fetches_or_tells_when_it_was_made():
    dirty = (
        '<?xml version="1.0"?><!DOCTYPE svg><!-- made today --><svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)"><metadata>2026</metadata><script>1</script>'
        '<foreignObject/><use xlink:href="#a"/><image xlink:href="http://example.org/x.png"/>'
        '<a href="javascript:alert(1)"><path id="a" d="M0 0"/></a></svg>'
    )
    clean = clean_svg(dirty)
    assert 'xlink:href="#a"' in clean and 'd="M0 0"' in clean
    for gone in ("2026", "script", "onload", "foreignObject", "example.org", "today", "DOCTYPE"):
        assert gone not in clean
    assert clean_svg(clean) == clean


@pytest.mark.parametrize(
    "text", ["", "<svg>", "<html/>", '<!DOCTYPE s [<!ENTITY e SYSTEM "/etc/hostname">]><s>&e;</s>']
)
def test_what_is_no_svg_is_refused(text):
    with pytest.raises(ValueError, match="the SVG of a figure"):
        clean_svg(text)
