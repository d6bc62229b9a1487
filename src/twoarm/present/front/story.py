"""How the front page of a study with claims begins and goes on: what is concluded, whether it stands, what is left out."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.finding import Reason
from twoarm.present import wording as w
from twoarm.present.about.cohort import in_full
from twoarm.present.claims.sentences import contradictions, verdicts
from twoarm.present.claims.words import REASONS, VERDICTS
from twoarm.present.front.cards import PHRASES
from twoarm.present.outputs import Markdown, Text, as_markdown, paragraph, spoken
from twoarm.study.opened import Study
from twoarm.study.published.argued import Conclusion
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import SampleSize
from twoarm.study.published.measured import BareP

LEFT_OUT_NAMED = 5  # things that are left out, by name
NOT_REPORTED = "not-reported"  # the section of the chapter on the claims that has them all
_SIZELESS = "of the results behind it only statements about P are printed, and no size of a difference"


def published_conclusion(claims: Audit | None) -> Text | None:
    """What an abstract concludes, in its own words, and in the next sentence whether its numbers bear that.

    Parameters
    ----------
    claims : as `audit_study` gives them.
    """
    if claims is None:
        return None
    concluded = [_concluded(claims, claim) for claim in claims.of_kind(Conclusion)]
    wrong = contradictions(claims) if claims.having(Verdict.INCONSISTENT) else ""
    asked = "" if claims.foremost else verdicts(claims)
    lead = paragraph(_compared(claims), *concluded, wrong)
    return spoken(Markdown("\n\n".join(filter(None, (lead, asked)))))


def _compared(audit: Audit) -> str:
    """``An abstract on 62 patients compares vertebral body stenting (VBS) with percutaneous kyphoplasty (PKP).``"""
    sizes = [claim.total for claim in audit.of_kind(SampleSize)]
    on = f" on {w.counted(sizes[0], 'patient')}" if sizes else ""
    arms = [in_full(arm) for arm in audit.study.arms] if audit.study else []
    what = f" compares {' with '.join(arms)}" if len(arms) == 2 else " is read again"
    alone = " No patient’s data are in this report." if audit.study and audit.study.spec.published else ""
    return f"An abstract{on}{what}. Whatever its printed numbers allow was computed again.{alone}"


def _concluded(audit: Audit, claim: Conclusion) -> Markdown:
    finding = audit.findings[claim.id]
    shape = VERDICTS[finding.verdict].shape
    quote = as_markdown(f"“{' … '.join(claim.quote)}”")
    verdict = as_markdown(f"{shape}{w.NBSP}This {PHRASES[finding.verdict]}: {_reason(audit, claim)}.")
    return Markdown(f"It concludes: **{quote}** **{verdict}**")


def _reason(audit: Audit, claim: Conclusion) -> str:
    finding = audit.findings[claim.id]
    behind = [audit.claim(name) for name in claim.rests_on]
    if finding.reason == Reason.RESTS_ON_NOT_CHECKABLE and all(isinstance(c, BareP) for c in behind):
        return _SIZELESS
    words = REASONS[finding.reason].removesuffix(".")
    return words[:1].lower() + words[1:]


def front_left_out(claims: Audit | None) -> Text | None:
    """Of what a reader would look for, the first things that the abstract lacks, and how many more; None without any."""
    items = [one.item for one in claims.not_reported] if claims else []
    if not items:
        return None
    first, more = items[:LEFT_OUT_NAMED], len(items) - LEFT_OUT_NAMED
    named = [f"**{as_markdown(first[0])}**", *map(as_markdown, first[1:])]
    rest = f"; and {more} more" if more > 0 else ""
    every = f"{{ref}}`All {len(items)}{w.NBSP}› <{NOT_REPORTED}>`" if len(items) > 1 else ""
    tail = "An abstract is short: the full text may have them."
    return Text(Markdown(f"{'; '.join(named)}{rest}. {tail} {every}".rstrip()))


def worked_example(study: Study) -> Text | None:
    """That the other chapters show simulated patients, without any result of them; None where no abstract is audited, too.

    Parameters
    ----------
    study : as `open_study` gives it.
    """
    if not (study.notice and study.audited):
        return None
    treated, control = (arm.label for arm in study.arms)
    said = paragraph(
        f"The other chapters show the whole analysis on {study.told_n} invented patients. They look like the abstract "
        f"because they were made to; they say nothing about {treated} or {control}, and are there to be replaced by yours."
    )
    link = Markdown(f"[See the analysis{w.NBSP}›](01_methods.ipynb)")
    return Text(
        Markdown(
            f":::{{admonition}} Worked example: simulated patients\n:class: twoarm-example\n\n{said} {link}\n:::"
        )
    )
