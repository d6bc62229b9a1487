"""What a run is doing: live lines on a terminal, one line per finished stage elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from rich.console import Console
from rich.progress import Progress as Display
from rich.progress import SpinnerColumn, TextColumn


@dataclass
class Step:
    """One step in work; set `failed` where it ends badly without an exception, `seconds` where it was done elsewhere."""

    failed: bool = False
    seconds: float | None = None


class Progress:
    """Tells which stage and which part of it is running, and how long each took; safe in several threads."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._parts: dict[str, int] = {}
        self._counting = threading.Lock()
        columns = (SpinnerColumn(finished_text=" "), TextColumn("{task.description}", markup=False))
        self._display = Display(*columns, console=console, disable=not console.is_terminal)

    @classmethod
    @contextmanager
    def open(cls, console: Console | None = None) -> Generator[Progress]:
        """Show progress for the length of a run; the last line tells the total."""
        progress = cls(console or Console(highlight=False))
        start = perf_counter()
        ending = "stopped after"
        try:
            with progress._display:
                yield progress
            ending = "total"
        finally:
            progress._say(f"{ending} {perf_counter() - start:.1f} s")

    @contextmanager
    def step(self, stage: str, part: str = "") -> Generator[Step]:
        """Show a stage, or one part of it, while it runs; a part that has finished is counted in its stage's line."""
        step, start = Step(), perf_counter()
        task = self._display.add_task(f"  {stage} {part}".rstrip() if part else stage, total=1)
        ending = "failed after"
        try:
            yield step
            ending = "failed after" if step.failed else "done in"
        finally:
            seconds = perf_counter() - start if step.seconds is None else step.seconds
            line = f"{self._title(stage, part)} {ending} {seconds:.1f} s"
            self._display.update(task, completed=1, description=line)
            if not part and not self._console.is_terminal:
                self._say(line)

    def note(self, line: str) -> None:
        """Say something that is no step; nothing where the line is empty."""
        if line:
            self._say(line)

    def _title(self, stage: str, part: str) -> str:
        with self._counting:
            if part:
                self._parts[stage] = self._parts.get(stage, 0) + 1
                return f"  {stage} {part}"
            count = self._parts.pop(stage, 0)
        return f"{stage} ({count})" if count else stage

    def _say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False)
