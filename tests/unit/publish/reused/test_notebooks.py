"""Which executed notebooks are used again after which change, without a kernel: what they handed over is written here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from places import ROOT

from twoarm.computed.values import values_in
from twoarm.publish.notebooks.text import plain_notebook
from twoarm.publish.reused.notebooks import Executed, uses_the_package_alone
from twoarm.publish.stage import Stage, prepare_stage
from twoarm.study.parameters import Parameters

PAGE = "book/words.md"
STUDY = 'study: str = "data"  # study folder'
OPENS = "from twoarm import done, open_study"


def notebook(title: str, parameters: str, *cells: str) -> str:
    declared = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    parts = [new_markdown_cell(f"# {title}"), declared, *map(new_code_cell, (OPENS, *cells, "done()"))]
    for number, part in enumerate(parts):
        part.id = f"part-{number}"
    return nbformat.writes(new_notebook(cells=parts))


NOTEBOOKS = {
    "00_front": notebook("Front", STUDY, "open_study(study)"),
    "02_pain": notebook("Pain", f"{STUDY}\nalpha: float = 0.05", "open_study(study, alpha=alpha)"),
    "03_own": notebook("Own", STUDY, "import os", "len(os.sep)"),
}


@pytest.fixture
def book(tmp_path) -> Path:
    """A small book: two notebooks that use the package alone, one that does not, and a page."""
    book = tmp_path / "checkout"
    (book / "notebooks").mkdir(parents=True)
    (book / "book").mkdir()
    (book / "_config.yml").write_text("title: small\n", "utf-8")
    (book / PAGE).write_text("# Words\n\nOne page.\n", "utf-8")
    for name, text in NOTEBOOKS.items():
        (book / "notebooks" / f"{name}.ipynb").write_text(text, "utf-8")
    chapters = "".join(
        f"- file: {page}\n" for page in ("notebooks/02_pain", "notebooks/03_own", "book/words")
    )
    toc = f"format: jb-book\nroot: notebooks/00_front\nchapters:\n{chapters}"
    (book / "_toc.yml").write_text(toc, "utf-8")
    shutil.copytree(ROOT / "tests" / "bad" / "sound", book / "data")
    spec = book / "data" / "study.yml"
    text = spec.read_text("utf-8").replace("data_kind: real", "data_kind: simulated")
    spec.write_text(f"{text}pages: [book/words]\n", "utf-8")
    with values_in(tmp_path / "values"):
        yield book


def staged(book: Path, **parameters: float) -> Stage:
    place = book.parent / f"stage-{len(list(book.parent.glob('stage-*')))}"
    return prepare_stage(book, book / "data", place, Parameters(**parameters))


def records_of(stage: Stage) -> Path:
    folder = stage.folder.with_name(f"records-of-{stage.folder.name}")
    (folder / "figures").mkdir(parents=True)
    return folder


def run(stage: Stage) -> list[str]:
    """What a run does, but for the kernels: names of the notebooks that would be executed."""
    records = records_of(stage)
    executed = Executed(stage, records)
    left = [path for path in stage.notebooks if not executed.take(path)]
    for path in left:
        path.write_text(path.read_text("utf-8").replace("# ", "# Executed: ", 1), "utf-8")
        drawn = {"figures": [{"label": f"fig-{path.stem}"}]}
        (records / f"{path.stem}.json").write_text(json.dumps(drawn), "utf-8")
        (records / "figures" / f"fig-{path.stem}.svg").write_text(f"<svg>{path.stem}</svg>", "utf-8")
        executed.keep(path)
    return [path.stem for path in left]


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(book: Path) -> None:
        text = (book / name).read_text("utf-8")
        assert old in text
        (book / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


ALL = ["00_front", "02_pain", "03_own"]
OWN = ["03_own"]
CHANGES: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "nothing": (lambda book: None, OWN),
    "a value of a patient": (edit("data/patients.csv", "71", "72"), ALL),
    "a label of the dictionary": (edit("data/dictionary.csv", "Age", "Age at surgery"), ALL),
    "the title of the study": (edit("data/study.yml", "title: ", "title: Another "), ALL),
    "a cell of one notebook": (
        edit("notebooks/02_pain.ipynb", "done()", "done(None)"),
        ["02_pain", "03_own"],
    ),
    "the heading of a page": (edit(PAGE, "# ", "# All "), ALL),
    "the words of a page": (edit(PAGE, "One page", "A page"), OWN),
    "a setting of the website": (edit("_config.yml", "small", "smaller"), OWN),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_depends_on_a_change_is_executed_again_and_nothing_else(change, book):
    make, expected = CHANGES[change]
    assert run(staged(book)) == ALL
    make(book)
    assert run(staged(book)) == expected
    assert run(staged(book)) == OWN


def test_a_parameter_concerns_the_notebooks_that_declare_it(book):
    run(staged(book))
    assert run(staged(book, alpha=0.01)) == ["02_pain", "03_own"]
    assert run(staged(book, imbalance=0.2)) == OWN
    assert run(staged(book)) == OWN  # what was computed before is there still


def test_what_is_taken_is_what_was_kept_file_by_file(book):
    first, second = staged(book), staged(book)
    run(first), run(second)
    for name in ("notebooks/00_front.ipynb", "notebooks/02_pain.ipynb"):
        assert (second.folder / name).read_bytes() == (first.folder / name).read_bytes()
        assert "Executed" in (second.folder / name).read_text("utf-8")
    made, taken = (stage.folder.with_name(f"records-of-{stage.folder.name}") for stage in (first, second))
    for name in ("00_front.json", "02_pain.json", "figures/fig-00_front.svg", "figures/fig-02_pain.svg"):
        assert (taken / name).read_bytes() == (made / name).read_bytes()


REACHES = (
    "import pandas",
    "from pathlib import Path",
    "from twoarm.study import opened",
    "from . import other",
    "open('other.csv').read()",
    "eval('1')",
    "__builtins__",
    "done.__globals__['os']",
    "get_ipython().run_line_magic('run', 'other.py')",
    "%run other.py",
    "!cat other.csv",
)


@pytest.mark.parametrize("cell", REACHES)
def test_a_cell_that_can_reach_other_files_is_known(cell):
    assert not uses_the_package_alone(plain_notebook(notebook("Own", STUDY, cell)))


def test_every_notebook_that_is_shipped_uses_the_package_alone():
    paths = sorted((ROOT / "notebooks").rglob("*.ipynb"))
    assert [p.stem for p in paths if not uses_the_package_alone(plain_notebook(p.read_text("utf-8")))] == []
    assert len(paths) > 12
