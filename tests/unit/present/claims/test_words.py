"""Everything that an audit can say has plain words."""

from dataclasses import replace

from places import ROOT

from twoarm.analysis.claims.audit import Audit, findings
from twoarm.analysis.claims.definitions import DEFINITIONS
from twoarm.analysis.claims.finding import Reason
from twoarm.analysis.claims.kinds.mean_sd import CONVENTIONS
from twoarm.present.claims.numbers import means_table
from twoarm.present.claims.sentences import reconstructed
from twoarm.present.claims.words import METHODS, REASONS, STATISTICS, VERDICTS, why
from twoarm.study.published.base import Verdict
from twoarm.study.published.claims import read_claims
from twoarm.study.published.measured import MeanSdRange

DATA = ROOT / "data"


def test_every_code_has_words():
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md").claims
    found = findings(claims)
    of_means = [s for c in claims if isinstance(c, MeanSdRange) for s in found[c.id].statistics]
    tests = {
        s.method for one in found.values() for s in one.statistics if s.statistic == "p_value" and s.method
    }
    assert set(REASONS) == set(Reason)
    assert set(VERDICTS) == set(Verdict)
    assert {s.statistic for s in of_means} <= set(STATISTICS)
    assert {f"{name}_{what}" for name in CONVENTIONS for what in ("sd", "solutions")} <= set(STATISTICS)
    assert {s.method for s in of_means} | tests | set(DEFINITIONS) <= set(METHODS)


def test_each_verdict_has_its_own_shape():
    assert [VERDICTS[verdict].shape for verdict in Verdict] == ["●", "◆", "○", "▲", "□"]


def test_a_judgement_is_said_in_the_readers_words_and_signed():
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md").claims
    found = findings(claims)
    said = {claim.id: why(claim, found[claim.id]) for claim in claims}
    assert said["C34"] == f"Judged, not computed. {claims[-1].reason} Signed: this report."
    judged = claims[-1].model_copy(update={"judgement": Verdict.INCONSISTENT, "signed": "A reader"})
    assert why(judged, found["C34"]).startswith("Judged inconsistent, not computed.")
    assert why(judged, found["C34"]).endswith("Signed: A reader.")
    assert said["C06"] == REASONS["percent_agrees"]


def audited(**printed) -> Audit:
    """An audit of the shipped claim about follow-up, other printed numbers put in."""
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md").claims
    claim = next(claim for claim in claims if claim.id == "C19").model_copy(update=printed)
    return Audit((claim,), findings([claim]))


def test_the_distributions_behind_a_mean_are_said_in_a_sentence():
    assert reconstructed(audited()).replace("\\", "") == (
        "There are 128 ways to distribute 62 values over 12 to 16, both of which occur, that print as “for 12~16 "
        "months, with an average of (14.11±1.29) months” (C19); the most even of them is 8 at 12, 13 at "
        "13, 16 at 14, 14 at 15 and 11 at 16."
    )
    one = audited(n=3, mean="2.0", sd="1.0", low="1", high="3")
    assert reconstructed(one).startswith(
        "There is 1 way to distribute 3 values over 1 to 3, both of which occur, that"
    )
    assert reconstructed(one).endswith("it is 1 at 1, 1 at 2 and 1 at 3.")
    halves = audited(mean="7.06", sd="0.647", low="6", high="8", step="0.5")
    assert "over 6 to 8 in steps of 0.5, both of which occur, that" in reconstructed(halves)


def test_nothing_is_said_where_nothing_was_counted():
    for printed in ({"step": None}, {"sd": "2.01"}, {"sd": "1.41"}, {"n": 100_000}):
        assert reconstructed(audited(**printed)) == ""
    shipped = audited()
    assert reconstructed(replace(shipped, claims=())) == ""


def test_recomputed_numbers_show_the_decimals_that_are_compared():
    rows = {row[1]: row[2:] for row in means_table(audited(mean="14.113", sd="1.294")).rows}
    assert rows["nearest possible mean"][:2] == ["14.113", "14.113"]
    assert rows["nearest possible sample standard deviation"][:2] == ["1.294", "1.294"]
    assert rows["nearest possible population standard deviation"][:2] == ["1.294", "1.296"]
    assert rows["possible distributions, sample standard deviation"][:2] == ["–", "128"]
    assert len(means_table(audited()).notes) == len(means_table(audited(step=None)).notes) + 1
