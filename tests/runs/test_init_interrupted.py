"""`twoarm init` interrupted while it writes: nothing of the study stays."""

from __future__ import annotations

import signal

from interrupted import interrupt_a_draft


def test_interrupted_it_leaves_nothing(tmp_path):
    """As a system asks; by the key in `tests/slow`."""
    interrupt_a_draft(signal.SIGTERM, tmp_path)
