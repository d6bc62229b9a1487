"""What a committed notebook promises, read from its file; each rule is shown a notebook that breaks it."""

from __future__ import annotations

import ast
import copy
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbval.plugin import comment_markers
from places import ROOT

from twoarm.present.handover import MIME
from twoarm.present.wording import RESULT_WORDS
from twoarm.publish.notebooks.text import declared_parameters
from twoarm.study.chapters import topic_of
from twoarm.study.dictionary import SECTIONS, read_dictionary
from twoarm.study.parameters import Parameters
from twoarm.study.specification import USUAL_SECTIONS

NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
OF_PACKAGE = [
    *(ROOT / "src" / "twoarm" / "present").glob("sections/*.py"),
    *(ROOT / "src" / "twoarm" / "present").glob("chapters/*.py"),
]
PROSE = [*sorted((ROOT / "book").glob("*.md")), ROOT / "data" / "commentary.md"]
TAGS = {"parameters", "hide-input", "findings", "remove-cell", "web-only"}
LONGEST_CELL = 5
# What nbval compares of an output. Of a picture of dots, or of a widget, it compares nothing.
COMPARED = {"text/plain", "text/markdown", "text/html", "image/svg+xml", MIME}
# Where prose may have a digit: code, a citation, a placeholder, the target of a link, a numbered heading, a licence.
NO_RESULT = re.compile(
    r"```.*?```|\{[\w:]+\}`[^`]*`|`[^`]*`|\{[^}]*\}|\]\([^)]*\)|^#+ [\d.]+|version \d+\.\d+",
    re.DOTALL | re.MULTILINE,
)
# A number of a method or of a definition stands in a sentence with its citation.
CITED = re.compile(
    r"[^.\n]*?(?:\.\d[^.\n]*?)*\{+cite:p\}+`[^`]*`[^.\n]*(?:\.|$)|\[[^\]]*\]\(https://doi[^)]*\)",
    re.MULTILINE,
)
WORD = re.compile(r"\b(" + "|".join(RESULT_WORDS) + r")\b", re.IGNORECASE)


def typed_results(text: str) -> list[str]:
    """The digits and result words of a prose text that nothing excuses."""
    plain = NO_RESULT.sub(" ", text)
    return [
        *re.findall(r"\d+", NO_RESULT.sub(" ", CITED.sub(" ", text))),
        *(m.group(0) for m in WORD.finditer(plain)),
    ]


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell: Any) -> list[str]:
    return cell.metadata.get("tags", [])


def templates(cell: Any) -> list[str]:
    """The texts given to ``say`` and ``show``."""
    calls = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Call)]
    given = [arg for c in calls if getattr(c.func, "id", "") in ("say", "show") for arg in c.args]
    return [arg.value for arg in given if isinstance(arg, ast.Constant)]


def shows(cell: Any) -> bool:
    """Whether a cell ends in a value that Jupyter displays."""
    last = ast.parse(cell.source).body[-1]
    return isinstance(last, ast.Expr) and not ast.unparse(last).startswith("done(")


def executed_in_order(notebook: Any) -> list[str]:
    counts = [cell.execution_count for cell in code_cells(notebook)]
    return [] if counts == list(range(1, len(counts) + 1)) else [f"execution counts {counts}"]


def complete_outputs(notebook: Any) -> list[str]:
    """Every cell that shows something has its output; what this study has nothing for is silent, with its announcement."""
    cells, silent = code_cells(notebook), silent_objects(notebook)
    wrong = [
        c.source
        for c in cells
        if shows(c) != bool(c.outputs) and shown_object(c) not in silent and not may_be_silent(c)
    ]
    kinds = {o.output_type for c in cells for o in c.outputs}
    return [*wrong, *sorted(kinds - {"execute_result", "display_data"})]


def may_be_silent(cell: Any) -> bool:
    """Whether a cell shows something and its announcement at once, or what the study alone can say: it may have neither."""
    last = ast.unparse(ast.parse(cell.source).body[-1])
    return not cell.outputs and last.startswith(("show(", "section_opening("))


