"""``twoarm build --watch``: what changes is built again, what is broken is told and waited on, Ctrl-C ends."""

from __future__ import annotations

import os
import signal

import pytest
from diff_study import write_diff_study
from watched_build import Watching

from twoarm.publish.watching.loop import watched


@pytest.fixture
def watching(tmp_path):
    write_diff_study(tmp_path / "study")
    spec = tmp_path / "study" / "study.yml"
    text = spec.read_text("utf-8")
    spec.write_text("title: [", "utf-8")
    found = Watching(tmp_path)
    found.wait_for("failed (3); watching for a change that mends it", 1)
    spec.write_text(text, "utf-8")
    yield found
    if found.process.poll() is None:
        os.killpg(found.process.pid, signal.SIGKILL)


def test_a_mistake_is_waited_on_and_what_changes_is_built(watching, tmp_path):
    watching.wait_for("watching for changes", 1)
    page = tmp_path / "_build" / "runs" / "default" / "html" / "index.html"
    assert "A small study" in page.read_text("utf-8")
    assert "".join(watching.said).count("changed: study.yml") == 1
    os.kill(watching.process.pid, signal.SIGINT)
    assert watching.process.wait(60) == 130
    assert "Interrupted" in "".join(watching.said) and "Traceback" not in "".join(watching.said)


def test_the_study_and_the_book_are_watched_and_nothing_that_is_built(monkeypatch, tmp_path):
    from places import ROOT

    monkeypatch.chdir(ROOT)
    names = [path.relative_to(ROOT).as_posix() for path in watched("data")]
    assert names == ["data", "notebooks", "book", "_toc.yml", "_config.yml"]
