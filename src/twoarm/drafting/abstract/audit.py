"""``twoarm audit``: a study folder drafted from an abstract alone, written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shlex import quote

from twoarm.drafting.abstract.drafted_study import AbstractDraft, draft_abstract
from twoarm.drafting.abstract.source import STDIN, Source, read_source
from twoarm.drafting.abstract.written.files import texts_of
from twoarm.drafting.abstract.written.told import told
from twoarm.drafting.init import free_folder, slug
from twoarm.drafting.written.folder import write_study
from twoarm.errors import InputError
from twoarm.study.opened import read_study

_TITLED = 300  # characters of a title, as study.yml allows


def audit_abstract(
    file: str,
    to: str = "",
    title: str = "",
    treated: str = "",
    confirmed: bool = False,
    ask: Callable[[str], str] | None = None,
) -> tuple[Path, str]:
    """Draft the study of an abstract and say what was read of it, and what was not.

    Parameters
    ----------
    file : path of a plain text or of Markdown; ``-`` for the standard input.
    to : the new folder; empty for FILE's name with -study, beside FILE.
    title : of the report; empty for the abstract's own.
    treated : the label of the treated arm; empty where nobody said.
    confirmed : whether the guesses are taken as confirmed, unseen.
    ask : asks a person; None where there is nobody to be asked.

    Returns
    -------
    The new folder; then what was read, every sentence with a figure that was not, and the next command.

    Raises
    ------
    ParameterError, InputError, DisclosureError
        Before anything is written.
    """
    source = read_source(file)
    folder = free_folder(Path("abstract.txt") if file == STDIN else Path(file).expanduser(), to)
    draft = draft_abstract(source, treated)
    if not treated and ask is not None:
        draft = _asked(draft, source, ask)
    called = (
        title or source.title[:_TITLED] or folder.name.removesuffix("-study").replace("-", " ").capitalize()
    )
    write_study(
        folder,
        lambda done: texts_of(draft, called, done),
        lambda aside: _prove(aside, folder.name),
        confirmed,
    )
    return folder, f"{told(draft, called)}\n\n{_next(folder, confirmed, draft)}"


def _asked(draft: AbstractDraft, source: Source, ask: Callable[[str], str]) -> AbstractDraft:
    """The draft with the arm that a person names as the treated one; an empty answer leaves the guess."""
    arms = draft.arms
    answer = ask(
        f"Which arm is the treated one, {arms.first.label} or {arms.second.label}? [{arms.treated.label}] "
    ).strip()
    return draft_abstract(source, answer) if answer else draft


def _prove(folder: Path, name: str) -> None:
    """What is written passes the check; else the text is refused with what the check says."""
    try:
        read_study(folder, shown_as=name)
    except InputError as exc:
        raise InputError("No audit can be made of the text as it stands", exc.problems, exc.todo) from None


def _next(folder: Path, confirmed: bool, draft: AbstractDraft) -> str:
    place = quote(str(folder))
    if confirmed:
        return f"wrote {folder.name}/. To build it again: twoarm build {place} --run {slug(folder.name)}"
    count = len(draft.to_confirm)
    return (
        f"wrote {folder.name}/, with {count} guesses marked 'to confirm'. Look at claims.yml and study.yml, then:\n"
        f"  twoarm audit --confirm {place}"
    )
