"""What the documents of a study say about themselves: the facts of its run, and what in them is real."""

from __future__ import annotations

from importlib.metadata import version

from twoarm.publish.documents.metadata import Metadata
from twoarm.study.notice import AUDIT_IS_REAL
from twoarm.study.opened import Study


def metadata(study: Study, run: str) -> Metadata:
    """What the documents say about themselves."""
    spec, audited = study.spec, study.audited
    return Metadata(
        title=spec.title,
        subtitle=spec.subtitle,
        authors=tuple(spec.authors),
        date=spec.date.isoformat() if spec.date else "",
        run=run,
        data_state=data_state(study),
        notice=study.notice + AUDIT_IS_REAL * (audited and bool(study.notice)),
        version=version("twoarm"),
        statements=(what_is_real(study),),
    )


def data_state(study: Study) -> str:
    """What the title pages say of the data."""
    if study.spec.published:
        return "Published abstract, without patients"
    return study.notice.partition(":")[0] or ("Real cohort, public" if study.spec.public else "Real cohort")


def what_is_real(study: Study) -> str:
    """``Real: the published abstract and what is computed from it. Simulated: every patient, and ...``"""
    real = [] if study.spec.published or study.notice else ["every patient"]
    real += ["the published abstract and what is computed from it"] * study.audited
    said = [f"Real: {', and '.join(real)}."] if real else []
    if study.notice:
        said.append("Simulated: every patient, and every result of theirs.")
    elif study.spec.published:
        said.append("No patients are in this report.")
    return " ".join(said)
