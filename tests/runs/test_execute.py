"""Notebooks really run here, by papermill, on real kernels."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from dispositions import heed_signals
from kernel_runs import CANARY, DONE, KERNEL, run, write_notebook
from rich.console import Console

from twoarm.errors import AnalysisError, DisclosureError, DiskError, InputError, TwoArmError
from twoarm.publish.notebooks.execute import execute_notebooks
from twoarm.publish.progress import Progress


def outputs(notebook: Path) -> list[Any]:
    return [output for cell in nbformat.read(notebook, 4).cells for output in cell.get("outputs", [])]


FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]);"
NOISE = "import sys, warnings, os\nprint('a'); print('b', file=sys.stderr); warnings.warn('w')"
# It comes through a pipe that another thread reads: among what a cell prints it would stand here and there, by chance.
LOW = "import time\nos.system('echo low'); time.sleep(1)"
FRAME = "import pandas as pd\npd.DataFrame({'x': [1, 2]})"
ORDER = "print(set('abcdefgh'), os.environ['TZ'])"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Two notebooks with outputs of all kinds, executed in parallel, twice."""
    sources = tmp_path_factory.mktemp("sources {of} the run")
    notebooks = [write_notebook(sources / f"{name}.ipynb", FIGURE, NOISE, LOW, FRAME, ORDER) for name in "ab"]
    folders = [tmp_path_factory.mktemp("executed") for _ in range(2)]
    said = [run(notebooks, folder) for folder in folders]
    return notebooks, folders, said


def test_two_executions_are_equal_byte_for_byte(executed):
    _, folders, _ = executed
    for name in ("a.ipynb", "b.ipynb"):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


def test_nothing_of_the_run_is_left_in_the_metadata(executed):
    text = (executed[1][0] / "a.ipynb").read_text()
    for word in ("papermill", "start_time", "iopub", "shell.execute_reply", "duration", "/tmp", "widgets"):
        assert word not in text
    assert nbformat.read(executed[1][0] / "a.ipynb", 4).metadata.kernelspec.name == "python3"


def test_figures_frames_and_streams_are_there(executed):
    shown = outputs(executed[1][0] / "a.ipynb")
    assert any("image/png" in output.get("data", {}) for output in shown)
    assert any("text/html" in output.get("data", {}) for output in shown)
    streams = {output.name: output.text for output in shown if output.output_type == "stream"}
    assert "cell:2: UserWarning: w" in streams["stderr"]
    assert any("low" in output.get("text", "") for output in shown)


def test_every_code_cell_has_run_and_the_sources_are_untouched(executed):
    notebooks, folders, _ = executed
    cells = nbformat.read(folders[0] / "b.ipynb", 4).cells
    assert [cell.execution_count for cell in cells if cell.cell_type == "code"] == [1, 2, 3, 4, 5, 6]
    assert not outputs(notebooks[0])
    assert sorted(path.name for path in folders[0].iterdir()) == ["a.ipynb", "b.ipynb", "records"]


def test_progress_off_a_terminal_is_a_line_per_stage_and_a_total(executed):
    stage, total = executed[2][0].splitlines()
    assert stage.startswith("notebooks (2) done in ")
    assert total.startswith("total ")


def test_stock_kernels_give_the_same_bytes(executed, monkeypatch, tmp_path):
    notebooks, folders, _ = executed
    monkeypatch.setenv("TWOARM_KERNELS", "stock")
    run(notebooks[:1], tmp_path)
    assert (tmp_path / "a.ipynb").read_bytes() == (folders[0] / "a.ipynb").read_bytes()


def test_parameters_are_injected_where_declared_and_show_no_place(tmp_path):
    declares = 'alpha: float = 0.05  # level\nstudy: str = "data"  # folder'
    one = write_notebook(
        tmp_path / "one.ipynb", "assert (alpha, study[0]) == (0.1, '/')", parameters=declares
    )
    none = write_notebook(tmp_path / "none.ipynb", "assert 'alpha' not in globals()")
    parameters = {"alpha": 0.1, "study": tmp_path / "my study", "seed": 3}
    run([one, none], tmp_path / "out", parameters=parameters)
    cells = nbformat.read(tmp_path / "out" / "one.ipynb", 4).cells
    assert cells[2].metadata.tags == ["injected-parameters"]
    assert cells[2].source.splitlines() == ["# Parameters", "alpha = 0.1", 'study = "my study"']
    assert str(tmp_path) not in (tmp_path / "out" / "one.ipynb").read_text()
    assert len(nbformat.read(tmp_path / "out" / "none.ipynb", 4).cells) == 3


