"""A zip file of fixed bytes: the same parts in the same order at the same moment."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime


def settle_zip(content: bytes, moment: datetime) -> bytes:
    """Return the archive with every part dated `moment`, its own order kept and nothing of the machine in it."""
    out = io.BytesIO()
    stamp = max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, stamp)
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o644 << 16,
                3,
            )
            new.writestr(entry, old.read(part.filename))
    return out.getvalue()
