"""The checklist of a study, filled from the study itself: each item, how far it is answered, and links to where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.about.checklists.consort import CONSORT
from twoarm.present.about.checklists.items import Checklist, Item
from twoarm.present.about.checklists.rules import Answer, State, has_baseline
from twoarm.present.about.checklists.strobe import STROBE
from twoarm.present.about.cohort import HOW_UNKNOWN
from twoarm.present.about.contents import page_title
from twoarm.present.outputs import Link, Markdown, Table, paragraph
from twoarm.study.chapters import Book, Page
from twoarm.study.design.allocation import Randomised
from twoarm.study.opened import Study
from twoarm.tables.about import CHECKLIST
from twoarm.tables.columns import Row, RowsByTable

# What a place is called, its label and the chapter that shows it; without a label the chapter itself, under its own title.
PLACES = {
    "front": ("", "", "findings"),
    "methods": ("", "", "methods"),
    "design": ("Design", "tab-design", "methods"),
    "flow": ("Flow of patients", "fig-flow", "methods"),
    "baseline": ("Patients before treatment", "tab-baseline", "methods"),
    "plan": ("Analysis plan", "tab-plan", "methods"),
    "statements": ("", "", "dictionary"),
    "dictionary": ("Data dictionary", "tab-dictionary", "dictionary"),
    "registry": ("", "", "dictionary"),
    "sensitivity": ("", "", "sensitivity"),
    "claims": ("", "", "published_claims"),
    "context": ("", "", "context"),
}
OF_SIMULATED = "Answers under Results refer to simulated patients: they show where a report would give them."
_BRIEF = {
    State.ANSWERED: "yes",
    State.PART: "in part",
    State.AUTHORS: "authors",
    State.NOT_APPLICABLE: "n/a",
}
_PHRASES = {
    State.ANSWERED: ("is answered here", "are answered here"),
    State.PART: ("is answered in part", "are answered in part"),
    State.AUTHORS: ("only the authors can answer", "only the authors can answer"),
    State.NOT_APPLICABLE: ("does not apply", "do not apply"),
}


def checklist_of(study: Study) -> Checklist:
    """That of randomised trials where the study is stated to be one, else that of cohort studies."""
    return CONSORT if study.spec.randomised.by_chance else STROBE


def checklist_table(study: Study) -> Table:
    """Every item of the checklist of the study's design; a link leads only to what this study's report has."""
    return _table(study, checklist_of(study))


def strobe_table(study: Study) -> Table:
    """The same by the checklist for cohort studies, whatever the design."""
    return _table(study, STROBE)


def checklist_sentence(study: Study) -> Markdown:
    """``What a report of a cohort study should say is listed by ... Of 34 items, 20 are answered here, ...``."""
    one = checklist_of(study)
    listed = Markdown(f"What a report of {one.of} should say: {one.statement}.")
    return paragraph(
        listed, _chosen_by(study), f"{_counts(study, one)} checklist.csv has the answers in words."
    )


def _chosen_by(study: Study) -> str:
    """That another list may be the right one, where the study does not state its design."""
    unknown = study.spec.randomised is Randomised.UNKNOWN
    return f"{HOW_UNKNOWN} A randomised trial has a list of its own." if unknown else ""


def _counts(study: Study, checklist: Checklist) -> str:
    counted = Counter(item.answer(study).state for item in checklist.items)
    parts = [f"{n} {_PHRASES[state][n > 1]}" for state in State if (n := counted[state])]
    return f"Of {w.counted(len(checklist.items), 'item')}, {w.joined(parts)}."


def _table(study: Study, checklist: Checklist) -> Table:
    chapters = _chapters(study)
    rows: list[list[str]] = []
    for heading, items in groupby(checklist.items, lambda item: item.part):
        rows.append([heading])
        for item in items:
            answer = item.answer(study)
            rows.append([item.number, item.topic, _BRIEF[answer.state], _where(study, answer, chapters)])
    head = [["Item", "Topic", "Here", "Where"]]
    notes = [OF_SIMULATED] if study.notice else []
    return Table(
        checklist.label,
        checklist.caption,
        head,
        rows,
        1,
        ["left"] * 4,
        notes,
        study,
        folded=True,
        data=("checklist",),
    )


@counts_only
@dataclass(frozen=True)
class FilledChecklist:
    """The checklist of a study's design as it is answered: the rows behind its table, with the words of each answer."""

    study: Study

    def rows(self) -> RowsByTable:
        """The rows of checklist.csv."""
        chapters, checklist = _chapters(self.study), checklist_of(self.study)
        return {CHECKLIST.name: [self._row(checklist, item, chapters) for item in checklist.items]}

    def _row(self, checklist: Checklist, item: Item, chapters: dict[str, Page]) -> Row:
        answer = item.answer(self.study)
        return {
            **{"checklist": checklist.name, "item": item.number, "part": item.part, "topic": item.topic},
            **{"state": str(answer.state), "answer": answer.text},
            "where": str(_where(self.study, answer, chapters)),
        }


def _chapters(study: Study) -> dict[str, Page]:
    """The pages of notebooks that this study has, by their topic."""
    return {page.topic: page for page in Book(study).pages if page.topic}


def _where(study: Study, answer: Answer, chapters: dict[str, Page]) -> str:
    links: list[tuple[str, str]] = []
    for place in answer.places:
        links += _of_sections(study, chapters) if place == "chapters" else _of_place(study, place, chapters)
    if not links:
        return "–"
    parts: list[tuple[str, str] | str] = []
    for link in links:
        parts += [", ", link] if parts else [link]
    return Link.joined(parts)


def _of_sections(study: Study, chapters: dict[str, Page]) -> list[tuple[str, str]]:
    return [_chapter(chapters[code]) for code in study.spec.section_codes if code in chapters]


def _of_place(study: Study, place: str, chapters: dict[str, Page]) -> list[tuple[str, str]]:
    name, label, chapter = PLACES[place]
    if chapter not in chapters or (place == "baseline" and not has_baseline(study)):
        return []
    return [(name, label)] if label else [_chapter(chapters[chapter])]


def _chapter(page: Page) -> tuple[str, str]:
    """The title of a page, and its name; that of the front page is a whole question."""
    return "Front page" if page.topic == "findings" else page_title(page), page.name
