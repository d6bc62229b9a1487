"""What is computed once is not computed again, and what has changed always is: a small book of three notebooks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from places import ROOT
from reports import digests

from twoarm import cli
from twoarm.computed.values import PLACE

PAGE = "book/words.md"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
OPENS = "from twoarm import compare_section, done, narrate, open_study"


def notebook(title: str, parameters: str, *cells: str) -> nbformat.NotebookNode:
    declared = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    parts = [new_markdown_cell(f"# {title}"), declared, *map(new_code_cell, cells)]
    for number, part in enumerate(parts):
        part.id = f"part-{number}"
    return new_notebook(cells=parts, metadata={"kernelspec": KERNEL})


STUDY = 'study: str = "data"  # study folder'
ALPHA = f"{STUDY}\nalpha: float = 0.05  # significance level"
NOTEBOOKS = {
    "00_front": notebook("Front", STUDY, OPENS, "cohort = open_study(study)", "done()"),
    "02_pain": notebook(
        "Pain",
        ALPHA,
        OPENS,
        'pain = compare_section(open_study(study, alpha=alpha), "follow_up")\nnarrate(pain)',
        "done(pain)",
    ),
    "03_own": notebook(
        "Own", STUDY, OPENS, "import os", "cohort = open_study(study)", "len(os.sep)", "done()"
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A small book that was built once, with what it computed."""
    book = tmp_path_factory.mktemp("reused") / "book"
    shutil.copytree(ROOT / "book", book / "book")
    shutil.copyfile(ROOT / "_config.yml", book / "_config.yml")
    shutil.copytree(ROOT / "tests" / "bad" / "sound", book / "data")
    spec = book / "data" / "study.yml"
    text = spec.read_text("utf-8").replace("data_kind: real", "data_kind: simulated")
    spec.write_text(f"{text}pages: [{PAGE.removesuffix('.md')}]\n", "utf-8")
    (book / PAGE).write_text("# Words\n\nOne page.\n", "utf-8")
    (book / "notebooks").mkdir()
    for name, content in NOTEBOOKS.items():
        nbformat.write(content, book / "notebooks" / f"{name}.ipynb")
    chapters = "".join(f"- file: notebooks/{name}\n" for name in list(NOTEBOOKS)[1:])
    toc = f"format: jb-book\nroot: notebooks/00_front\nchapters:\n{chapters}- file: {PAGE.removesuffix('.md')}\n"
    (book / "_toc.yml").write_text(toc, "utf-8")
    assert build(book).returncode == 0
    return book


@pytest.fixture
def book(built, tmp_path) -> Path:
    """A copy of it; its link leads to its own store."""
    return shutil.copytree(built, tmp_path / "book", symlinks=True)


def build(book: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != PLACE}
    command = [sys.executable, "-m", "twoarm.cli", "build", "--formats", "html", *arguments]
    return subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True, check=False)


def executed(done: subprocess.CompletedProcess[str]) -> int | None:
    """How many notebooks a build has executed; None where it built nothing."""
    assert done.returncode == 0, done.stdout + done.stderr
    if "nothing has changed" in done.stdout:
        return None
    return int(re.search(r"notebooks(?: \((\d+)\))? done", done.stdout)[1] or 0)


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(book: Path) -> None:
        text = (book / name).read_text("utf-8")
        assert old in text
        (book / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


def published(book: Path) -> Path:
    return book / "_build" / "runs" / "default"


def test_a_build_of_which_nothing_has_changed_is_not_made_again(built):
    there, before = published(built).resolve(), digests(published(built))
    done = build(built)
    assert executed(done) is None
    assert done.stdout.endswith(f"nothing has changed; published in {published(built)}\n")
    assert (published(built).resolve(), digests(published(built))) == (there, before)


def test_a_run_that_uses_what_is_kept_is_the_run_that_computes_all(book):
    (book / "data" / "commentary.md").write_text("# Follow-up\n\nA word of the authors.\n", "utf-8")
    build(book)
    with_kept = digests(published(book))
    assert executed(build(book, "--fresh")) == len(NOTEBOOKS)
    without = digests(published(book))
    assert {name for name in with_kept if with_kept[name] != without.get(name)} <= {"run.json"}
    assert set(with_kept) == set(without)


SHOWS = (
    "import twoarm; study = twoarm.open_study('data'); found = twoarm.compare_section(study, 'follow_up')\n"
    "print(found.headline[0].estimate.value)"
)


def test_a_method_that_was_changed_is_not_answered_by_what_the_old_one_computed(book, tmp_path):
    """Two copies of the package, in one of which every estimate is higher by one, beside one folder of values."""
    told = "Estimate(float(value), *limits"
    shown, kept = [], []
    for name, wanted in (("old", told), ("new", told.replace("value", "value + 1"))):
        source = shutil.copytree(ROOT / "src", tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        edit("twoarm/methods/estimate.py", told, wanted)(source)
        for path in source.rglob("*.py"):
            os.utime(path, (1, 1))  # written before the process that loads it
        environment = os.environ | {PLACE: str(tmp_path / "values"), "PYTHONPATH": str(source)}
        done = subprocess.run(
            [sys.executable, "-c", SHOWS],
            cwd=book,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        shown.append(float(done.stdout))
        kept.append(len(list((tmp_path / "values").glob("*/*"))))
    assert shown[1] == pytest.approx(shown[0] + 1, abs=1e-12)
    assert kept[1] == 2 * kept[0] > 0


def test_a_notebook_alone_fills_the_folder_of_its_book_and_the_next_reads_it(book):
    values = book / "_build" / "values"
    shutil.rmtree(values)
    environment = {name: value for name, value in os.environ.items() if name != PLACE}
    command = [sys.executable, "-c", SHOWS]
    outputs, files = [], []
    for _ in range(2):
        done = subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True, check=True)
        outputs.append(done.stdout)
        files.append({path: path.stat().st_mtime_ns for path in values.glob("*/*")})
    assert outputs[0] == outputs[1] and files[0] == files[1] != {}


def test_help_says_how_to_compute_all_anew(capsys):
    with pytest.raises(SystemExit):
        cli.main(["build", "--help"])
    assert "--fresh" in capsys.readouterr().out
