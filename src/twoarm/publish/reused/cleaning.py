"""The folder of computed values removed: nothing is lost but the time that it saves."""

from __future__ import annotations

import shutil
from pathlib import Path

from twoarm.computed.values import VALUES_FOLDER
from twoarm.disk import disk_error
from twoarm.publish.output import find_output


def clean(output: Path | None = None) -> str:
    """Remove what earlier runs have computed and say so; published runs stay.

    Parameters
    ----------
    output : the folder in which ``_build`` stands, see `twoarm.publish.output.find_output`.

    Raises
    ------
    DiskError
        It cannot be removed.
    """
    out = find_output(output)
    folder = out / VALUES_FOLDER if out else None
    if folder is None or folder.is_symlink() or not folder.is_dir():
        return "nothing that was computed is kept here"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    try:
        shutil.rmtree(folder)
    except OSError as exc:
        raise disk_error(exc) or exc from None
    return f"removed {folder} ({size / 1e6:.1f} MB); published runs stay"
