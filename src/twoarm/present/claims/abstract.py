"""The abstract that a report quotes: where it was published, as far as that is known, and what of it was not read."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Text, as_markdown, paragraph, spoken
from twoarm.study.design.abstract_source import AbstractSource
from twoarm.study.opened import Study
from twoarm.study.published.argued import Unread

DOI_ADDRESS = "https://doi.org/"


def abstract_source(study: Study) -> Text | None:
    """Where the abstract of a study was published, as far as that is known, and the figures of it that were not read.

    Parameters
    ----------
    study : as `open_study` gives it; what is known of the source stands under ``abstract`` in its ``study.yml``.

    Returns
    -------
    Text or None
        None where the study has no ``abstract.md``.

    Examples
    --------
    >>> from twoarm import abstract_source, open_study
    >>> str(abstract_source(open_study("data")).markdown)
    'Its authors, journal and year are not known to this report.'
    """
    if not study.abstract:
        return None
    said = (source_sentences(study.spec.abstract), unread_sentences(study.unread))
    return spoken(Markdown("\n\n".join(filter(None, said))))


def unread_sentences(unread: Sequence[Unread]) -> Markdown:
    """The figures that entered no claim of the audit, each with its sentence; empty where all did."""
    if not unread:
        return Markdown("")
    figures = w.counted(sum(len(entry.figures) for entry in unread), "figure")
    verb = "is" if sum(len(entry.figures) for entry in unread) == 1 else "are"
    head = as_markdown(f"{w.capital(figures)} of the abstract {verb} in no claim of this audit:")
    rows = (as_markdown(f"{w.joined(list(entry.figures))} in “{entry.quote}”") for entry in unread)
    return Markdown("\n".join([f"{head}\n", *(f"- {row}" for row in rows)]))


def source_sentences(source: AbstractSource) -> Markdown:
    """Where it was published, and what of that is not known here."""
    where = ", ".join(filter(None, (source.journal, str(source.year or ""))))
    printed = [w.ended(part) for part in (source.authors, where) if part]
    lead = "Published as:" if printed or source.doi else ""
    registered = f"The study was registered: {w.ended(source.registration)}" if source.registration else ""
    return paragraph(lead, *printed, _doi(source.doi), registered, _unknown(source))


def _doi(doi: str) -> Markdown:
    if not doi:
        return Markdown("")
    return Markdown(f"[doi:{as_markdown(doi)}](<{DOI_ADDRESS}{quote(doi, safe='/.:;()-_')}>).")


def _unknown(source: AbstractSource) -> str:
    """A DOI is missed where the rest is known: without the rest it goes without saying."""
    known = {"authors": source.authors, "journal": source.journal, "year": source.year}
    absent = [name for name, said in known.items() if not said]
    absent += ["DOI"] if len(absent) < len(known) and not source.doi else []
    verb = "is" if absent in (["journal"], ["year"], ["DOI"]) else "are"
    return f"Its {w.joined(absent)} {verb} not known to this report." if absent else ""
