"""A website of a few pages, with every kind of output, written as a run's stage has it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from places import ROOT

from twoarm.publish.website.nodes import MIME

PAYLOAD = '<script>alert(1)</script> {{ 7*7 }} $x$ *a* `b` [c](https://example.org) \\n &amp; -- "q"'

PAGES = {
    "00_findings": "Stent or balloon?",
    "01_methods": "Methods & where P < 0.05",
    "02_perioperative": "Perioperative outcomes",
}

STUDY = """\
title: Stent or balloon & <more>
data_kind: {kind}
authors: []
arms:
  column: arm
  treated: {{level: VBS, label: VBS}}
  control: {{level: PKP, label: PKP}}
"""

RUN = {
    "run": "default",
    "parameters": {"alpha": 0.01},
    "data_mark": "9f3e07b2c1d4" + "0" * 52,
    "versions": {"twoarm": "0.1.0", "python": "3.11.2"},
    "date": "2026-11-22",
    "n": 62,
    "downloads": [["PDF", "../supplement.pdf"], ["Elsewhere", "https://example.org/x"]],
}

SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 140 50"><metadata>when</metadata>'
    '<rect width="140" height="50" fill="none"/><text x="4" y="30">Cobb angle, degrees</text></svg>'
)

TABLE = {
    "kind": "table",
    "label": "tab-perioperative",
    "caption": "Perioperative outcomes by arm",
    "head": [["Outcome", "VBS\nn = 30", "PKP\nn = 32", "Difference (95% CI)", "P"]],
    "rows": [
        ["Operation"],
        ["\u2003Operation time, min", "46.8 (8.2)", "41.3 (7.9)", "5.5 (1.4 to 9.6)", "0.009"],
        ["Cement volume, mL", "5.1 (1.2)", "4.9 (1.1)", "0.2 (−0.4 to 0.8)", "0.51"],
        ["Cement leakage, n/N (%)", "4/30 (13%)", "10/32 (31%)", "−18 (−38 to 3) points", "0.09"],
        ["Recovery"],
        ["Hospital stay, days", "3.2 (1.1)", "3.4 (1.0)", "−0.2 (−0.7 to 0.3)", "0.46"],
    ],
    "stub": 1,
    "align": ["left", "right", "right", "left", "right"],
    "notes": ["Welch interval for means; Miettinen-Nurminen interval for proportions."],
}

FIGURE = {
    "kind": "figure",
    "label": "fig-cobb",
    "caption": "Cobb angle over time",
    "alt": 'Means of two arms, "VBS" below PKP',
    "svg": SVG,
    "width_mm": 140,
}


def shown(content: dict) -> nbformat.NotebookNode:
    """An output with its face for the book and two plain siblings."""
    data = {"text/plain": "plain sibling", "text/html": "<b>html sibling</b>", MIME: content}
    return new_output("display_data", data=data)


def _said(text: str) -> nbformat.NotebookNode:
    return new_output("display_data", data={"text/markdown": text, "text/plain": text})


def code(*outputs: nbformat.NotebookNode, tags: tuple[str, ...] = ("hide-input",)) -> nbformat.NotebookNode:
    """A code cell that has been executed."""
    return new_code_cell("show()", outputs=list(outputs), execution_count=1, metadata={"tags": list(tags)})


def write_notebook(stage: Path, name: str, *cells: nbformat.NotebookNode) -> None:
    """Write a page whose first line is its title, its code run in order."""
    for number, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), start=1):
        cell.execution_count = number
    notebook = new_notebook(cells=[new_markdown_cell(f"# {PAGES[name]}"), *cells])
    notebook.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    nbformat.write(notebook, stage / "notebooks" / f"{name}.ipynb")


def make_stage(stage: Path, kind: str = "simulated", run: dict | None = RUN) -> Path:
    """Lay out a stage: the book's own configuration and looks, and three small pages."""
    for folder in ("notebooks", "data", "book"):
        (stage / folder).mkdir(parents=True)
    shutil.copy(ROOT / "_config.yml", stage)
    for folder in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / folder, stage / "book" / folder)
    (stage / "book" / "references.bib").write_text("")
    toc = ["format: jb-book", "root: notebooks/00_findings", "chapters:"]
    (stage / "_toc.yml").write_text(
        "\n".join([*toc, *(f"- file: notebooks/{p}" for p in list(PAGES)[1:])]) + "\n"
    )
    (stage / "data" / "study.yml").write_text(STUDY.format(kind=kind))
    (stage / "data" / "claims.yml").write_text("claims: []\n")
    if run:
        (stage / "footer.json").write_text(json.dumps(run))
    hostile = {**TABLE, "label": "tab-hostile", "caption": PAYLOAD, "notes": [PAYLOAD]}
    hostile["rows"] = [[PAYLOAD, "line 1\nline 2", "", PAYLOAD, ""]]
    findings = (
        "**Leakage was not shown to be equal**: see {numref}`tab-perioperative`.\n\nAnd {numref}`fig-cobb`."
    )
    write_notebook(
        stage, "00_findings", code(_said(findings), tags=("hide-input", "findings")), code(shown(FIGURE))
    )
    write_notebook(
        stage, "01_methods", new_markdown_cell("With $\\frac{a}{b}$:\n\n$$x^2$$"), code(shown(hostile))
    )
    second = {**FIGURE, "label": "", "caption": PAYLOAD, "alt": PAYLOAD}
    write_notebook(stage, "02_perioperative", code(shown(TABLE)), code(shown(second)))
    return stage
