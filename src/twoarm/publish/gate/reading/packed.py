"""Files that pack others: PDF, Word and the texts of a picture."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

import numpy as np
import pypdfium2

from twoarm.publish.gate.reading.markup import read_xml
from twoarm.publish.gate.reading.passages import Reading

_STRING = re.compile(rb"\(((?:[^()\\]|\\.|\([^()]*\))*)\)|<([0-9A-Fa-f\s]{4,})>", re.DOTALL)
_ESCAPED = re.compile(rb"\\(\r?\n|[0-7]{1,3}|.)", re.DOTALL)
_POINT = re.compile(rb"^(-?[\d.]+) (-?[\d.]+) [ml]$", re.MULTILINE)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")


def read_pdf(content: bytes) -> Reading:
    """The text of each page by its lines, and what the file says beside it: properties, alternative texts, attachments."""
    reading = Reading()
    document = pypdfium2.PdfDocument(content)
    for page in document:
        text = page.get_textpage().get_text_bounded()
        for line in text.splitlines():
            reading.add(line)
        reading.raw += [text, re.sub(r"[\r\n\ufffe]+", "", text)]
    document.close()
    for stated, packed in _streams(content):
        if b"/Image" not in stated and b"/Length1" not in stated:  # a picture, a font
            _read_stream(stated, _inflated(packed), reading)
        for said in _strings(stated):
            reading.add(said)
    return reading


def _streams(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and the stream; what stands behind the last one comes with an empty one."""
    at = 0
    while (begin := content.find(b"stream", at)) >= 0:
        end = content.find(b"endstream", begin)
        end = len(content) if end < 0 else end
        yield content[at:begin], content[begin + 6 : end].lstrip(b"\r\n")
        at = end + 9
    yield content[at:], b""


def _read_stream(stated: bytes, stream: bytes, reading: Reading) -> None:
    if b"/ObjStm" in stated:
        for said in _strings(stream):
            reading.add(said)
    elif stream.lstrip()[:1] == b"<":
        reading.take(read_xml(stream))
    elif b"/EmbeddedFile" in stated:
        for line in stream.decode("utf-8", "ignore").splitlines():
            reading.add(line)
    elif points := _POINT.findall(stream):
        reading.drawings.append(np.array(points, float))


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return packed


def _strings(content: bytes) -> Iterator[str]:
    for literal, digits in _STRING.findall(content):
        held = (
            bytes.fromhex(digits.decode())
            if digits and len(digits) % 2 == 0
            else _ESCAPED.sub(_byte, literal)
        )
        yield (
            held.decode("utf-16", "ignore")
            if held[:2] in (b"\xfe\xff", b"\xff\xfe")
            else held.decode("latin-1")
        )


def _byte(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code.isdigit():
        return bytes([int(code, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(code, b"" if code in (b"\n", b"\r\n") else code)


def parts_of(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files within a Word file, by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def read_picture(content: bytes) -> Reading:
    """What a PNG says beside its pixels, and what hangs on behind its end."""
    reading, at = Reading(), len(_SIGNATURE)
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        if at + length > len(content):  # no part of a picture, so that it may be anything
            break
        if kind in _TEXTS:
            _add_text(kind, content[at + 8 : at + 8 + length], reading)
        at += length + 12
        if kind == b"IEND":
            break
    reading.add(content[at:].decode("latin-1"))
    return reading


def _add_text(kind: bytes, chunk: bytes, reading: Reading) -> None:
    name, _, said = chunk.partition(b"\0")
    parts = (
        [said, _inflated(said[1:])]
        if kind != b"iTXt"
        else [said, _inflated(said.lstrip(b"\0\1").split(b"\0")[-1])]
    )
    for part in (name, *parts):
        for encoding in ("utf-8", "latin-1"):
            reading.add(part.decode(encoding, "ignore"))