def test_a_notebook_runs_in_its_folder_with_private_sockets_and_no_start_up_file(tmp_path, monkeypatch):
    (tmp_path / "startup.py").write_text("started = True")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "startup.py"))
    cells = [
        f"import os\nassert os.getcwd() == {str(tmp_path)!r}",
        "assert 'started' not in globals()",
        "assert get_ipython().kernel.parent.transport == 'ipc'",
        "mode = os.stat(os.path.dirname(get_ipython().kernel.parent.ip)).st_mode\nprint(mode)",
    ]
    run([write_notebook(tmp_path / "here.ipynb", *cells)], tmp_path / "out")
    (output,) = outputs(tmp_path / "out" / "here.ipynb")
    assert int(output.text) & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="sockets with a path")
def test_where_temporary_files_lie_too_deep_for_a_socket_the_kernel_is_private_still(tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    private = "assert get_ipython().kernel.parent.transport == 'ipc'"
    run([write_notebook(tmp_path / "here.ipynb", private)], tmp_path / "out")
    assert (tmp_path / "out" / "here.ipynb").exists()


def test_notebooks_run_at_the_same_time(tmp_path):
    meet = "import pathlib, time\npathlib.Path('{}').touch()\nother = pathlib.Path('{}')"
    wait = "end = time.monotonic() + 30\nwhile not other.exists():\n    assert time.monotonic() < end"
    pairs = [("a", "b"), ("b", "a")]
    notebooks = [
        write_notebook(tmp_path / f"{me}.ipynb", meet.format(me, other), wait) for me, other in pairs
    ]
    run(notebooks, tmp_path / "out", jobs=2)
    assert (tmp_path / "out" / "b.ipynb").exists()


def test_an_old_notebook_gets_the_same_names_of_cells_every_time(tmp_path):
    old = {"cells": [], "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 4}
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": DONE}
    (tmp_path / "old.ipynb").write_text(json.dumps({**old, "cells": [cell]}))
    run([tmp_path / "old.ipynb"], tmp_path / "out")
    assert nbformat.read(tmp_path / "out" / "old.ipynb", 4).cells[0].id == "cell-1"


@pytest.fixture(scope="module")
def failures(tmp_path_factory):
    """The lines of the one error that a run of many bad notebooks ends with, by notebook; and the error."""
    place = tmp_path_factory.mktemp("bad")
    ours = "from twoarm import errors\nraise errors.{}('{}', ['second line'])"
    bad = {
        "foreign": ["1", f"raise KeyError('{CANARY}')"],
        "exits": ["1", "import sys\nsys.exit(0)", "2"],
        "killed": ["import os\nos.kill(os.getpid(), 9)"],
        "slow": ["1", "1", "import time\ntime.sleep(60)"],
        "tagged": [f"raise ValueError('{CANARY}')"],
        "ours": [ours.format("AnalysisError", "no such outcome")],
    }
    notebooks = [write_notebook(place / f"{name}.ipynb", *cells) for name, cells in bad.items()]
    notebooks.append(write_notebook(place / "silent.ipynb", "1", done=False))
    declared = {"parameters": "alpha: float = 0.05"}
    notebooks.append(write_notebook(place / "injected.ipynb", f"int('{CANARY}')", **declared))
    tagged = nbformat.read(place / "tagged.ipynb", 4)
    tagged.cells[1].metadata.tags = ["raises-exception"]
    nbformat.write(tagged, place / "tagged.ipynb")
    notebooks.append(write_notebook(place / "good.ipynb", "1"))
    (place / "out").mkdir()
    (place / "out" / "good.ipynb").write_text("the last good one")
    with pytest.raises(TwoArmError) as caught:
        run(notebooks, place / "out", timeout=4, parameters={"alpha": 0.1}, jobs=3)
    lines = {str(problem.where).partition(".")[0]: str(problem) for problem in caught.value.problems}
    return lines, caught.value, place / "out"


def test_all_failing_notebooks_are_reported_together_with_exit_code_4(failures):
    lines, error, _ = failures
    names = {"foreign", "exits", "killed", "slow", "tagged", "ours", "silent", "injected"}
    assert set(lines) == names
    assert type(error) is AnalysisError


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("foreign", "foreign.ipynb, cell 3: KeyError; its message is withheld"),
        ("exits", "exits.ipynb, cell 3: ended here; take sys.exit out of the cell"),
        ("killed", "killed.ipynb, cell 2: the kernel died (out of memory?)"),
        ("slow", "slow.ipynb, cell 4: took longer than 4 s"),
        ("tagged", "tagged.ipynb, cell 2: ValueError; its message is withheld"),
        ("ours", "ours.ipynb, cell 2: AnalysisError: no such outcome (1 problem)"),
        ("silent", "silent.ipynb, cell 2: ended here, before its last cell gave its record"),
        ("injected", "injected.ipynb, cell 3: ValueError; its message is withheld"),
    ],
)
def test_a_failure_names_notebook_cell_and_cause(failures, name, says):
    assert failures[0][name].startswith(says)


