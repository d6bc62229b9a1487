"""The traces beside the site and in its pages: which number of which block comes from where."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from twoarm.publish.traces.binding import Binder, Bound
from twoarm.publish.traces.blocks import Block, blocks_of
from twoarm.publish.traces.counted import counted_records
from twoarm.publish.traces.records import Fact, Record, published_records
from twoarm.publish.traces.stated import stated_records
from twoarm.publish.traces.told import Teller
from twoarm.study.opened import Study
from twoarm.tables.every import RUN_TABLES

TRACES = "trace.json"
ATTRIBUTE = "data-trace"
_SCRIPTS = Path("_static", "traces")
_VARIABLE = "window.twoarmTraces"
_HEAD = "</head>"
_NONE = "-"
WRITTEN = "as it is written"  # form of a number of somebody's words
Own = frozenset[tuple[str, ...]]


def write_traces(html: Path, study: Study, records: Path) -> None:
    """Write ``trace.json`` into the website, a script of data for each page with numbers, and its marks into the page.

    Parameters
    ----------
    html : the website, in the folder of a run whose tables are written: they are all that is known of the patients here.
    study : whose pages they are. records : what the notebooks handed over, one file for each.
    """
    published = list(published_records(html.parent, study.spec.arms.column))
    counted = counted_records(published, study.parameters.alpha)
    book = _Book(study, [*published, *stated_records(study), *counted])
    for page in sorted(html.rglob("*.html")):
        record = _record_of(page, html, records)
        own = _handed_over(record)
        tables = {name for kind, name, *_ in own if kind == "file"} or {r.file for r in published}
        book.write(html, page, own, tables if record.is_file() else ())
    told = json.dumps(book.told(), ensure_ascii=False, indent=0)
    (html / TRACES).write_text(told + "\n", encoding="utf-8")


def _record_of(page: Path, html: Path, records: Path) -> Path:
    """What the notebook of a page handed over; the front page is that of the first one."""
    first = next(iter(sorted(records.glob("*.json"))), records)
    return first if page == html / "index.html" else records / f"{page.stem}.json"


def _handed_over(record: Path) -> Own:
    """The names of the rows that a notebook handed over, and its sections; empty for a page of no notebook."""
    if not record.is_file():
        return frozenset()
    found: set[tuple[str, ...]] = set()
    for name, rows in json.loads(record.read_text("utf-8")).items():
        if name in RUN_TABLES:
            table = RUN_TABLES[name]
            found.add(("file", table.file))
            for row in rows:
                found.add(
                    (table.file, *(str(row[key]) for key in table.keys if row.get(key) not in (None, "")))
                )
                found.add(("section", str(row.get("section") or "")))
    return frozenset(found)


class _Book:
    """The traces of all pages, with a code of letters for each record and each kind of number."""

    def __init__(self, study: Study, records: list[Record]) -> None:
        self._binder, self._teller = Binder(study, records), Teller(study)
        self._codes: dict[int, tuple[str, Record]] = {}
        self._kinds: dict[tuple[str, str, str], str] = {}
        self._pages: dict[str, list[dict[str, Any]]] = {}

    def told(self) -> dict[str, Any]:
        """Everything, as ``trace.json`` has it."""
        records = {code: self._record(record) for code, record in self._codes.values()}
        numbers = {
            code: {"column": column, "form": form, "says": says}
            for (column, form, says), code in self._kinds.items()
        }
        return {"records": records, "numbers": numbers, "pages": self._pages}

    def write(self, html: Path, page: Path, own: Own, tables: Iterable[str]) -> None:
        """Bind the numbers of a page, mark its blocks and put its script beside it."""
        text = page.read_text("utf-8")
        blocks = blocks_of(text)
        bound = zip(blocks, self._binder.bind(blocks, own, tables), strict=True)
        marked = [(block, [self._token(one) for one in found]) for block, found in bound]
        marked = [(block, tokens) for block, tokens in marked if any(t != _NONE for t in tokens)]
        if not marked:
            return
        name = page.relative_to(html).as_posix()
        self._pages[name] = [_listed(block, tokens) for block, tokens in marked]
        script = _SCRIPTS / f"{name.removesuffix('.html').replace('/', '-')}.js"
        root = "../" * name.count("/")
        page.write_text(_with_marks(text, marked, f"{root}{script.as_posix()}"), encoding="utf-8")
        (html / script).parent.mkdir(parents=True, exist_ok=True)
        (html / script).write_text(f"{_VARIABLE} = {self._data(marked)};\n", encoding="utf-8")

    def _token(self, bound: Bound) -> str:
        return "|".join(f"{self._code(fact.record)}.{self._kind(fact)}" for fact in bound) or _NONE

    def _code(self, record: Record) -> str:
        return self._codes.setdefault(id(record), (_letters(len(self._codes)), record))[0]

    def _kind(self, fact: Fact) -> str:
        said = fact.column, WRITTEN if fact.printed else fact.form, self._teller.of_fact(fact)
        return self._kinds.setdefault(said, _letters(len(self._kinds)))

    def _data(self, marked: list[tuple[Block, list[str]]]) -> str:
        """The records and kinds of numbers of one page, each as one text of lines."""
        pairs = {part for _, tokens in marked for t in tokens if t != _NONE for part in t.split("|")}
        used, kinds = ({pair.split(".")[place] for pair in pairs} for place in (0, 1))
        told = {
            code: "\n".join(f"{name}: {text}" for name, text in self._teller.of_record(record))
            for code, record in self._codes.values()
            if code in used
        }
        numbers = {code: says for (_, _, says), code in self._kinds.items() if code in kinds}
        return json.dumps({"records": told, "numbers": numbers}, ensure_ascii=False, indent=0)

    def _record(self, record: Record) -> dict[str, Any]:
        return {"file": record.file, "row": dict(record.row), **dict(self._teller.of_record(record))}


def _listed(block: Block, tokens: list[str]) -> dict[str, Any]:
    """A block as ``trace.json`` tells it: what it says, and of each number where it comes from."""
    numbers = [
        {"shown": number.text, "from": token.split("|")}
        for number, token in zip(block.numbers, tokens, strict=True)
        if token != _NONE
    ]
    about = " / ".join(filter(None, (block.over, block.group, block.row, block.column)))
    return {"about": about, "says": " ".join(block.text.split()), "numbers": numbers}


def _with_marks(text: str, marked: list[tuple[Block, list[str]]], script: str) -> str:
    """The page with an attribute in each block, and with its script."""
    parts, done = [], 0
    for block, tokens in sorted(marked, key=lambda one: one[0].at):
        parts += [text[done : block.at], f' {ATTRIBUTE}="{" ".join(tokens)}"']
        done = block.at
    page = "".join([*parts, text[done:]])
    return page.replace(_HEAD, f'<script defer="defer" src="{script}"></script>\n  {_HEAD}', 1)


def _letters(number: int) -> str:
    """A code without digits, which nobody takes for a number: a, b, ..., z, ba, bb, ...

    Examples
    --------
    >>> _letters(0), _letters(25), _letters(26)
    ('a', 'z', 'ba')
    """
    rest, last = divmod(number, 26)
    return (_letters(rest) if rest else "") + chr(ord("a") + last)