def shown_object(cell: Any) -> str:
    """The name that a cell shows: alone, or as what ``say`` speaks of where the same cell made it; else nothing."""
    *before, last = ast.parse(cell.source).body
    made = {target.id for node in before if isinstance(node, ast.Assign) for target in node.targets}
    value = getattr(last, "value", None)
    if isinstance(value, ast.Call) and len(value.args) > 1 and getattr(value.args[1], "id", "") in made:
        return value.args[1].id
    return value.id if isinstance(value, ast.Name) else ""


def silent_objects(notebook: Any) -> set[str]:
    """The objects that are shown nowhere though a sentence announces them: all of their cells have no output."""
    cells: dict[str, list[Any]] = {}
    for cell in code_cells(notebook):
        cells.setdefault(shown_object(cell), []).append(cell)
    return {name for name, found in cells.items() if len(found) > 1 and not any(c.outputs for c in found)} - {
        ""
    }


def parameters_cell(notebook: Any) -> list[str]:
    cells = [c for c in code_cells(notebook) if "parameters" in tags(c)]
    if len(cells) != 1:
        return [f"{len(cells)} parameters cells"]
    opened = "".join(c.source for c in code_cells(notebook) if "open_study(" in c.source)
    return [p for line in cells[0].source.splitlines() if (p := _wrong_parameter(line, opened))]


def _wrong_parameter(line: str, opened: str) -> str:
    """What is wrong with ``alpha: float = 0.05  # significance level``; nothing where it is a field of `Parameters`."""
    (node,) = ast.parse(line).body
    if not isinstance(node, ast.AnnAssign) or "  # " not in line:
        return f"{line}: name: type = default  # comment"
    if node.target.id == "section":  # of the template alone, and no parameter of a run: see `open_study`
        right = ast.literal_eval(node.value) in SECTIONS and "section=section" in opened
        return "" if right else f"{line}: no section, or not handed to open_study"
    field = Parameters.model_fields.get(node.target.id)
    if field is None:
        return f"{line}: not in Parameters"
    declared = field.annotation.__name__ if isinstance(field.annotation, type) else str(field.annotation)
    # papermill reads no annotation with a bar in it, and would call the parameter unknown.
    declared = re.sub(r"^(\w+) \| None$", r"'Optional[\1]'", declared)
    if ast.unparse(node.annotation) != declared or ast.literal_eval(node.value) != field.default:
        return f"{line}: {declared} = {field.default!r} in Parameters"
    used = node.target.id if node.target.id == "study" else f"{node.target.id}={node.target.id}"
    return "" if used in opened else f"{line}: not handed to open_study"


def short_cells(notebook: Any) -> list[str]:
    cells = [c.source for c in code_cells(notebook) if "parameters" not in tags(c)]
    return [source for source in cells if len(source.splitlines()) > LONGEST_CELL]


def no_typed_result(notebook: Any) -> list[str]:
    texts = [c.source for c in notebook.cells if c.cell_type == "markdown"]
    texts += [text for cell in code_cells(notebook) for text in templates(cell)]
    return [found for text in texts for found in typed_results(text)]


def ends_with_done(notebook: Any) -> list[str]:
    last = notebook.cells[-1]
    right = last.cell_type == "code" and last.source.startswith("done(") and "remove-cell" in tags(last)
    return [] if right and sum("done(" in c.source for c in notebook.cells) == 1 else [last.source]


def runs_plainly(notebook: Any) -> list[str]:
    """No shell, no way out and no cell that may fail or is not compared."""
    foreign = [
        c.source for c in code_cells(notebook) if re.search(r"^\s*[!%]|sys\.exit|os\._exit", c.source, re.M)
    ]
    marks = [
        c.source for c in notebook.cells if re.search("|".join(comment_markers), c.source, re.IGNORECASE)
    ]
    return [*foreign, *marks, *(t for c in notebook.cells for t in tags(c) if t not in TAGS)]


def compared_faces(notebook: Any) -> list[str]:
    """Whatever a cell shows is compared in full when the notebook is run again."""
    return sorted(
        {kind for c in code_cells(notebook) for o in c.outputs for kind in o.get("data", {})} - COMPARED
    )


def named_outcomes(notebook: Any) -> list[str]:
    """The outcomes of the shipped study that a source names."""
    text = "\n".join(cell.source for cell in notebook.cells)
    outcomes = [v for v in read_dictionary(ROOT / "data" / "dictionary.csv") if v.role == "outcome"]
    names = [*(v.name for v in outcomes), *(v.label for v in outcomes)]
    return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]


