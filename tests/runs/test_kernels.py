"""Forked kernels: how they are selected, what they share, how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from dispositions import heed_signals
from jupyter_client.manager import KernelManager
from nbformat.v4 import new_code_cell, new_notebook, new_output
from places import ROOT

from twoarm.publish.notebooks.environment import make_environment
from twoarm.publish.notebooks.kernels import ForkedProcess, ForkedProvisioner, use_forked_kernels

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
PRELOADED = "'seaborn' in __import__('sys').modules"


@pytest.fixture
def kernel(tmp_path):
    """A forked kernel and a function that evaluates an expression in it."""
    assert use_forked_kernels()
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(tmp_path), env=make_environment(MINE="yes"))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)

    def evaluate(expression: str) -> str:
        reply = client.execute_interactive("", user_expressions={"it": expression}, timeout=30)
        return reply["content"]["user_expressions"]["it"]["data"]["text/plain"]

    yield manager, client, evaluate
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@needs_fork
def test_a_forked_kernel_has_its_own_folder_environment_and_group(kernel, tmp_path):
    manager, _, evaluate = kernel
    assert isinstance(manager.provisioner, ForkedProvisioner)
    assert evaluate(PRELOADED) == "True"
    assert evaluate("__import__('os').getcwd()") == repr(str(tmp_path))
    assert evaluate("__import__('os').environ['MINE'] + __import__('time').tzname[0]") == "'yesUTC'"
    number = int(evaluate("__import__('os').getpid()"))
    assert number == manager.provisioner.pid == os.getpgid(number) != os.getpgid(0)
    assert os.getppid() != number


@needs_fork
def test_a_forked_kernel_has_no_debugger_and_a_notebook_may_import_one(kernel):
    *_, evaluate = kernel
    assert evaluate("'debugpy' in __import__('sys').modules") == "False"
    assert evaluate("__import__('debugpy').__name__") == "'debugpy'"


@needs_fork
def test_a_kernel_of_a_run_has_the_study_that_the_server_read(tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom twoarm.publish.notebooks import preload\n"
        "preload.preload()\nfrom twoarm.study import opened\nprint(len(opened._AHEAD))"
    )
    ahead = json.dumps({"study": str(ROOT / "data"), "alpha": 0.01})
    assert _asked(code) == "0"
    assert _asked(code, TWOARM_AHEAD=ahead) == "1"
    assert (
        _asked(code, TWOARM_AHEAD=json.dumps({"study": str(tmp_path)})) == "0"
    )  # its refusal is the run's to say


@needs_fork
def test_a_forked_kernel_can_be_interrupted_and_goes_on(kernel):
    manager, client, evaluate = kernel
    # Told to go on after an error, or a request that comes at once could be thrown away with the broken one.
    message = client.execute("import time\nprint('busy')\ntime.sleep(60)", stop_on_error=False)
    while client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
        pass
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=20))["parent_header"]["msg_id"] != message:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert evaluate("1 + 1") == "2"


@needs_fork
def test_a_forked_kernel_restarts_and_shuts_down(kernel):
    manager, client, _ = kernel
    first = manager.provisioner.process
    manager.restart_kernel(now=True)
    second = manager.provisioner.process
    assert first.poll() == -signal.SIGKILL
    client.wait_for_ready(timeout=60)  # one that still starts may be ended before it listens
    assert second.poll() is None
    manager.shutdown_kernel()
    assert second.wait() == 0
    assert not manager.is_alive()


@needs_fork
def test_siblings_do_not_draw_the_same_random_numbers(tmp_path):
    assert use_forked_kernels()
    draw = "__import__('numpy').random.random()"
    drawn = set()
    for _ in range(2):
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("", user_expressions={"it": draw}, timeout=30)
        drawn.add(reply["content"]["user_expressions"]["it"]["data"]["text/plain"])
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert len(drawn) == 2


@needs_fork
def test_a_signal_is_not_sent_to_a_kernel_that_has_ended(tmp_path):
    assert use_forked_kernels()
    process = ForkedProcess(
        ["-f", str(tmp_path / "absent" / "kernel.json"), "--help"], make_environment(), None
    )
    assert process.wait() == 0
    process.send_signal(signal.SIGKILL)
    assert process.poll() == 0


def _asked(code: str, **variables: str) -> str:
    command = [sys.executable, "-c", code]
    environment = {**make_environment(), **variables}
    done = subprocess.run(
        command, env=environment, preexec_fn=heed_signals, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@needs_fork
def test_the_server_has_one_thread_when_it_forks():
    code = (
        "import os, signal\nfrom twoarm.publish.notebooks.preload import preload\npreload()\nimport zmq\n"
        "print(len(os.listdir('/proc/self/task')), zmq.Context._instance)"
    )
    assert _asked(code) == "1 None"


def test_the_server_says_nothing_where_fonts_are_listed_for_the_first_time(tmp_path):
    """A slow machine told of it in the midst of a run's steps: here it is told of at once."""
    code = (
        "import sys, threading\nsys.stderr, timer = sys.stdout, threading.Timer\n"
        "threading.Timer = lambda seconds, tell: timer(0.01, tell)\n"
        "from twoarm.publish.notebooks.preload import preload\npreload()\n"
        "import logging; print(logging.getLogger('matplotlib.font_manager').level)"
    )
    assert _asked(code, HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path), MPLCONFIGDIR=str(tmp_path)) == "0"


def test_importing_the_preload_module_elsewhere_does_nothing():
    code = (
        "import signal, twoarm.publish.notebooks.preload\n"
        "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    )
    assert _asked(code) == "True"


def test_the_stock_kernel_is_selected_on_request(monkeypatch):
    monkeypatch.setenv("TWOARM_KERNELS", "stock")
    assert not use_forked_kernels()
    assert os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] == "local-provisioner"


def _nbval(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "small.ipynb"]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@needs_fork
def test_nbval_uses_forked_kernels_and_compares(tmp_path):
    conftest = "from twoarm.publish.notebooks.kernels import use_forked_kernels\nuse_forked_kernels()\n"
    (tmp_path / "conftest.py").write_text(conftest)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    shown = new_output("execute_result", {"text/plain": "True"}, execution_count=1)
    cell = new_code_cell(PRELOADED, outputs=[shown], execution_count=1)
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=[cell], metadata={"kernelspec": kernelspec}), tmp_path / "small.ipynb")
    assert "1 passed" in _nbval(tmp_path).stdout
    assert "1 failed" in _nbval(tmp_path, TWOARM_KERNELS="stock").stdout


@needs_fork
def test_the_server_starts_where_temporary_files_lie_too_deep_for_a_socket(tmp_path):
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    script = (
        "import tempfile; from twoarm.publish.notebooks import kernels\n"
        "kernels.use_forked_kernels(), kernels.warm_up(), print(tempfile.gettempdir())"
    )
    environment = os.environ | {"TMPDIR": str(deep)}
    environment.pop("TWOARM_KERNELS", None)
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, str(deep)), done.stderr
