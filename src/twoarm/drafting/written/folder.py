"""A drafted study in a folder of its own, read back before it gets its name; nothing stays of one that failed."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from twoarm.disk import written_to


def write_study(
    folder: Path, texts: Callable[[bool], Mapping[str, str]], prove: Callable[[Path], None], confirmed: bool
) -> None:
    """Write the files of a study.

    Parameters
    ----------
    folder : a new or empty one.
    texts : the text of each file by its name, as confirmed or with the marks of what was guessed.
    prove : reads the confirmed study back, and raises what is wrong with it.
    confirmed : whether the marks are left out.
    """
    aside = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    with written_to(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.mkdir(mode=0o700)
            _write(aside, texts(True))
            prove(aside)
            if not confirmed:
                _write(aside, texts(False))
            aside.rename(folder)  # an empty folder gives way
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="")
