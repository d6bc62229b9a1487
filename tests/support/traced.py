"""The traces of a run read back, and held against the tables and files that they name."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reading import excludes_none, numbers, rows

from twoarm.study.opened import Study
from twoarm.tables.every import RUN_TABLES

WRITTEN = "as it is written"
FORMS = {
    "": lambda v: (v,),
    "in percent": lambda v: (100 * v,),
    "without its sign": lambda v: (abs(v),),
    "in percent, without its sign": lambda v: (abs(100 * v),),
    "one patient in so many": lambda v: (abs(1 / v),),
    "one minus it": lambda v: (1 - v,),
    "the smallest P that so many draws allow": lambda v: (2 / (v + 1),),
}


@dataclass(frozen=True)
class Traced:
    """One shown number, the words around it, and where its traces say that it comes from."""

    page: str
    says: str
    about: str
    shown: str
    sources: tuple[tuple[dict, dict], ...]  # (record, kind of number)

    def __repr__(self) -> str:
        places = [f"{r['file']} {' '.join(r['row'].values())} {k['column']}" for r, k in self.sources]
        return f"{self.page}: {self.shown} in {self.says[:90]!r}: {places}"


def read_traces(run: Path) -> list[Traced]:
    told = json.loads((run / "html" / "trace.json").read_text("utf-8"))

    def source(code: str) -> tuple[dict, dict]:
        record, kind = code.split(".")
        return told["records"][record], told["numbers"][kind]

    return [
        Traced(page, block["says"], block["about"], n["shown"], tuple(map(source, n["from"])))
        for page, blocks in told["pages"].items()
        for block in blocks
        for n in block["numbers"]
    ]


class Sources:
    """The tables of a run and the files of its study, asked whether a number stands where a trace says."""

    def __init__(self, run: Path, folder: Path, study: Study) -> None:
        self.run, self.folder, self.study = run, folder, study
        self.tables = {t.file: rows(run / t.file) for t in RUN_TABLES.values() if (run / t.file).exists()}

    def wrong(self, found: list[Traced]) -> list[Traced]:
        """Those of which some source does not show the number."""
        return [one for one in found if not all(self.shows(one, *source) for source in one.sources)]

    def shows(self, one: Traced, record: dict, kind: dict) -> bool:
        if record["file"] == "the tables of this chapter":
            return all(name in self.tables for name in record["row"]["tables"].split(", "))
        if "count of" in record["row"]:
            return float(one.shown) == self.count(record)
        texts = list(self.texts(record, kind["column"]))
        if kind["form"] == WRITTEN:
            return any(_stands_in(one.shown, text) for text in texts)
        return any(
            self._agrees(one, value, record, kind) for value in map(_number, texts) if value is not None
        )

    def _agrees(self, one: Traced, value: float, record: dict, kind: dict) -> bool:
        (number,) = numbers(one.shown)
        if kind["form"] == "less or more what is near enough":
            (row,) = self.rows(record)[:1]
            within, factor = float(row["within"]), 100 if row["quantity"] == "share" else 1
            values = [factor * end for end in (value - within, value + within)] + [0.0]
        else:
            values = FORMS[kind["form"]](value)
        at = one.says.find(one.shown)
        bound = one.says[:at].rstrip()[-1:]
        beyond = [v for v in values if (v < number.value if bound == "<" else v > number.value)]
        return any(number.is_a_rounding_of(v) for v in values) or (bound in ("<", ">") and bool(beyond))

    def rows(self, record: dict) -> list[dict[str, str]]:
        """The rows of a published table that have the keys of a record."""
        return [r for r in self.tables[record["file"]] if all(r[k] == v for k, v in record["row"].items())]

    def texts(self, record: dict, column: str) -> Iterator[str]:
        file, row = record["file"], record["row"]
        if file in self.tables:
            yield from (r[column] for r in self.rows(record))
        elif file == "parameters":
            yield from (
                str(v)
                for v in (*self.study.parameters.model_dump().values(), self.study.parameters.level, 0.3)
            )
        elif file == "the cohort":
            sizes = {arm.label: self.study.size(arm.level) for arm in self.study.arms}
            yield str(sizes.get(row.get("arm"), self.study.told_n))
        elif file == "checklist":
            yield row["item"]
        elif file.endswith(".csv"):
            lines = rows(self.folder / file)
            yield from (" ".join(r.values()) for r in lines if all(r.get(k) == v for k, v in row.items()))
            yield from (v for r in lines if all(r.get(k) == v2 for k, v2 in row.items()) for v in r.values())
        else:
            text = (self.folder / file).read_text("utf-8")
            yield text
            yield from re.findall(r"\d+(?:\.\d+)?", text)

    def count(self, record: dict) -> int:
        """The rows, or what is different in them, that have what a record says, counted here."""
        where = dict(record["row"])
        what = where.pop("count of")
        found = self.headlines if where.pop("rows", "") == "main results" else self.tables[record["file"]]
        for name, value in where.items():
            found = [row for row in found if self._property(row, name) == value]
        if what == "rows":
            return len(found)
        return len({row[what.removeprefix("different ")] for row in found} - {""})

    def _property(self, row: dict[str, str], name: str) -> str:
        if name == "its interval":
            known = row["low"] and row["high"]
            ratio = row | {"measure_unit": row.get("measure_unit", "")}
            return f"{'ex' if known and excludes_none(ratio) else 'in'}cludes no difference" if known else ""
        if name == "its P":
            below = row["p_value"] and float(row["p_value"]) < self.study.parameters.alpha
            return f"{'' if below else 'not '}below alpha" if row["p_value"] else ""
        if name == "p_adjusted":
            return "adjusted" if row[name] else ""
        if name == "estimate":
            return "estimated" if row[name] else "not estimated"
        return row[name]

    @cached_property
    def headlines(self) -> list[dict[str, str]]:
        """Of each outcome the primary contrast at its latest visit."""
        contrasts = [r for r in self.tables["results.csv"] if r["role"] == "primary" and not r["arm"]]
        return list({r["variable"]: r for r in contrasts if r["section"] != "baseline"}.values())


def traced_counts(found: list[Traced]) -> dict[str, Counter[str]]:
    """How often each number is traced, by page."""
    counted: dict[str, Counter[str]] = {}
    for one in found:
        counted.setdefault(Path(one.page).stem, Counter())[one.shown] += 1
    return counted


def moved(run: Path, table: str, column: str) -> None:
    """Put each value of a column into the row below it, in a copy of a run."""
    found = rows(run / table)
    values = [row[column] for row in found]
    for row, value in zip(found, values[-1:] + values[:-1], strict=True):
        row[column] = value
    with (run / table).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def _stands_in(shown: str, text: str) -> bool:
    return shown.lstrip("−-") in text


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
