"""Where the command begins: whoever asks it to end is answered before anything else is imported."""

from __future__ import annotations

from twoarm.interruption import Interrupted, answering


def main() -> int:
    """Run the command that was typed and return its exit code."""
    try:
        with answering():
            from twoarm.cli import main as run

            return run()
    except Interrupted as exc:
        return exc.code
