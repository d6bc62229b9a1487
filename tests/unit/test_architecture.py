"""The house as decision 12 draws it: which way imports run, who may know which library, and who may round."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

from twoarm.analysis.registry.entries import REGISTRY
from twoarm.lazy import names_in
from twoarm.study.opened import Study

PACKAGE = ROOT / "src" / "twoarm"
# Which floors a floor may import, beside itself: numbers are a library that knows no study, and words come after numbers.
GROUND = {
    "computed",
    "disk",
    "errors",
    "faces",
    "interruption",
    "lazy",
    "masked",
    "random_bits",
    "suggestions",
    "tables",
    "terminal",
}
FLOORS: dict[str, set[str]] = {
    **dict.fromkeys(sorted(GROUND - {"disk"}), set()),
    "disk": {"errors"},
    "methods": GROUND,
    "study": GROUND,
    "drafting": {*GROUND, "study"},
    "simulation": {*GROUND, "study"},
    "analysis": {*GROUND, "methods", "study", "simulation"},
    "present": {*GROUND, "methods", "study", "analysis"},
    "publish": {*GROUND, "study", "present"},
    "cli": {*GROUND, "study", "drafting", "simulation", "publish"},
    "start": {"interruption", "cli"},
}
EVERY_FILE = sorted(PACKAGE.rglob("*.py"))
JUNK = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "shared"}

# Who may import a library: a room, or one file of a room. `publish` sets type and so may ask matplotlib for a font;
# `study` asks which letters that of the figures has.
OWNERS = {
    "IPython": {"present/live.py"},
    "seaborn": {"present"},
    "matplotlib": {"present", "publish", "study/prose/letters.py"},
    "scipy": {"random_bits.py", "methods", "analysis", "simulation"},
    "statsmodels": {"methods", "analysis"},
    "openpyxl": {"drafting/sheet.py"},
    **dict.fromkeys(
        ("markdown_it", "myst_parser"), {"study/prose/markup.py"}
    ),  # a text is read as its page reads it
    **dict.fromkeys(
        ("papermill", "nbclient", "nbformat", "jupyter_client", "jupyter_book", "myst_nb", "ipykernel"),
        {"publish"},
    ),
    **dict.fromkeys(
        ("sphinx", "docutils", "pypandoc", "typst", "docx", "pypdfium2", "ahocorasick_rs", "rich", "jinja2"),
        {"publish"},
    ),
}
# What formats or rounds in `present` beside `wording`: nothing of it is a number that a reader reads in a sentence or table.
DRAWING = {
    ("drawing.py", "finish"): "the width of a picture in whole millimetres",
    ("drawing.py", "six"): "coordinates to six digits, so that a drawing is the same on every processor",
    ("counts.py", "_place"): "where a mark lies on a strip that moves, in whole percent",
    ("curves.py", "_place"): "where a point lies on a curve that is filtered, likewise",
    ("slim.py", "slimmed"): "the size of a drawing's type, as an attribute",
    ("slim.py", "_tag"): "the same, as a style",
    ("slim.py", "_rounded"): "coordinates to a thousandth of a point",
    ("event_curves.py", "_drawn"): "the tick labels of an axis of shares",
}
# Where `data_kind` is read: where a study is checked, and where a page, a run or a refusal has to say it.
MARKS = {
    "study/opened.py": "the check of a relabelled cohort and the notice that marks a simulated one",
    "study/frames/design.py": "a frame says nothing of its patients: they are taken for real ones",
    "study/rules.py": "a real study states its policy",
    "study/published/alone.py": "a study without patients, which lacks what the others need",
    "study/specification.py": "the key of study.yml",
    "publish/records/manifest.py": "the record of the run",
    "publish/releases/sheet.py": "an abstract alone has no patients of whom the sheet could tell",
    "publish/sweeps/all_results.py": "a column of all results of a sweep",
    "publish/website/sphinx_extension.py": "the banner of every page",
    "publish/stage.py": "a real cohort that is not public does not enter the checkout",
}


# Where a user's call comes in, and where a text of the authors meets the values that stand in it: no number is made there.
DOORS = {
    "frames/compare.py": {"compare_frame", "compare_section"},
    "live.py": {"check_parameters", "keep_values", "opened"},
    "narrative.py": {"refused_markup"},
    "chapters/rows.py": {"chapter_values"},  # a run without notebooks
}
# The audit knows no registry: it calls these statistics of printed numbers as the registry calls its own.
PRINTED = {
    "analysis/claims/kinds/bare_p.py": {"mann_whitney"},
    "analysis/claims/two_by_two.py": {"fragility"},
}
# What is a name of the registry by chance: a part of a label, the code of a choice or of a conclusion.
NO_NAME = {
    "analysis/runs/conclusions.py": {"equivalence"},
    "analysis/sensitivity/specifications.py": {"score"},
    "present/figures/equivalence.py": {"equivalence"},
    "present/outcomes/changes.py": {"responders"},
    "present/outcomes/margins.py": {"equivalence"},
}
REGISTERED = {entry.name for entry in REGISTRY}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path, package: Path = PACKAGE) -> set[str]:
    """Every module or name that a file imports, at its top or within a function, as a dotted name from its root."""
    here = ["twoarm", *path.relative_to(package).with_suffix("").parts]
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: -node.level], *filter(None, [node.module])] if node.level else [node.module]
            found |= {".".join([*base, alias.name]) for alias in node.names}
    return found


def room_of(path: Path, package: Path = PACKAGE) -> str:
    return path.relative_to(package).with_suffix("").parts[0]


def wrong_ways(path: Path, package: Path = PACKAGE) -> list[str]:
    """The imports of a file that run against the order of the floors, or around it through the façade."""
    allowed = FLOORS[room_of(path, package)] | {room_of(path, package)}
    ours = [name.split(".") for name in imported(path, package) if name.split(".")[0] == "twoarm"]
    return [".".join(parts) for parts in ours if len(parts) < 2 or parts[1] not in allowed]


def unowned(path: Path, package: Path = PACKAGE) -> list[str]:
    """The libraries that a file imports without being their owner."""
    place = path.relative_to(package).as_posix()
    libraries = {name.split(".")[0] for name in imported(path, package)}
    return [
        library
        for library in sorted(libraries & set(OWNERS))
        if not {place, place.split("/")[0]} & OWNERS[library]
    ]


def roundings(path: Path) -> Iterator[tuple[str, str]]:
    """(file, function) of each place that rounds or formats a number: ``round``, a format spec, ``%``."""
    for function in tree(path).body:
        for node in ast.walk(function):
            if _rounds(node):
                yield path.name, getattr(function, "name", "")


def _rounds(node: ast.AST) -> bool:
    if isinstance(node, ast.FormattedValue):
        return node.format_spec is not None
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant | ast.JoinedStr)
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    return name in ("round", "around", "rint", "format", "format_float_positional", "quantize")


def mentions(path: Path, *words: str) -> list[str]:
    """The names, attributes and strings (docstrings apart) of a file that hold one of the words."""
    said = literals(path)
    for node in ast.walk(tree(path)):
        said += [
            getattr(node, k) for k in ("id", "attr", "arg", "name") if isinstance(getattr(node, k, None), str)
        ]
    return [text for text in said if any(word in text for word in words)]


def literals(path: Path) -> list[str]:
    """The strings of a file, docstrings apart."""
    module = tree(path)
    documented = [n for n in ast.walk(module) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {id(n.body[0].value) for n in documented if ast.get_docstring(n, clean=False) is not None}
    constants = [n for n in ast.walk(module) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [n.value for n in constants if id(n) not in docstrings]


def computed(path: Path, package: Path = PACKAGE) -> set[str]:
    """What a file of words imports of a floor of numbers or of the study that is neither a class nor a constant.

    Of `methods` the `Estimate` alone is none of these.
    """
    found = set()
    for name in imported(path, package):
        parts = name.split(".")
        if parts[0] != "twoarm" or len(parts) < 3 or parts[1] not in ("analysis", "study", "methods"):
            continue
        class_or_constant = bool(re.fullmatch(r"[A-Z]\w*", parts[-1]))
        if not class_or_constant or (parts[1] == "methods" and parts[-1] != "Estimate"):
            found.add(parts[-1])
    return found


def registry_names(path: Path) -> set[str]:
    """The literals of a file that are the name of an entry of the registry."""
    return REGISTERED & set(literals(path))


def of_room(room: str) -> list[Path]:
    return [path for path in EVERY_FILE if room_of(path) == room]


def test_every_file_stands_in_a_room():
    assert {room_of(path) for path in EVERY_FILE} == {*FLOORS, "__init__"}


@pytest.mark.parametrize("room", FLOORS)
def test_imports_run_one_way(room):
    assert {path.name: wrong_ways(path) for path in of_room(room) if wrong_ways(path)} == {}


def test_publish_knows_no_statistics():
    files = {path.name for path in of_room("publish") if any("twoarm.analysis" in n for n in imported(path))}
    assert files == set()


def test_words_compute_nothing():
    """`present` takes classes and constants of the floors below, and of `methods` the `Estimate` alone."""
    found = {p.relative_to(PACKAGE / "present").as_posix(): computed(p) for p in of_room("present")}
    assert {path: names for path, names in found.items() if names} == DOORS


def test_a_name_of_the_registry_is_a_literal_nowhere_else():
    files = [p for p in (*of_room("analysis"), *of_room("present")) if "registry" not in p.parts]
    found = {p.relative_to(PACKAGE).as_posix(): names for p in files if (names := registry_names(p))}
    assert found == PRINTED | NO_NAME


def test_the_façade_opens_no_page_maker():
    homes = names_in((PACKAGE / "__init__.pyi").read_text("utf-8")).values()
    assert {home.split(".")[1] for home in homes if home != "twoarm"} <= {"study", "analysis", "present"}


def test_a_library_is_imported_by_its_owner_alone():
    assert {str(path): unowned(path) for path in EVERY_FILE if unowned(path)} == {}


def test_every_owner_uses_its_library():
    """A rule about a library that nobody imports would hold of anything."""
    used = {name.split(".")[0] for path in EVERY_FILE for name in imported(path)}
    assert set(OWNERS) - used == set()


def test_only_wording_rounds_and_formats():
    places = {p for path in of_room("present") if path.name != "wording.py" for p in roundings(path)}
    assert places == set(DRAWING)


def test_no_analysis_asks_what_kind_of_data_it_has():
    words = ("simulat", "data_kind", "notice", "edited")
    assert {path.name: mentions(path, *words) for path in of_room("analysis") if mentions(path, *words)} == {}


def test_data_kind_is_read_where_it_marks_and_nowhere_else():
    places = {
        p.relative_to(PACKAGE).as_posix() for p in EVERY_FILE if "data_kind" in mentions(p, "data_kind")
    }
    assert places == set(MARKS)


@pytest.mark.parametrize("room", ["analysis", "present"])
def test_a_study_is_read_where_it_is_opened_and_nowhere_else(room):
    """Rule 4: what its files say stands in the `Study`; nothing above opens one of them."""
    words = ("read_yaml", "read_passages", "read_claims", "read_evidence", "read_plain_csv", "load_plan")
    readers = {path.name: mentions(path, *words) for path in of_room(room) if mentions(path, *words)}
    assert readers == {} and not hasattr(Study, "folder")


def test_the_command_can_be_interrupted_before_it_has_imported_anything_of_weight():
    asked = "import sys, twoarm.start; print(*[name for name in sys.modules if name.startswith('twoarm')])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"twoarm", "twoarm.interruption", "twoarm.lazy", "twoarm.start"}


@pytest.mark.parametrize(
    "asked", [["--help"], ["parameters"], ["build", "-p", "alpah", "0.01"], ["build", "-p", "alpha", "7"]]
)
def test_what_needs_no_study_is_answered_without_the_libraries_that_read_one(asked):
    heavy = ("matplotlib", "nbformat", "numpy", "pandas", "papermill", "scipy", "sphinx", "statsmodels")
    code = (
        f"import sys\nfrom twoarm.cli import main\ntry: main({asked!r})\nexcept SystemExit: pass\n"
        f"print('loaded:', *[name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


@pytest.mark.parametrize("path", [p for p in EVERY_FILE if p.name not in ("lazy.py", "preload.py")], ids=str)
def test_what_is_imported_stands_in_an_import(path):
    """A name given to importlib would be an import that no rule sees."""
    assert mentions(path, "import_module", "__import__") == []


def test_what_was_meant_is_asked_in_one_place():
    askers = [
        path.name
        for path in EVERY_FILE
        if mentions(path, "did you mean") or "difflib.get_close_matches" in imported(path)
    ]
    assert askers == ["suggestions.py"]


def test_there_is_no_junk_drawer():
    files = [*EVERY_FILE, *(ROOT / "tests").rglob("*.py")]
    assert [path.name for path in files if path.stem.strip("_") in JUNK] == []


# The readers above find what they look for.


@pytest.mark.parametrize(
    ("place", "source", "found"),
    [
        ("analysis/bad.py", "from twoarm.present import wording", "twoarm.present.wording"),
        ("analysis/bad.py", "def f():\n    import twoarm.publish.run", "twoarm.publish.run"),
        (
            "analysis/bad.py",
            "from ..present.outcomes.tables import outcome_table",
            "twoarm.present.outcomes.tables.outcome_table",
        ),
        ("present/bad.py", "from .. import publish", "twoarm.publish"),
        ("study/bad.py", "from twoarm import compare", "twoarm.compare"),
        ("publish/bad.py", "import twoarm.cli", "twoarm.cli"),
    ],
)
def test_an_import_that_runs_back_is_found(tmp_path, place, source, found):
    assert wrong_ways(_written(tmp_path, place, source), tmp_path) == [found]


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("study/good.py", "from twoarm.study import rules"),
        ("present/good.py", "from .wording import number\nfrom ..analysis import means"),
        ("cli.py", "from twoarm.publish.run import build"),
    ],
)
def test_an_import_that_runs_on_is_not(tmp_path, place, source):
    assert wrong_ways(_written(tmp_path, place, source), tmp_path) == []


@pytest.mark.parametrize(
    ("place", "source", "library"),
    [
        ("analysis/bad.py", "import matplotlib.pyplot as plt", "matplotlib"),
        ("present/outcomes/tables.py", "from IPython.display import display", "IPython"),
        ("study/bad.py", "def f():\n    from papermill import execute_notebook", "papermill"),
    ],
)
def test_a_foreign_library_is_found(tmp_path, place, source, library):
    assert unowned(_written(tmp_path, place, source), tmp_path) == [library]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from twoarm.methods.values.means import mean_interval", {"mean_interval"}),
        ("from twoarm.methods.design.power import POWER", {"POWER"}),
        ("def f():\n    from twoarm.analysis.arms.values import arms_of", {"arms_of"}),
        ("from twoarm.methods.times import survival", {"survival"}),
        ("from twoarm.methods.estimate import Estimate\nfrom twoarm.analysis.arms.values import Arms", set()),
        ("from twoarm.study.dictionary import AVERAGED, Variable", set()),
        ("from twoarm.present.outcomes.tables import outcome_table", set()),
    ],
)
def test_what_words_would_compute_is_found(tmp_path, source, found):
    assert computed(_written(tmp_path, "present/bad.py", source), tmp_path) == found


def test_a_name_of_the_registry_is_found_but_for_a_docstring(tmp_path):
    source = "def f(result):\n    'As ancova does.'\n    return result.analysis == 'ancova'"
    assert registry_names(_written(tmp_path, "bad.py", source)) == {"ancova"}
    assert registry_names(_written(tmp_path, "good.py", "def f(r):\n    'ancova'")) == set()


@pytest.mark.parametrize(
    "source", ["round(x)", "x.round(2)", "f'{x:.2f}'", "f'{x:{y}}'", "'%.1f' % x", "format(x, 'g')"]
)
def test_a_rounding_is_found(tmp_path, source):
    path = _written(tmp_path, "bad.py", f"def shown(x, y):\n    return {source}\n")
    assert list(roundings(path)) == [("bad.py", "shown")]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("if study.spec.data_kind == 'simulated':\n    pass", 2),
        ("def f():\n    'Of a simulated cohort.'", 0),
        ("def f(simulated):\n    return 1 if simulated else 2", 2),
    ],
)
def test_a_question_for_the_kind_of_data_is_found(tmp_path, source, count):
    assert len(mentions(_written(tmp_path, "bad.py", source), "simulat", "data_kind")) == count


def _written(folder: Path, place: str, source: str) -> Path:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    return path
