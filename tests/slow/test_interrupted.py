"""The signals that `make test` does not send to a build and a draft."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from interrupted import interrupt_a_build, interrupt_a_draft


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_build_leaves_the_earlier_report_and_no_process(number, shipped_run, fresh_book):
    interrupt_a_build(number, shipped_run, fresh_book())


def test_a_draft_leaves_nothing(tmp_path):
    interrupt_a_draft(signal.SIGINT, tmp_path)
