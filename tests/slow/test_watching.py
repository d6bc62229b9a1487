"""``twoarm build --watch`` from one good report over a mistake to the next one, which takes two builds."""

from __future__ import annotations

import os
import signal

import pytest
from diff_study import write_diff_study
from watched_build import Watching


@pytest.fixture
def watching(tmp_path):
    write_diff_study(tmp_path / "study")
    found = Watching(tmp_path)
    yield found
    if found.process.poll() is None:
        os.killpg(found.process.pid, signal.SIGKILL)


def test_what_changes_is_built_again_and_a_mistake_is_waited_on(watching, tmp_path):
    spec = tmp_path / "study" / "study.yml"
    text = spec.read_text("utf-8")
    watching.wait_for("watching for changes", 1)
    spec.write_text("title: [", "utf-8")
    watching.wait_for("failed (3); watching for a change that mends it", 1)
    spec.write_text(text.replace("A small study", "A smaller study"), "utf-8")
    watching.wait_for("watching for changes", 2)
    page = tmp_path / "_build" / "runs" / "default" / "html" / "index.html"
    assert "A smaller study" in page.read_text("utf-8")
    assert "".join(watching.said).count("changed: study.yml") == 2
    os.kill(watching.process.pid, signal.SIGINT)
    assert watching.process.wait(60) == 130
    assert "Interrupted" in "".join(watching.said) and "Traceback" not in "".join(watching.said)
