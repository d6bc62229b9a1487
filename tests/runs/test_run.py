"""Runs that fail leave the earlier report as it was, byte by byte, and nothing else behind.

The book built here has one notebook and the six patients of `tests/bad/sound`, so that a run takes seconds.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from places import ROOT

from twoarm import cli
from twoarm.tables.every import RUN_TABLES

NOTEBOOK = Path("notebooks", "00_front.ipynb")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
BEGINNING = (
    "from twoarm import compare_section, done, narrate, open_study, outcome_table, say",
    'cohort = open_study(study)\npain = compare_section(cohort, "follow_up")',
    'say("{front}", cohort)',
    "narrate(pain)",
)


def write_notebook(book: Path, *cells: str) -> None:
    """A notebook with the cells before its last one; a cell that begins with # is Markdown. It is cell 7 that fails."""
    parts = [
        new_markdown_cell("# Front"),
        new_code_cell('study: str = "data"  # study folder', metadata={"tags": ["parameters"]}),
        *(new_code_cell(cell) for cell in BEGINNING),
        *(new_markdown_cell(c) if c.startswith("#") else new_code_cell(c) for c in cells),
        new_code_cell("done(pain)"),
    ]
    for number, part in enumerate(parts):
        part.id = f"part-{number}"
    nbformat.write(new_notebook(cells=parts, metadata={"kernelspec": KERNEL}), book / NOTEBOOK)


