"""What the generator of a simulated cohort recorded of the files that it wrote: ``simulated.sha256``."""

from __future__ import annotations

import re
from pathlib import Path

_FILE = "simulated.sha256"


def recorded_hashes(folder: Path) -> dict[str, str]:
    """File name to SHA-256; a line of another form is none."""
    found = (re.fullmatch(r"([0-9a-f]{64}) [ *](\S+)\s*", line) for line in _lines(folder))
    return {pair[2]: pair[1] for pair in found if pair}


def recorded_seed(folder: Path) -> int | None:
    """The seed that stands with them; None where there is none."""
    found = [re.fullmatch(r"# seed (\d{1,20})\s*", line) for line in _lines(folder)]
    return next((int(seed[1]) for seed in found if seed), None)


def _lines(folder: Path) -> list[str]:
    record = folder / _FILE
    return record.read_text("utf-8", errors="replace").splitlines() if record.exists() else []
