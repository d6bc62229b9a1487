"""What the files of a study hold, as one digest: the same bytes are the same study, wherever its folder lies."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from twoarm.study.files.regular_files import STUDY_FILES


def content_of(folder: Path) -> str:
    """A digest of the names and bytes of a study's files; of files that are regular, see `irregular_files`."""
    found = blake2b(digest_size=20)
    for name in STUDY_FILES:
        if (path := folder / name).is_file():
            of_file = blake2b(path.read_bytes(), digest_size=20)
            found.update(name.encode() + b"\0" + of_file.digest())
    return found.hexdigest()
