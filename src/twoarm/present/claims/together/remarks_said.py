"""The conclusion of an abstract in words: what it rests on, and what this report remarks of it by stated rules."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.together.remarks import Remark, Rule
from twoarm.present import wording as w
from twoarm.present.claims.runs_of_ids import runs_of
from twoarm.present.claims.sentences import shape
from twoarm.present.claims.words import EVERY_BASIS, REASONS, VERDICTS
from twoarm.present.outputs import Markdown, as_markdown
from twoarm.study.design.allocation import Randomised
from twoarm.study.published.argued import Conclusion, Judgement
from twoarm.study.published.base import Verdict

THIS_REPORT = "this report"
_ALLOCATION = {
    Randomised.NO: "Treatment was not left to chance",
    Randomised.UNKNOWN: "Whether chance decided on the treatment is not known to this report",
}


def conclusions(audit: Audit) -> Markdown:
    """Each conclusion, quoted, with its verdict and what it rests on; then what is remarked of it, apart."""
    said = [_concluded(audit, claim) for claim in audit.of_kind(Conclusion)]
    return Markdown("\n\n".join(filter(None, (*said, judgements(audit)))))


def judgements(audit: Audit) -> Markdown:
    """What is judged and not computed: by the rules of this report, then by who signs; empty where there is nothing."""
    several = len(audit.of_kind(Conclusion)) > 1
    by_rule = [remarked(audit, one) + f" ({one.claim.id})" * several for one in audit.remarks]
    signed = [f"{c.reason}{_signed(c)}" for c in audit.of_kind(Judgement)]
    if not by_rule + signed:
        return Markdown("")
    mark = VERDICTS[Verdict.JUDGED]
    head = f"{mark.shape} **Judged by {THIS_REPORT}, not computed:**"
    return Markdown("\n".join([f"{head}\n", *(f"- {as_markdown(text)}" for text in by_rule + signed)]))


def remarked(audit: Audit, remark: Remark) -> str:
    """One remark as a sentence."""
    return _SAID[remark.rule](audit, remark)


def _concluded(audit: Audit, claim: Conclusion) -> Markdown:
    finding, quote = audit.findings[claim.id], " … ".join(claim.quote)
    weak = [name for name in claim.rests_on if audit.findings[name].verdict == finding.verdict]
    every = len(weak) == len(claim.rests_on) > 0
    rests = f" As read here it rests on {runs_of(audit, claim.rests_on)}." if claim.rests_on else ""
    reason = (EVERY_BASIS if every else REASONS)[finding.reason].removesuffix(".")
    which = "" if every or not weak else f" ({runs_of(audit, weak)})"
    return as_markdown(f"The abstract concludes: “{quote}” {shape(finding.verdict)}.{rests} {reason}{which}.")


def _signed(claim: Judgement) -> str:
    """Who judged, where it is not this report."""
    return "" if claim.signed == THIS_REPORT else f" Signed: {claim.signed}."


def _quoted(words: tuple[str, ...]) -> str:
    return w.joined([f"“{word}”" for word in words])


def _against(audit: Audit, remark: Remark) -> str:
    return runs_of(audit, [claim.id for claim in remark.against])


def _parts(audit: Audit, remark: Remark) -> str:
    return w.joined([audit.named(claim) for claim in remark.against])


def _nothing_behind(audit: Audit, remark: Remark) -> str:
    return "No result in the abstract compares the arms on what is concluded."


def _size_unknown(audit: Audit, remark: Remark) -> str:
    are = "is a word" if len(remark.words) == 1 else "are words"
    return f"{_quoted(remark.words)} {are} of size; no size is printed ({_against(audit, remark)})."


def _no_difference(audit: Audit, remark: Remark) -> str:
    return (
        f"{_quoted(remark.words)} says that one treatment does better; no result behind it states a difference "
        f"({_against(audit, remark)})."
    )


def _alike(audit: Audit, remark: Remark) -> str:
    return (
        f"{_quoted(remark.words)} says that the treatments are alike; a P above a threshold, without an interval, does not "
        f"show that ({_against(audit, remark)})."
    )


def _image(audit: Audit, remark: Remark) -> str:
    return (
        f"It is about images. For {_parts(audit, remark)} the abstract states no significant difference "
        f"({_against(audit, remark)})."
    )


def _cause(audit: Audit, remark: Remark) -> str:
    randomised = audit.study.spec.randomised if audit.study else Randomised.UNKNOWN
    return (
        f"{_quoted(remark.words)} can be read as what a treatment did. {_ALLOCATION[randomised]}: the patients may have "
        "differed in other ways."
    )


_SAID = {
    Rule.NOTHING_BEHIND: _nothing_behind,
    Rule.SIZE_UNKNOWN: _size_unknown,
    Rule.NO_DIFFERENCE_BEHIND: _no_difference,
    Rule.ALIKE_BY_P: _alike,
    Rule.IMAGE_NOT_SYMPTOM: _image,
    Rule.CAUSE_WITHOUT_CHANCE: _cause,
}
