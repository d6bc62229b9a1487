"""Endings that look like a success and are none, on forked and on stock kernels."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from kernel_runs import CANARY, DONE, KERNEL, run, write_notebook
from nbformat.v4 import new_code_cell, new_notebook

from twoarm.errors import AnalysisError, TwoArmError

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes that detach are found on Linux alone")
SLEEPS = "import os, pathlib, subprocess\nchild = subprocess.Popen(['sleep', '70'], start_new_session=True{})"
TOLD = "_ = pathlib.Path('{}.pid').write_text(str(child.pid))"
FORKS = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(70)"
THREAD = (
    f"import threading\ndef dies():\n    raise ValueError('{CANARY}')\nthread = threading.Thread(target=dies)"
)
TASK = (
    f"import asyncio\nasync def dies():\n    raise ValueError('{CANARY}')\ntask = asyncio.create_task(dies())"
)
DELETED = f"class Dies:\n    def __del__(self):\n        raise ValueError('{CANARY}')\ndies = Dies()"
CYCLE = "import gc\ngc.disable()\ndies.itself = dies\ndel dies"
POOL = "import time\nfrom concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)"
TIMER = "import threading\nthreading.Timer(60, print).start()"
WAITS = "import threading, time\nclass Late(threading.Thread):\n    def run(self):\n        time.sleep(60)"
FIGURE = (
    "from twoarm import show\nfrom twoarm.present.outputs import Figure\n"
    "show([Figure(f'fig-{name}', 'Caption.', 'Alt.', '<svg/>', 80) for name in 'ab'])"
)

# What a notebook does, and what is said of it.
ENDINGS = {
    "thread": ([THREAD, "thread.start(); thread.join()", "1"], "cell 3: a thread ended with ValueError; its message is"),
    "timer-that-raises": ([f"{THREAD}\nthreading.Timer(0.1, dies).start()", DONE], "cell 3: a thread ended with ValueError"),
    "task": ([TASK, "await asyncio.sleep(0)\ndel task"], "cell 3: an asyncio task ended with ValueError; its message is"),
    "deleted": ([DELETED, "del dies"], "cell 3: Python ignored ValueError; its message is withheld"),
    "deleted-at-the-end": ([DELETED, CYCLE, "1"], "cell 5: Python ignored ValueError"),
    "timer": ([TIMER, "1"], "cell 2: it started a thread, which was still running at the end; let the cell join its"),
    "thread-after-the-record": ([DONE, WAITS, "Late().start()"], "cell 4: it started a thread, which was still running"),
    "pool-at-work": ([POOL, "_ = pool.submit(time.sleep, 60)"], "cell 3: it started a thread, which was still running"),
    "background": (["!sleep 60 &"], "cell 2: OSError: a command in the background (&) cannot be part of a report"),
    "background-whose-output-is-kept": (["_ = !sleep 60 &"], "cell 2: OSError: a command in the background"),
    "command": (["!false", "1"], "cell 2: CalledProcessError (a command failed; where it may, write !command || true)"),
    "command-in-between": (["!false\n!true"], "cell 2: CalledProcessError"),
    "command-whose-output-is-kept": (["found = !false"], "cell 2: CalledProcessError"),
    "shutdown": (["get_ipython().kernel.do_shutdown(False)", "1"], "cell 2: AnalysisError: the cell asks its kernel to"),
    "exit": (["exit()", "1"], "cell 2: AnalysisError: the cell asks its kernel to end; Take exit() or the shutdown out"),
    "exit-after-the-record": ([DONE, "quit", "1"], "cell 3: AnalysisError: the cell asks its kernel to end"),
    "sys-exit-after-the-record": ([DONE, "import sys\nsys.exit()", "1 / 0"], "cell 3: ended here; take sys.exit out"),
    "os-exit-after-the-record": ([DONE, "import os\nos._exit(0)"], "cell 3: the kernel died (out of memory?), or the cell"),
    "figure-kept-back": ([FIGURE, "1"], "cell 2: shows fig-a, fig-b, of which done() is not told; name the figure in"),
}  # fmt: skip
LEFT = {
    "child": ([SLEEPS.format(""), TOLD.format("child"), "1"], "cell 2: it started sleep, which was still running at the"),
    "child-of-no-environment": ([SLEEPS.format(", env={}"), "1"], "cell 2: it started sleep"),
    "fork": ([FORKS, "1"], "cell 2: it started python"),
}  # fmt: skip
GOOD = [
    "import subprocess\nfinished = subprocess.Popen(['true'])",
    "import threading\nthread = threading.Thread(target=exit)\nimport sys\nthread = threading.Thread(target=sys.exit)",
    "thread.start(); thread.join()",
    "import multiprocessing\nwith multiprocessing.get_context('spawn').Pool(1) as pool:\n    pool.map(abs, [-1])",
    f"{POOL}\nlist(pool.map(abs, [-1]))",
    "import asyncio\nawait asyncio.to_thread(abs, -1)",
    "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "threading.Thread(target=time.sleep, args=(0.3,)).start()",
    "!true\n!false || true",
    "found = !echo found\nassert found == ['found']",
]
# What nobody finds, as docs/faults.md says: it ends like a success.
NOT_FOUND = [
    f"{POOL}\nfuture = pool.submit(lambda: 1 / 0)",
    "import asyncio\nasync def dies():\n    raise ValueError\ntask = asyncio.create_task(dies())",
    "import os\n_ = os.system('false')",
    "import atexit\n_ = atexit.register(lambda: 1 / 0)",
    "%%bash\nfalse\ntrue",
]


def failures(place: Path, names: Sequence[str]) -> dict[str, str]:
    """The problems of the one error that a run of these notebooks, and of two that end well, ends with, by notebook."""
    cases = {name: (ENDINGS | LEFT)[name][0] for name in names}
    notebooks = [write_notebook(place / f"{n}.ipynb", *c, done=DONE not in c) for n, c in cases.items()]
    notebooks.append(write_notebook(place / "good.ipynb", *GOOD))
    notebooks.append(write_notebook(place / "not-found.ipynb", *NOT_FOUND))
    with pytest.raises(TwoArmError) as caught:
        run(notebooks, place / "out", jobs=2)
    assert type(caught.value) is AnalysisError and CANARY not in str(caught.value)
    return {str(problem.where).partition(".")[0]: str(problem) for problem in caught.value.problems}


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("endings")


@pytest.fixture(scope="module")
def ended(place) -> dict[str, str]:
    return failures(place, [*ENDINGS, *LEFT] if sys.platform == "linux" else list(ENDINGS))


@pytest.mark.parametrize("name", ENDINGS)
def test_an_ending_that_is_no_success_names_its_cell_and_what_to_do(name, ended):
    assert ended[name].startswith(f"{name}.ipynb, {ENDINGS[name][1]}")


@linux
@pytest.mark.parametrize("name", LEFT)
def test_a_process_that_is_left_running_is_named_with_its_cell(name, ended):
    assert ended[name].startswith(f"{name}.ipynb, {LEFT[name][1]}")


@linux
def test_a_process_that_is_left_running_is_ended(ended, place):
    assert not psutil.pid_exists(int((place / "child.pid").read_text()))


def test_what_has_ended_well_is_no_failure(ended):
    assert "good" not in ended


def test_what_is_not_found_is_what_the_table_of_faults_says(ended):
    assert "not-found" not in ended


def test_stock_kernels_are_guarded_like_forked_ones(tmp_path, monkeypatch):
    monkeypatch.setenv("TWOARM_KERNELS", "stock")
    names = ["thread", "task", "deleted", "timer", "command", "exit", *["child"] * (sys.platform == "linux")]
    told = failures(tmp_path, names)
    assert {name: told[name][: len(name) + 25] for name in told} == {
        name: f"{name}.ipynb, {(ENDINGS | LEFT)[name][1]}"[: len(name) + 25] for name in names
    }


# Outside of a run nothing is guarded


def test_plain_papermill_takes_a_failing_command_as_it_always_did(tmp_path):
    notebook = new_notebook(
        cells=[new_code_cell("!false"), new_code_cell("_exit_code")], metadata={"kernelspec": KERNEL}
    )
    nbformat.write(notebook, tmp_path / "plain.ipynb")
    executed = papermill.execute_notebook(tmp_path / "plain.ipynb", None, progress_bar=False)
    assert executed.cells[1].outputs[0].data["text/plain"] == "1"


@linux
def test_a_killed_run_takes_what_its_kernel_started_with_it(tmp_path):
    """Of a forked kernel, which sees its caller go."""
    write_notebook(
        tmp_path / "a.ipynb", SLEEPS.format(""), TOLD.format("child"), "import time; time.sleep(70)"
    )
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\nfrom pathlib import Path\nfrom kernel_runs import run\n"
        "run([Path(sys.argv[1], 'a.ipynb')], Path(sys.argv[1], 'out'))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "TWOARM_KERNELS"}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path), *sys.path], env=environment
    ) as caller:
        while not (told := tmp_path / "child.pid").is_file() and caller.poll() is None:
            time.sleep(0.05)
        time.sleep(0.2)
        caller.kill()
    deadline = time.monotonic() + 10
    while psutil.pid_exists(int(told.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(int(told.read_text()))
