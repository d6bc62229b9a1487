"""The files of a drafted study, with or without the marks of what was guessed."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.drafted_study import AbstractDraft
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.written.provenance import provenance
from twoarm.drafting.written.marks import COMMENT
from twoarm.study.labels import label_problem

_BARE = re.compile(
    r"(?!(?:null|true|false|yes|no|on|off|y|n)\Z)[A-Za-z][A-Za-z0-9_]*", re.IGNORECASE
)  # words that YAML reads as words
_HEAD = """\
# The published claims of abstract.md, one by one, as twoarm audit read them. A quote is word for word; verdicts are
# computed, never written here. docs/claims.md explains the kinds.
"""


def texts_of(draft: AbstractDraft, title: str, confirmed: bool) -> dict[str, str]:
    """The text of each file, by its name."""
    return {
        "abstract.md": _abstract(draft),
        "claims.yml": _claims(draft, confirmed),
        "study.yml": _study(draft, title, confirmed),
    }


def _abstract(draft: AbstractDraft) -> str:
    """The abstract as a quotation; its title is a part of it."""
    head = "# The published abstract, quoted word for word: its authors' text"
    quoted = "\n".join(f"> {line}".rstrip() for line in draft.source.quotable.split("\n"))
    return f"{head}\n\n{quoted}\n"


def _study(draft: AbstractDraft, title: str, confirmed: bool) -> str:
    lines = [f"title: {quoted(title)}", "data_kind: published", "arms:"]
    lines += [
        f"  {side}: {_arm(arm)}"
        for side, arm in (("treated", draft.arms.treated), ("control", draft.arms.control))
    ]
    lines += [f"randomised: {draft.randomised}"]
    if known := provenance(draft.source.quotable):
        lines += ["abstract:", *(f"  {key}: {quoted(value)}" for key, value in known.items())]
    lines += ["pages: [book/glossary, book/references]"]
    if not confirmed:
        lines += ["to_confirm:", *(f"  - {quoted(text)}" for text in draft.to_confirm)]
    return "\n".join(lines) + "\n"


def _arm(arm: Arm) -> str:
    label = (
        arm.label
        if not label_problem(arm.label)
        else "".join(c for c in arm.label if c.isalnum() or c == " ").strip() or "arm"
    )
    name = f", name: {quoted(arm.name)}" if arm.name and not label_problem(arm.name) else ""
    return f"{{label: {quoted(label)}{name}}}"


def _claims(draft: AbstractDraft, confirmed: bool) -> str:
    blocks = [
        _HEAD + f"# Treated is {draft.arms.treated.label} ({draft.arms.treated.n}), control is"
        f" {draft.arms.control.label} ({draft.arms.control.n})."
    ]
    if draft.questions:
        blocks.append("questions:\n" + "\n".join(_entry(question) for question in draft.questions))
    blocks.append("claims:\n" + "\n\n".join(_with_quotes(draft.claims, confirmed)))
    for key, entries in (("reported", draft.reported), ("not_reported", draft.not_reported)):
        if entries:
            blocks.append(f"{key}:\n" + "\n".join(_entry(entry) for entry in entries))
    if draft.unread:
        rows = ({"quote": left.quote, "figures": list(left.figures)} for left in draft.unread)
        blocks.append(
            "# Figures that entered no claim: each is for a person to read.\nunread:\n"
            + "\n".join(map(_entry, rows))
        )
    return "\n\n".join(blocks) + "\n"


def _with_quotes(claims: Iterable[Drafted], confirmed: bool) -> Iterator[str]:
    """Each claim; a quote that several have is written once and named by the others."""
    times = Counter(tuple(claim.quote) for claim in claims)
    anchors: dict[tuple[str, ...], str] = {}
    for claim in claims:
        entry, key = claim.as_entry(), tuple(claim.quote)
        written: str | None = None
        if times[key] > 1:
            written = (
                f"*{anchors[key]}"
                if key in anchors
                else f"&{anchors.setdefault(key, f's{len(anchors) + 1:02}')} {_value(list(key))}"
            )
        text = _entry(entry, {"quote": written} if written else {})
        yield text if confirmed else text + "".join(f"\n    {COMMENT}{guess}" for guess in claim.guesses)


def _entry(entry: dict[str, Any], instead: dict[str, str] | None = None) -> str:
    """One entry of a list, a key to a line."""
    rows = [f"{key}: {(instead or {}).get(key) or _value(value)}" for key, value in entry.items()]
    return textwrap.indent("\n".join(rows), "    ").replace("    ", "  - ", 1)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return quoted(value) if isinstance(value, str) and not _BARE.fullmatch(value) else f"{value}"


def quoted(text: str) -> str:
    """A string as YAML reads it, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)