def tree(folder: Path) -> dict[str, str]:
    """Everything in a folder: a hash of each file, the target of each link, the mode of each of them."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        else:
            content = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            found[str(path)] = f"{path.stat().st_mode:o} {content}"
    return found


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """The small book, with a report that was published in it."""
    book = tmp_path_factory.mktemp("small") / "book"
    book.mkdir()
    for name in ("_config.yml", "book"):
        source = ROOT / name
        shutil.copytree(source, book / name) if source.is_dir() else shutil.copyfile(source, book / name)
    shutil.copytree(ROOT / "tests" / "bad" / "sound", book / "data")
    spec = book / "data" / "study.yml"
    spec.write_text(spec.read_text("utf-8").replace("data_kind: real", "data_kind: simulated"), "utf-8")
    (book / "notebooks").mkdir()
    (book / "_toc.yml").write_text(f"format: jb-book\nroot: {NOTEBOOK.with_suffix('')}\n", "utf-8")
    write_notebook(book)
    here = Path.cwd()
    os.chdir(book)
    try:
        assert cli.main(["build", "--formats", "html"]) == 0
    finally:
        os.chdir(here)
    return book


@pytest.fixture
def book(published, monkeypatch):
    """The small book as it was published; what a test does to its sources is undone, what it built is kept."""
    kept = {path: path.read_bytes() for path in (published / NOTEBOOK, *(published / "data").iterdir())}
    monkeypatch.chdir(published)
    yield published
    for path in (published / "data").iterdir():
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)


def refused(book: Path, capsys, *arguments: str) -> tuple[int, str]:
    """Exit code and message of a build that must change nothing in `_build`."""
    before = tree(book / "_build")
    capsys.readouterr()
    code = cli.main(["build", "--formats", "html", *arguments])
    assert tree(book / "_build") == before
    return code, capsys.readouterr().err


# what the failing cell does: exit code, and what the message says
CELLS = {
    "raises": ('raise ValueError("P-0001 weighs 71 kg")', 4, "00_front.ipynb, cell 7: ValueError; its message is withheld"),
    "ends in silence": ("import sys\nsys.exit(0)", 4, "00_front.ipynb, cell 7"),
    "kills its kernel": ("import os\nos.kill(os.getpid(), 9)", 4, "00_front.ipynb, cell 7: the kernel died"),
    "prints a patient": ("print(cohort.cohort.patients.index[0])", 5, "html/notebooks/00_front.html: holds a patient's"),
    "prints all patients": ("list(cohort.cohort.patients.index)", 5, "html/notebooks/00_front.html: holds 6 patients'"),
    "writes another file": (
        'import os, pathlib\n_ = pathlib.Path(os.environ["TWOARM_RECORDS"], "figures", "n.txt").write_text("")',
        5,
        "figures/n.txt: not a kind of file that a report publishes",
    ),
    "names a figure that is not there": ("# Figure\n\nSee {numref}`nothing`.", 4, "nothing"),
    "names a value that is not there": ('say("{vas.diference}", pain)', 3, "did you mean {vas.difference}?"),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_a_run_that_fails_changes_nothing(case, book, capsys):
    cell, expected, words = CELLS[case]
    write_notebook(book, cell)
    code, message = refused(book, capsys)
    assert (code, words in message) == (expected, True), message
    assert "P-0001" not in message and "71 kg" not in message


def test_commentary_that_names_nothing_is_told_with_the_nearest_name(book, capsys):
    (book / "data" / "commentary.md").write_text("# vas\n\nThe difference is {vas.diference}.\n", "utf-8")
    code, message = refused(book, capsys)
    assert code == 3
    assert "did you mean {vas.difference}?" in message


def test_bad_data_stop_a_run_before_a_kernel_starts(book, capsys, monkeypatch):
    (book / "data" / "patients.csv").write_text("patient_id;arm\n", "utf-8")
    write_notebook(book, "import os\nos.kill(os.getpid(), 9)")
    assert refused(book, capsys)[0] == 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("P-0003,A,80", "P-0003,A,Canarina", 3),
        ("P-0003,A", "P-0003,Canarina", 3),
        ("P-0003,A,80,0,2", 'P-0003,A,80,0,"Canarina', 3),
        ("screws,operated_on", "screws,Canarina_Soyad", 5),
    ],
)
def test_nothing_of_bad_data_is_left_after_a_refused_run(old, new, code, book, capsys):
    path = book / "data" / "patients.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    found, message = refused(book, capsys)
    assert found == code and "Canarina" not in message
    left = [
        file for file in (book / "_build").rglob("*") if file.is_file() and b"Canarina" in file.read_bytes()
    ]
    assert left == []


def spec(book: Path, *changes: tuple[str, str]) -> None:
    path = book / "data" / "study.yml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


REAL = ("data_kind: simulated", "data_kind: real")


def test_a_real_study_inside_the_checkout_must_be_public(book, capsys):
    spec(book, REAL)
    code, message = refused(book, capsys)
    assert code == 5
    assert "study.yml, public: a real study inside the checkout" in message


def test_an_arm_below_the_smallest_count_that_may_be_shown_is_not_published(book, capsys):
    spec(book, ("min_count: 0", "min_count: 5"))
    code, message = refused(book, capsys)
    assert code == 5
    assert "fewer patients than the study's own minimum (5)" in message


def test_what_must_not_be_published_weighs_more_than_bad_data_and_both_are_listed(book, capsys):
    spec(book, REAL, ("min_count: 0", "min_count: 5"))
    visits = book / "data" / "visits.csv"
    visits.write_text(visits.read_text("utf-8").replace("before,7.5", "before,11"), "utf-8")
    code, message = refused(book, capsys)
    assert code == 5
    assert [line.strip().partition(":")[0] for line in message.splitlines()[1:-1]] == [
        *("study.yml", "public"),
        *("patients.csv", "arm", "arm"),
        *("visits.csv", "line 4, vas"),
    ]


def test_a_page_that_the_study_claims_must_be_there(book, capsys):
    spec(book, ("baseline_visit", "pages: [book/glosary]\nbaseline_visit"))
    code, message = refused(book, capsys)
    assert code == 3
    assert "study.yml, pages" in message


@pytest.mark.parametrize("study", ["nowhere", "../nowhere", "x" * 300, "notebooks"])
def test_a_study_that_is_not_there(study, book, capsys):
    code, message = refused(book, capsys, study)
    assert code == 3
    assert "no study.yml in it" in message


def test_another_run_at_work(book, capsys):
    with FileLock(book / "_build" / ".lock"):
        code, message = refused(book, capsys)
    assert code == 8
    assert message.splitlines()[-1] == "Wait until it has ended, then try again."


def test_a_folder_in_the_place_of_a_link_is_not_ours_to_replace(book, capsys):
    link = book / "_build" / "html"
    target = link.readlink()
    link.unlink()
    link.mkdir()
    (link / "mine.html").write_text("mine")
    code, message = refused(book, capsys)
    shutil.rmtree(link)
    link.symlink_to(target)
    assert code == 7
    assert "_build/html: not a link of twoarm" in message


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("data", 2, "--output: inside the study's folder"),
        ("/dev/null", 7, "_build/: Not a directory"),
    ],
)
def test_a_place_that_cannot_be_taken(given, code, words, book, capsys):
    found, message = refused(book, capsys, "--output", given)
    assert (found, words in message) == (code, True), message
    assert message.splitlines()[-1].endswith("--output FOLDER")
    assert not (book / "data" / "_build").exists()


def test_real_patients_are_not_written_into_a_checkout_from_outside(book, tmp_path, capsys, monkeypatch):
    study = shutil.copytree(ROOT / "tests" / "bad" / "sound", tmp_path / "study")
    monkeypatch.chdir(tmp_path)
    code, message = refused(book, capsys, str(study), "--output", str(book))
    assert code == 5
    assert "--output: a report of real patients inside a checkout could be committed by mistake" in message


def test_a_file_in_the_place_of_the_folder(book, capsys):
    (book / "_build").rename(book / "_aside")
    (book / "_build").write_text("a file")
    code = cli.main(["build"])
    (book / "_build").unlink()
    (book / "_aside").rename(book / "_build")
    assert code == 7
    assert "_build: not a folder" in capsys.readouterr().err


def stands_for(place: Path, what: str) -> Path | None:
    """Something else in the place of a folder, and what of it lies elsewhere."""
    if what == "a file":
        place.write_text("a file")
    elif what == "a link to nothing":
        place.symlink_to("nowhere")
    else:
        elsewhere = Path(tempfile.mkdtemp(dir="/dev/shm"))
        place.symlink_to(elsewhere)
        return elsewhere
    return None


REASONS = {
    "a file": "not a folder",
    "a link to nothing": "not a folder",
    "another disk": "on another disk than",
}


@pytest.mark.parametrize("name", ["store", "runs"])
@pytest.mark.parametrize("what", REASONS)
def test_a_place_that_cannot_take_the_run_is_told_before_a_kernel_starts(what, name, book, capsys):
    if what == "another disk" and not Path("/dev/shm").is_dir():
        pytest.skip("needs a second disk, such as /dev/shm")
    write_notebook(book, "import os\nos.kill(os.getpid(), 9)")
    place = book / "_build" / name
    place.rename(book / "_aside")
    elsewhere = stands_for(place, what)
    code = cli.main(["build", "--formats", "html"])
    place.unlink()
    (book / "_aside").rename(place)
    if elsewhere:
        elsewhere.rmdir()
    assert code == 7
    said = capsys.readouterr().err
    assert (
        f"_build/{name}: {REASONS[what]}" in said
        and "Move it away, or name another folder" in said.splitlines()[-1]
    )


@pytest.mark.skipif(os.name == "nt", reason="limits of a process")
def test_a_copy_that_the_disk_refuses_names_where_it_went_and_not_the_source(book):
    import resource

    done = subprocess.run(
        [sys.executable, "-m", "twoarm.cli", "build", "--formats", "html"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7
    assert done.stderr.splitlines() == [
        "The disk refuses (1 problem)",
        "  _build/: File too large",
        "Raise the limit of the size of a file (ulimit -f), then try again.",
    ]
    assert not list((book / "_build").glob("stage-*"))


@pytest.fixture
def small_disk(book):
    """The book's `_build` on a disk of its own, of 1 MB; only root may mount one."""
    (book / "_build").rename(book / "_aside")
    (book / "_build").mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", book / "_build"], capture_output=True, check=False
    )
    if mounted.returncode == 0:
        yield book / "_build"
        subprocess.run(["umount", book / "_build"], check=True)
    (book / "_build").rmdir()
    (book / "_aside").rename(book / "_build")
    if mounted.returncode:
        pytest.skip("a disk can be mounted by root only")


