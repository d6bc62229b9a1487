"""What a worker does: one run. It returns words and never raises, so that no log of a worker has a patient's value."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from twoarm.disk import disk_error
from twoarm.errors import TwoArmError
from twoarm.publish.sweeps.tasks import Task

BUG = 70


@dataclass(frozen=True)
class Outcome:
    """How a run ended: with exit code 0, or with the code and the words of what failed."""

    name: str
    called: str
    seconds: float
    code: int = 0
    words: str = ""


def perform(task: Task) -> Outcome:
    """Make a run; what computes is imported by the worker alone, once."""
    started = perf_counter()
    code, words = 0, ""
    try:
        from twoarm.publish.sweeps.run_of_task import make_run

        make_run(task)
    except TwoArmError as exc:
        code, words = exc.exit_code, str(exc)
    except Exception as exc:
        refused = disk_error(exc) if isinstance(exc, OSError) else None
        code = refused.exit_code if refused else BUG
        words = (
            str(refused) if refused else f"a bug of twoarm: {type(exc).__name__}"
        )  # its own words may hold values
    return Outcome(task.name, task.called, perf_counter() - started, code, words)
