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
        where = address or "They stand with the notebooks of this report; a public address is not stated."
        return (
            f"The rows of patients are simulated. {where} Rows of real patients are not part of this report."
        )
    said = [f"Source: {w.ended(spec.source)}" if spec.source else "", address]
    said += [f"Licence: {w.ended(spec.licence)}" if spec.licence else ""]
    return " ".join(filter(None, said)) or NOT_STATED


def _code(study: Study) -> str:
    if study.spec.repository:
        return f"The notebooks and the package behind them are at {study.spec.repository}."
    return "The notebooks and the package behind them stand together with the report; a public address is not stated."


def _fact(study: Study, key: str) -> str:
    text = study.spec.design.get(key, "").strip()
    return w.capital(w.ended(text)) if text else NOT_STATED


def _about_patients(study: Study, key: str) -> str:
    """A fact about the patients of the study; of simulated ones there are none."""
    said = _fact(study, key)
    of = "published comparison" if study.has_abstract else "study"
    return f"No patient’s data were used here. Of the {of}: {said}" if study.notice else said


def _authorship(study: Study) -> str:
    names = study.spec.authors
    written = (
        f"This report was written by {w.joined(names)}."
        if names
        else "The authors of this report are not stated."
    )
    if not study.has_abstract:
        return written
    return (
        f"{written} It was not written by the authors of the abstract that it quotes; the quoted abstract is theirs, and "
        "the audit, the text and any error are not."
    )


def _use(study: Study) -> str:
    if not study.notice:
        return ""
    return (
        "Its patients do not exist. Its rows and the results computed from them must not enter a meta-analysis or any other "
        "synthesis of evidence, nor be cited as results."
    )
