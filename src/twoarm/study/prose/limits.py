"""How long each text of a study may be: one table, which the check, its messages and the documentation read."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.study.labels import unseen

_UNSEEN = "a control or invisible character"


@dataclass(frozen=True)
class Limit:
    """What one text of a study may be.

    Attributes
    ----------
    file, field : where it stands; `field` is empty where it is the whole file.
    characters, lines : the most that it may have, without blanks around it.
    about : what it is, in the words of the documentation.
    markdown : whether a page shows it as Markdown; every other text is shown as it is written.
    shown : whether a page shows it at all.
    """

    file: str
    field: str
    characters: int
    lines: int
    about: str
    markdown: bool = False
    shown: bool = True


LIMITS = (
    Limit("study.yml", "title", 300, 1, "the title of the report"),
    Limit("study.yml", "subtitle", 300, 1, "a second line beneath it"),
    Limit("study.yml", "question", 2000, 40, "what the study asks"),
    Limit("study.yml", "source", 2000, 40, "where the data come from, or how something is known"),
    Limit("study.yml", "licence", 2000, 40, "under which terms they may be used"),
    Limit("study.yml", "design", 4000, 80, "each fact of the design, ethics and funding among them"),
    Limit("study.yml", "estimand", 1000, 20, "each attribute of the estimand"),
    Limit("study.yml", "event", 300, 1, "what may happen after treatment"),
    Limit("study.yml", "authors", 200, 1, "each author of the report"),
    Limit("study.yml", "repository", 300, 1, "where code and data are"),
    Limit("study.yml", "abstract", 1000, 1, "each fact of where the abstract was published"),
    Limit("study.yml", "generator", 300, 1, "what a simulated cohort was made from"),
    Limit("study.yml", "opening", 4000, 80, "what a section opens with", markdown=True),
    Limit("study.yml", "name", 200, 1, "the name of an analysis set, or of what nobody measured"),
    Limit("study.yml", "definition", 2000, 40, "who is in it, and in which arm"),
    Limit("dictionary.csv", "note", 2000, 1, "a remark for the reader"),
    Limit("dictionary.csv", "source", 1000, 1, "where the values come from"),
    Limit("dictionary.csv", "mcid_source", 1000, 1, "who found that difference important"),
    Limit("dictionary.csv", "margin_source", 1000, 1, "who states that margin"),
    Limit("dictionary.csv", "tau_source", 1000, 1, "who set the horizon"),
    Limit("dictionary.csv", "mdc_source", 1000, 1, "who measured the error of measurement"),
    Limit("dictionary.csv", "estimand", 300, 1, "what is compared, in words"),
    Limit("claims.yml", "id", 40, 1, "the name of a claim"),
    Limit("claims.yml", "part", 300, 1, "which part of the quote is meant"),
    Limit("claims.yml", "quote", 4000, 80, "each piece of a quote"),
    Limit("claims.yml", "complete", 300, 1, "the words that mean all"),
    Limit("claims.yml", "unit", 80, 1, "what is counted or measured"),
    Limit("claims.yml", "margin_source", 1000, 20, "who states a margin"),
    Limit("claims.yml", "reason", 4000, 80, "the reason for a judgement"),
    Limit("claims.yml", "signed", 200, 1, "who judged"),
    Limit("claims.yml", "item", 300, 1, "what is not reported"),
    Limit("claims.yml", "why", 2000, 40, "why a reader looks for it"),
    Limit("claims.yml", "absent", 300, 1, "each of the words that do not stand in the abstract"),
    Limit("evidence.csv", "citation", 2000, 1, "the full reference of an estimate"),
    Limit(
        "abstract.md", "", 100_000, 2000, "the abstract; what nobody sees of it no page shows", shown=False
    ),
    Limit("commentary.md", "", 20_000, 400, "the text under each heading", markdown=True),
)
_BY_PLACE = {(limit.file, limit.field): limit for limit in LIMITS}


def limit_of(file: str, field: str = "") -> Limit:
    """The limit of a field; KeyError for a field that is no text of this table."""
    return _BY_PLACE[file, field]


def fields_of(file: str) -> list[str]:
    """The fields of a file that have a limit."""
    return [limit.field for limit in LIMITS if limit.file == file]


def length_rules(text: str, limit: Limit) -> list[str]:
    """The rules of length and lines that a text breaks, and whether a character of it cannot be seen.

    Examples
    --------
    >>> length_rules("two\\nlines", limit_of("study.yml", "title"))
    ['2 lines; at most 1 is allowed here']
    """
    text = text.strip()
    size, lines = len(text), text.count("\n") + 1
    rules = [f"{size} characters; at most {limit.characters} are allowed here"] * (size > limit.characters)
    allowed = "1 is" if limit.lines == 1 else f"{limit.lines} are"
    rules += [f"{lines} lines; at most {allowed} allowed here"] * (lines > limit.lines)
    return rules + [_UNSEEN] * (limit.shown and unseen(text))
