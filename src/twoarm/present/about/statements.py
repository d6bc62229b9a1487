"""The statements that an editor expects, from the study file alone: what it does not say is said to be not stated."""

from __future__ import annotations

from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, as_markdown
from twoarm.study.opened import Study

NOT_STATED = "Not stated."


def statements(study: Study) -> Markdown:
    """A list with run-in headings; a study whose cohort is simulated also says what its rows are not for."""
    said = {
        "Data availability": _data(study),
        "Code availability": _code(study),
        "Ethics": _about_patients(study, "ethics"),
        "Consent": _about_patients(study, "consent"),
        "Funding": _fact(study, "funding"),
        "Conflicts of interest": _fact(study, "conflicts"),
        "Authorship": _authorship(study),
        "Use of the simulated cohort": _use(study),
    }
    lines = [f"- **{heading}.** {as_markdown(text)}" for heading, text in said.items() if text]
    return Markdown("\n".join(lines))


def _data(study: Study) -> str:
    """Where the rows come from, and where they are."""
    spec = study.spec
    address = f"They are at {spec.repository}." if spec.repository else ""
    if study.notice:
        where = address or "They stand with the notebooks; no public address is stated."
        return f"The patients are simulated. {where}"
    said = [f"Source: {w.ended(spec.source)}" if spec.source else "", address]
    said += [f"Licence: {w.ended(spec.licence)}" if spec.licence else ""]
    return " ".join(filter(None, said)) or NOT_STATED


def _code(study: Study) -> str:
    if study.spec.repository:
        return f"Notebooks and package are at {study.spec.repository}."
    return "Notebooks and package stand with the report; no public address is stated."


def _fact(study: Study, key: str) -> str:
    text = study.spec.design.get(key, "").strip()
    return w.capital(w.ended(text)) if text else NOT_STATED


def _about_patients(study: Study, key: str) -> str:
    """A fact about the patients of the study; of simulated ones there are none."""
    said = _fact(study, key)
    of = "published comparison" if study.has_abstract else "study"
    return f"No patient’s data are used here; for the {of}: {said}" if study.notice else said


def _authorship(study: Study) -> str:
    names = study.spec.authors
    written = (
        f"This report was written by {w.joined(names)}."
        if names
        else "The authors of this report are not stated."
    )
    if not study.has_abstract:
        return written
    return f"{written} The authors of the quoted abstract did not write it; audit, text and errors are not theirs."


def _use(study: Study) -> str:
    if not study.notice:
        return ""
    return "Its patients do not exist: no row and no result may be cited or enter a synthesis of evidence."
