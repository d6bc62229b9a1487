"""What a section is called: in headings, within a sentence, and in the labels of its tables and figures."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.study.opened import Study
from twoarm.study.specification import USUAL_SECTIONS

# Of the sections that every study may use, where the study does not say what they are called.
_NAMES = {"perioperative": "Around the operation"}
_WORDS = {"perioperative": "around the operation", "follow_up": "at follow-up", "imaging": "on imaging"}
_USUAL = {section.code for section in USUAL_SECTIONS}


def section_name(study: Study, code: str) -> str:
    """What other chapters call a section: as a rule its title."""
    title = study.spec.section(code).title
    return title if study.spec.states_section(code) else _NAMES.get(code, title)


def section_outcomes(study: Study, code: str) -> str:
    """``Outcomes around the operation``; of a section that the study names ``Outcomes, Quality of life``."""
    if not study.spec.states_section(code):
        return f"Outcomes {_WORDS[code]}"
    title = study.spec.section(code).title
    return title if title == "Outcomes" else f"Outcomes, {title}"


def main_visit_name(study: Study) -> str:
    """``the last visit``; where the study judges its primary outcome at another, the visit of the main result."""
    return "the visit of the main result" if study.spec.primary_outcome.visit else "the last visit"


def section_label(kind: str, comparison: Comparison, part: str = "") -> str:
    """The label of a table (``tab``) or figure (``fig``) of a section, which no other one has.

    A section of the study's own is written without its underscores, which a label cannot have: what follows a dash is
    therefore never a part of its code.
    """
    code = comparison.section
    name = code.replace("_", "-") if code in _USUAL else f"section-{code.replace('_', '')}"
    return "-".join(filter(None, (kind, name, part)))
