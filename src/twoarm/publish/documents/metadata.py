"""What the documents say about themselves: one record for the title pages and for the metadata of all formats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True)
class Metadata:
    """The facts of a run that every document states.

    Attributes
    ----------
    title, subtitle : str
        Those of the study; `subtitle` may be empty.
    authors : tuple of str
        May be empty: nobody is invented.
    date : str
        ISO date, from the inputs and never from the clock; empty where they name none.
    run : str
        Name of the run.
    data_state : str
        Such as ``Simulated cohort``, ``Real cohort, public`` or ``Published abstract, without patients``.
    notice : str
        The line at the head of every page; empty for real data, which have none.
    version : str
        Version of the report.
    licence : str
        Text of the licence; may be empty.
    statements : tuple of str
        Sentences for the title page.
    language : str
        BCP 47 tag.
    """

    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    run: str
    data_state: str
    notice: str
    version: str
    licence: str = ""
    statements: tuple[str, ...] = ()
    language: str = "en"

    @property
    def moment(self) -> datetime:
        """The date as midnight UTC: the time stamp of every file; without a date the first one that a zip file knows."""
        day = date.fromisoformat(self.date) if self.date else date(1980, 1, 1)
        return datetime.combine(day, datetime.min.time(), tzinfo=UTC)

    @property
    def long_date(self) -> str:
        """The date as it is read, such as 22 November 2026; empty where there is none."""
        if not self.date:
            return ""
        return f"{self.moment.day} {self.moment:%B %Y}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Names and values for the title page; what is not known has no line."""
        pairs = [
            ("Data", self.data_state),
            ("Run", self.run),
            ("Date", self.long_date),
            ("Version", self.version),
            ("Licence", self.licence),
        ]
        return [(name, value) for name, value in pairs if value]

    @property
    def description(self) -> str:
        """One line for the properties of a file."""
        return self.notice or self.subtitle or self.title