def test_a_disk_that_may_not_be_written(small_disk, capsys):
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert cli.main(["build", "--formats", "html"]) == 7
    assert (
        capsys.readouterr().err.splitlines()[-1]
        == "Make the folder writable, or name another one: --output FOLDER"
    )


def test_a_full_disk(small_disk, capsys):
    assert cli.main(["build", "--formats", "html"]) == 7
    assert "No space left on device" in capsys.readouterr().err
    assert [path.name for path in small_disk.iterdir()] == [".lock"]


def test_a_disk_that_is_full_before_the_check_is_the_one_that_is_named(small_disk, capsys):
    with contextlib.suppress(OSError), (small_disk / "others").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    assert cli.main(["build", "--formats", "html"]) == 7
    assert "  _build/: No space left on device" in capsys.readouterr().err.splitlines()


# What is published


def test_only_what_was_asked_for_is_published(book):
    run = (book / "_build" / "runs" / "default").resolve()
    tables = (table.file for table in RUN_TABLES.values())
    names = ["figures", "html", "manifest.json", "references.bib", "run.json", *tables]
    assert sorted(p.name for p in run.iterdir()) == sorted(names)
    assert (book / "_build" / "html" / "index.html").is_file()
    assert not (book / "_build" / "supplement.pdf").is_symlink()


def test_a_second_run_replaces_the_first_and_a_named_one_stands_beside(book):
    first = (book / "_build" / "runs" / "default").resolve()
    content = {path: sha256(path.read_bytes()).hexdigest() for path in first.rglob("*") if path.is_file()}
    assert cli.main(["build", "--formats", "html", "--run", "strict", "-p", "alpha", "0.01"]) == 0
    strict = json.loads((book / "_build" / "runs" / "strict" / "manifest.json").read_text("utf-8"))
    assert (strict["run"], strict["parameters"]["alpha"], strict["changed_parameters"]) == (
        "strict",
        0.01,
        ["alpha"],
    )
    assert {path: sha256(path.read_bytes()).hexdigest() for path in content} == content

    (left := book / "_build" / "stage-left").mkdir()
    assert cli.main(["build", "--formats", "html"]) == 0
    second = (book / "_build" / "runs" / "default").resolve()
    assert second != first and not first.exists() and not left.exists()
    assert {p.name for p in (book / "_build" / "store").iterdir()} == {
        second.name,
        (book / "_build" / "runs" / "strict").resolve().name,
    }
    shutil.rmtree(book / "_build" / "runs" / "strict", ignore_errors=True)


def test_two_builds_of_one_input_are_equal(published, book):
    before = {
        p.relative_to(q): p.read_bytes() for q in [published / "_build" / "html"] for p in q.rglob("*.html")
    }
    assert cli.main(["build", "--formats", "html"]) == 0
    again = {
        p.relative_to(q): p.read_bytes() for q in [published / "_build" / "html"] for p in q.rglob("*.html")
    }
    assert again == before