def no_bare_names(notebook: Any) -> list[str]:
    """A sentence of names alone is a function of the package, which an editor finds."""
    said = [text for cell in code_cells(notebook) for text in templates(cell)]
    return [text for text in said if not re.sub(r"\{\w+\}", "", text).strip()]


RULES = (
    executed_in_order,
    complete_outputs,
    parameters_cell,
    short_cells,
    no_typed_result,
    no_bare_names,
    ends_with_done,
    runs_plainly,
    compared_faces,
)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def is_section(path: Path) -> bool:
    return topic_of(path.stem) in SECTIONS or path.parent.name == "templates"


def test_the_notebooks_are_here():
    assert {re.sub(r"^\d+_", "", p.stem) for p in NOTEBOOKS} >= {"findings", "methods", *SECTIONS} - {
        "baseline"
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_a_notebook_keeps_the_rule(path, rule):
    assert rule(read(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_valid_and_current(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if is_section(p)], ids=lambda p: p.stem)
def test_a_section_notebook_names_no_outcome(path):
    assert named_outcomes(read(path)) == []


def test_a_section_notebook_has_the_title_of_its_section():
    titles = {section.code: section.title for section in USUAL_SECTIONS}
    found = {topic_of(p.stem): read(p).cells[0].source.splitlines()[0] for p in NOTEBOOKS}
    assert {code: f"# {title}" for code, title in titles.items()} == {code: found[code] for code in titles}


def test_the_section_is_a_parameter_of_the_template_alone():
    declaring = [p.stem for p in NOTEBOOKS if "section" in declared_parameters(read(p))]
    assert declaring == ["section"]
    assert "section" not in Parameters.model_fields


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_who_tells_what_lay_apart_before_treatment_has_the_limit(path):
    """Else a run with another limit would have two chapters that contradict each other."""
    notebook = read(path)
    compared = any("compare_baseline(" in cell.source for cell in code_cells(notebook))
    assert not compared or "imbalance" in declared_parameters(notebook)


def test_who_prints_the_parameters_in_force_has_them_all():
    printing = [read(p) for p in NOTEBOOKS if "parameter_table(" in p.read_text("utf-8")]
    assert printing
    for notebook in printing:
        assert set(Parameters.model_fields) == set(declared_parameters(notebook))


def said_by(path: Path) -> list[str]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef)]
    notes = {ast.get_docstring(node, clean=False) for node in documented}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [text for text in texts if text not in notes]


@pytest.mark.parametrize("path", OF_PACKAGE, ids=lambda p: p.stem)
def test_what_the_package_says_for_a_notebook_holds_no_typed_result(path):
    assert [found for text in said_by(path) for found in typed_results(text)] == []


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if is_section(p)], ids=lambda p: p.stem)
def test_no_prose_of_a_section_holds_an_empty_heading_up(path):
    """What stands under a heading is shown by a cell, which has nothing to say of a study without such outcomes."""
    _, *prose = [c.source for c in read(path).cells if c.cell_type == "markdown"]
    assert [text for text in prose if not re.fullmatch(r"## [\w ]+", text)] == []


def test_no_cell_of_a_section_is_a_copy():
    """What two of the section notebooks share is a call of one function: no prose, no template, nothing of three lines."""
    sections = [p for p in NOTEBOOKS if is_section(p)]
    cells = [{c.source for c in read(p).cells if "parameters" not in tags(c)} for p in sections]
    shared = {source for n, one in enumerate(cells) for other in cells[:n] for source in one & other}
    assert {
        source for source in shared if not re.fullmatch(r"## [\w ]+|from twoarm import .*", source)
    } == set()


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.stem)
def test_prose_holds_no_typed_result(path):
    assert typed_results(path.read_text("utf-8")) == []


def test_nobody_asks_nbval_to_compare_less():
    """Neither laxly nor after a sanitiser: the one flag that is given is the one that compares."""
    given = [
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        ROOT / ".ci" / "run",
        *(ROOT / ".github").rglob("*.yml"),
    ]
    texts = {path: path.read_text("utf-8") for path in (*given, *(ROOT / "tests").rglob("*.py"))}
    found = {
        path.name: flags for path, text in texts.items() if (flags := re.findall("--nbval-[a-z-]+", text))
    }
    assert found == {}
    assert any("'--nbval'" in text for text in texts.values())


