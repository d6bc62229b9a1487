"""What a trace says: what a number is, by which method, of how many, with which interval, of whom, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from twoarm.present.about.methods_said import METHODS_SAID
from twoarm.present.wording import capital, level_text, significant
from twoarm.publish.traces.counted import A_COUNT
from twoarm.publish.traces.records import PUBLISHED_ROW, Fact, Record
from twoarm.publish.traces.stated import A_DEFINITION, A_PARAMETER, A_QUOTE, A_SIZE
from twoarm.study.opened import Study
from twoarm.tables.every import RUN_TABLES

_PUBLISHED = (
    "claims.csv",
    "context.csv",
    "pooled_power.csv",
    "questions.csv",
    "remarks.csv",
    "comparisons.csv",
)
_KINDS = {
    A_COUNT: "a count of rows",
    A_DEFINITION: "a definition of the study",
    A_PARAMETER: "a parameter of the run, no estimate",
    A_QUOTE: "a printed number",
    A_SIZE: "a number of patients",
}
_LABELLED = ("section", "variable", "visit", "arm", "analysis", "estimand", "role", "id", "name")
_DIGITS = 4


class Teller:
    """Says of a record what a reader asks of its numbers; it knows the labels of the study."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._variables = {v.name: v.label for v in study.dictionary}
        self._visits = {v.code: v.label for v in study.spec.visits}
        self._arms = {arm.level: arm.label for arm in study.arms if arm.label}

    def of_record(self, record: Record) -> list[tuple[str, str]]:
        """The lines of a record, each with its name, without those that it has nothing for."""
        lines = self._of_row(record) if record.kind == PUBLISHED_ROW else self._of_other(record)
        return [(name, text) for name, text in lines if text]

    def of_fact(self, fact: Fact) -> str:
        """What the number is in its record."""
        says = fact.says.replace("`", "").partition(";")[0]  # what follows there is for readers of the file
        words = [says or fact.column.replace("_", " "), fact.form]
        if fact.printed:
            words = [f"as it is written in “{fact.column}”"]
        return ", ".join(filter(None, words))

    def _of_row(self, record: Record) -> Iterator[tuple[str, str]]:
        yield "What", capital(", ".join(filter(None, self._what(record))))
        yield "Method", self._method(record)
        yield "Patients", self._patients(record)
        yield "Interval", _interval(record)
        yield "Of", self._cohort(record)
        yield "Place", self._place(record)

    def _of_other(self, record: Record) -> Iterator[tuple[str, str]]:
        yield "What", capital(_KINDS.get(record.kind, record.kind))
        yield "Of", self._cohort(record) if record.kind in (A_COUNT, A_SIZE) else ""
        yield "Place", self._place(record)

    def _what(self, record: Record) -> Iterator[str]:
        content = record.content
        yield content.get("estimand") or (
            content.get("statistic") or RUN_TABLES[record.file[:-4]].title
        ).replace("_", " ")
        yield self._variables.get(content.get("variable", ""), "")
        yield self._variables.get(content.get("characteristic", "") or content.get("other", ""), "")
        yield content.get("id") or content.get("claim") or content.get("outcome", "")
        yield content.get("level", "")
        yield self._visits.get(record.visit, "")
        yield self._arms.get(record.arm, "")

    def _method(self, record: Record) -> str:
        method = METHODS_SAID.get(record.method)
        if method:
            return method.words
        choices = ("test", "unit", "covariates", "weights", "outliers")
        if all(name in record.content for name in choices):
            return ", ".join(f"{name}: {record.content[name].replace('_', ' ')}" for name in choices)
        return record.content.get("method", "").replace("_", " ")

    def _patients(self, record: Record) -> str:
        content = record.content
        sizes = [content.get("n_treated", ""), content.get("n_control", "")]
        if any(sizes):
            named = zip(sizes, self._study.arms, strict=True)
            return ", ".join(f"{size} {arm.label}" for size, arm in named if size)
        return content.get("n", "")

    def _cohort(self, record: Record) -> str:
        if record.file in _PUBLISHED or self._study.spec.published:
            return "what was published"
        if self._study.notice:
            return "the simulated cohort"
        return "the study's own patients"

    def _place(self, record: Record) -> str:
        row = ", ".join(f"{name} {value}" for name, value in record.row.items())
        return f"{record.file}, {row}" if row else record.file


def _interval(record: Record) -> str:
    content = record.content
    low, high, level = (content.get(name, "") for name in ("low", "high", "conf_level"))
    if not (low and high and level):
        return ""
    ends = " to ".join(_short(end) for end in (low, high))
    return f"{ends}, {level_text(float(level))}"


def _short(text: str) -> str:
    try:
        return significant(float(text), _DIGITS)
    except (ValueError, OverflowError):
        return text
