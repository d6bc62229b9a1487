"""A digest of what a computation is given: the same values are the same digest, in every process and on every day."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import Any

SIZE = 20  # bytes: so many that no two things have the same


def digest(*parts: Any) -> bytes:
    """The digest of some values: arrays, dataclasses of such values, and bytes, and what JSON can write.

    Raises
    ------
    TypeError
        For anything else: a digest of its name or its place would call different things the same.
    """
    found = blake2b(digest_size=SIZE)
    for part in parts:
        found.update(_of(part))
    return found.digest()


def _of(part: Any) -> bytes:
    if isinstance(part, bytes):
        return _hashed("bytes", len(part), part)
    if hasattr(part, "__array_interface__"):  # numpy is not imported for what has no array in it
        return _hashed("array", [str(part.dtype), part.shape], part.tobytes())
    if is_dataclass(part) and not isinstance(part, type):
        values = [(field.name, getattr(part, field.name)) for field in fields(part)]
        return _hashed(type(part).__qualname__, [name for name, _ in values], digest(*(v for _, v in values)))
    if isinstance(part, tuple | list):
        return _hashed("sequence", len(part), digest(*part))
    return _hashed(type(part).__name__, part)


def _hashed(kind: str, said: Any, body: Any = b"") -> bytes:
    # Each part has a length of its own, so that what ends one cannot begin the next.
    head = json.dumps([kind, said]).encode()
    return blake2b(head + b"\0" + blake2b(body, digest_size=SIZE).digest(), digest_size=SIZE).digest()