# Each rule is broken once.


def _with(kind: str, index: int, source: str):
    def change(notebook: Any) -> None:
        cells = [c for c in notebook.cells if c.cell_type == kind]
        cells[index].source = source

    return change


def _count(notebook: Any) -> None:
    code_cells(notebook)[1].execution_count = 9


def _no_output(notebook: Any) -> None:
    next(c for c in code_cells(notebook) if c.outputs).outputs = []


def _stream(notebook: Any) -> None:
    said = nbformat.v4.new_output("stream", text="a warning")
    next(c for c in code_cells(notebook) if c.outputs).outputs.append(said)


def _stripped(notebook: Any) -> None:
    for cell in code_cells(notebook):
        cell.execution_count, cell.outputs = None, []


def _picture(notebook: Any) -> None:
    drawn = next(o for c in code_cells(notebook) for o in c.outputs if "image/svg+xml" in o.data)
    drawn.data = nbformat.from_dict({"image/png": "iVBORw0KGgo="})


def _emptied(notebook: Any) -> None:
    notebook.cells = []


def _tag(name: str):
    def change(notebook: Any) -> None:
        code_cells(notebook)[3].metadata.tags = [name]

    return change


ALPHA = 'study: str = "data"  # study folder\n{}'


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (executed_in_order, _count),
        (executed_in_order, _stripped),
        (complete_outputs, _stripped),
        (parameters_cell, _emptied),
        (compared_faces, _picture),
        (complete_outputs, _no_output),
        (complete_outputs, _stream),
        (parameters_cell, _tag("parameters")),
        (parameters_cell, _with("code", 0, ALPHA.format("alpha: float = 0.01  # level"))),
        (parameters_cell, _with("code", 0, ALPHA.format("alpha: int = 0.05  # level"))),
        (parameters_cell, _with("code", 0, ALPHA.format("alpha: float = 0.05"))),
        (parameters_cell, _with("code", 0, ALPHA.format("alpha = 0.05  # level"))),
        (parameters_cell, _with("code", 0, ALPHA.format("beta: float = 0.05  # level"))),
        (parameters_cell, _with("code", 0, ALPHA.format("imbalance: float = 0.1  # not handed on here"))),
        (short_cells, _with("code", 3, "\n".join("abcdef"))),
        (no_typed_result, _with("markdown", 0, "# Outcomes\n\nThe difference was 18 points.")),
        (no_typed_result, _with("markdown", 0, "Pain was significantly less.")),
        (no_typed_result, _with("code", 3, 'say("It was lower with {treated}.", perioperative)')),
        (no_typed_result, _with("code", 3, 'say("The 95% interval", perioperative)')),
        (no_bare_names, _with("code", 3, 'say("{findings}\\n\\n{limits}", perioperative)')),
        (ends_with_done, _with("code", -1, "done")),
        (ends_with_done, _with("code", 3, "done()")),
        (runs_plainly, _with("code", 3, "!ls")),
        (runs_plainly, _with("code", 3, "import sys\nsys.exit(0)")),
        *((runs_plainly, _with("code", 3, f"# {mark}\n1")) for mark in comment_markers),
        (runs_plainly, _tag("nbval-skip")),
        (runs_plainly, _tag("raises-exception")),
        (runs_plainly, _tag("nbval-ignore-output")),
        (named_outcomes, _with("markdown", 0, "Cement leakage is rare.")),
        (named_outcomes, _with("code", 3, 'say("{operation_time.difference}", perioperative)')),
    ],
)
def test_a_broken_rule_is_found(rule, change):
    notebook = copy.deepcopy(read(ROOT / "notebooks" / "02_perioperative.ipynb"))
    assert rule(notebook) == []
    change(notebook)
    assert rule(notebook) != []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Written after {cite:p}`Miettinen1985`, in `version 3`.", []),
        ("The {level} interval of [page one](01_methods.ipynb)", []),
        ("## 3.1 Patients", []),
        ("Mean 46.8 min", ["46", "8"]),
        ("No clear difference; the stent was superior.", ["No clear difference", "superior"]),
    ],
)
def test_the_lint_of_prose(text, found):
    assert typed_results(text) == found