def test_a_foreign_message_is_not_repeated(failures):
    error = failures[1]
    assert CANARY not in str(error)
    while error.__cause__ or (error.__context__ and not error.__suppress_context__):
        error = error.__cause__ or error.__context__
        assert CANARY not in str(error)


def test_earlier_output_is_untouched_by_a_failed_run(failures):
    assert (failures[2] / "good.ipynb").read_text() == "the last good one"
    assert sorted(path.name for path in failures[2].iterdir()) == ["good.ipynb", "records"]


def test_an_error_of_ours_comes_out_as_its_class_and_disclosure_wins(tmp_path):
    ours = "from twoarm import errors\nraise errors.{}('names nothing', ['second line'])"
    bad = write_notebook(tmp_path / "prose.ipynb", ours.format("InputError"))
    with pytest.raises(InputError) as caught:
        run([bad], tmp_path / "out")
    assert "prose.ipynb, cell 2: InputError: names nothing" in str(caught.value)
    assert "second line" in str(caught.value)  # what to mend, and how
    worse = write_notebook(tmp_path / "worse.ipynb", ours.format("DisclosureError"))
    with pytest.raises(DisclosureError):
        run([bad, worse], tmp_path / "out")


def test_a_stale_record_does_not_count(tmp_path):
    (tmp_path / "out" / "records").mkdir(parents=True)
    (tmp_path / "out" / "records" / "quiet.json").write_text("{}")
    with pytest.raises(AnalysisError, match="before its last cell"):
        run([write_notebook(tmp_path / "quiet.ipynb", "1", done=False)], tmp_path / "out")


def test_a_folder_that_cannot_be_written_is_told_as_such(tmp_path):
    notebook = write_notebook(tmp_path / "one.ipynb", "1")
    (tmp_path / "records").mkdir()
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DiskError), Progress.open(Console(file=io.StringIO())) as progress:
        execute_notebooks(
            [notebook], tmp_path / "file", parameters={}, records=tmp_path / "records", progress=progress
        )


SCRIPT = """
import signal, sys
from pathlib import Path
from twoarm.publish.notebooks.execute import execute_notebooks
from twoarm.publish.progress import Progress

def end(*_):
    raise SystemExit(143)

here = Path(sys.argv[1])
print("imported", flush=True)
signal.signal(signal.SIGTERM, end)
with Progress.open() as progress:
    execute_notebooks([here / "a.ipynb", here / "b.ipynb"], here, parameters={}, records=here, progress=progress)
"""


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _comes_true(question, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not question() and time.monotonic() < end:
        time.sleep(0.1)
    return question()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("kernels", ["forked", "stock"])
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_no_process_outlives_an_interrupted_run(tmp_path, number, code, kernels):
    endless = "import os, pathlib, subprocess, time\nchild = subprocess.Popen(['sleep', '60'])"
    told = "_ = pathlib.Path('{0}.new').write_text(f'{{os.getpid()}} {{child.pid}}')\nos.rename('{0}.new', '{0}.pid')"
    for name in "ab":
        write_notebook(tmp_path / f"{name}.ipynb", endless, told.format(name), "time.sleep(60)")
    script = tmp_path / "script.py"  # without the guard that a start method other than fork asks for
    script.write_text(SCRIPT)
    environment = {**os.environ, "TWOARM_KERNELS": kernels}
    command = [sys.executable, str(script), str(tmp_path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, preexec_fn=heed_signals, **pipes) as caller:
        told_files = [tmp_path / "a.pid", tmp_path / "b.pid"]
        assert _comes_true(lambda: all(file.exists() for file in told_files), 60)
        caller.send_signal(number)
        said = caller.communicate(timeout=20)[0]
    assert caller.returncode == code
    assert said.count(b"imported") == 1
    numbers = [[int(word) for word in file.read_text().split()] for file in told_files]
    wanted = [kernel for kernel, _ in numbers]
    if kernels == "forked" or number != signal.SIGKILL:
        wanted += [child for _, child in numbers]
    assert _comes_true(lambda: not any(map(_runs, wanted)), 5)
    for _, child in numbers:
        if _runs(child):
            os.kill(child, signal.SIGKILL)
