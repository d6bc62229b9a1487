"""The whole reports that tests read: each is built once a session, in a copy of the checkout of its own, and only read.

A report takes half a minute. A test reads one of these with the fixture ``report``, as in ``report("strict").folder``; one
that needs another adds a row here and says why none of the others would do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from abstract_studies import write_abstract, write_abstract_in_context
from diff_study import write_diff_study
from edited_studies import (
    as_private,
    exchanged,
    extended,
    gbsg2,
    otherwise_analysed,
    shipped,
    write_gbsg2,
)
from every_kind import write_every_kind
from hostile_study import write_hostile
from real_tables import REAL, draft
from sections_study import write_sections
from shared_cohorts import write_licorice
from wrist_study import write_wrist

from twoarm.study.disclosure.policy import PROFILES

ALL = "html,pdf,docx,jats"


@dataclass(frozen=True)
class Run:
    """What is built, and why.

    `study` is called with the copy of the checkout, which it may edit, and with a folder outside of it; it returns the
    study's folder. Runs of one `book` stand in one copy, where the command finds them by their names.
    """

    why: str
    study: Callable[[Path, Path], Path]
    formats: str = "html"
    arguments: tuple[str, ...] = ()
    name: str = "default"
    book: str = ""


def outside(write: Callable[[Path], Path]) -> Callable[[Path, Path], Path]:
    """A study of real patients, which may not stand in a checkout, or one that has nothing to do with it."""
    return lambda book, folder: write(folder)


def private(write: Callable[[Path], Path], profile: str) -> Callable[[Path, Path], Path]:
    """A real cohort as a hospital would have it: outside of the checkout, not public, under a policy."""
    return outside(lambda folder: as_private(write(folder), profile))


def compared(name: str, first: int = 44, alpha: str = "0.05") -> Run:
    why = (
        "a small real study whose runs are compared by their names, with results that a reader can go through"
    )
    write = partial(write_diff_study, first=first)
    return Run(why, outside(write), arguments=("-p", "alpha", alpha), name=name, book="compared")


PRIVATE = {
    "gbsg2": (write_gbsg2, "times to an event of many patients"),
    "licorice": (write_licorice, "outcomes with many levels that few patients have"),
}
RUNS = {
    "shipped": Run("what the checkout holds, as a reader meets it in every format", shipped, ALL),
    "gbsg2": Run("a real and open cohort without visits; its documents are read too", gbsg2, ALL),
    "licorice": Run(
        "a real cohort without a visit before treatment, all ordinal; its documents are read too",
        outside(write_licorice),
        ALL,
    ),
    "wrist": Run(
        "a simulated cohort with other names for everything; its documents carry the mark",
        outside(write_wrist),
        ALL,
    ),
    "sections": Run(
        "sections that the study names, without a notebook of their own; its documents are read too",
        outside(write_sections),
        ALL,
    ),
    "abstract": Run(
        "an abstract without any cohort, the least that is one; its documents are read too",
        outside(write_abstract),
        ALL,
        book="abstracts",
    ),
    "abstract-in-context": Run(
        "another one with all that it may have beside; compared with the first by name",
        outside(write_abstract_in_context),
        ALL,
        name="in-context",
        book="abstracts",
    ),
    "every-kind": Run(
        "every kind of claim, and statements about P that cannot be; its documents and tables are read",
        outside(write_every_kind),
        ALL,
    ),
    "hostile": Run(
        "a text in every field that would do harm where it was let; read in a browser, in its documents and tables",
        outside(write_hostile),
        ALL,
    ),
    "strict": Run(
        "only the level differs from the shipped run",
        shipped,
        arguments=("-p", "alpha", "0.001"),
        name="strict",
    ),
    "exchanged": Run(
        "study.yml edited, so that words turn; intervals have a level of their own, which alpha does not follow",
        exchanged,
        arguments=("-p", "conf_level", "0.99"),
        name="exchanged",
    ),
    "extended": Run(
        "one value, outcome, section, chapter and method more than shipped; the chapters are looked for in the PDF",
        extended,
        "html,pdf",
    ),
    "another-primary": Run(
        "a primary method more, on a scale more: an entry, a function and a row reach every chapter",
        otherwise_analysed,
    ),
    "usual": compared("usual"),
    "stricter": compared("stricter", alpha="0.01"),
    "other-data": compared("other-data", first=41),
    **{
        f"drafted-{name}": Run(f"drafted from a plain table: {real.why}", outside(partial(draft, name)))
        for name, real in REAL.items()
    },
    **{
        f"{name}-{profile}": Run(f"{why}, as if private under {profile}", private(write, profile), ALL)
        for name, (write, why) in PRIVATE.items()
        for profile in PROFILES
    },
}
