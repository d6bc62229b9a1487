"""Everything that an audit can say has plain words."""

from places import ROOT

from twoarm.analysis.claims.audit import Audit, findings
from twoarm.analysis.claims.definitions import DEFINITIONS
from twoarm.analysis.claims.finding import Reason
from twoarm.present.claims.details import detail
from twoarm.present.claims.words import METHODS, REASONS, VERDICTS, why
from twoarm.study.published.base import Verdict
from twoarm.study.published.claims import read_claims

DATA = ROOT / "data"


def test_every_code_has_words():
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md").claims
    found = findings(claims)
    tests = {
        s.method for one in found.values() for s in one.statistics if s.statistic == "p_value" and s.method
    }
    assert set(REASONS) == set(Reason)
    assert set(VERDICTS) == set(Verdict)
    assert tests | set(DEFINITIONS) <= set(METHODS)


def test_each_verdict_has_its_own_shape():
    assert [VERDICTS[verdict].shape for verdict in Verdict] == ["●", "◆", "○", "▲", "□"]


def test_of_a_judgement_it_is_said_that_it_is_one():
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md").claims
    found = findings(claims)
    said = {claim.id: why(claim, found[claim.id]) for claim in claims}
    assert said["C34"] == "Judged, not computed."
    judged = claims[-1].model_copy(update={"judgement": Verdict.INCONSISTENT, "signed": "A reader"})
    assert why(judged, found["C34"]) == "Judged inconsistent, not computed."
    assert detail(Audit((judged,), found), judged) == "Signed: A reader."
    assert said["C06"] == REASONS["percent_agrees"]


def audited(**printed) -> Audit:
    """An audit of the shipped claim about follow-up, other printed numbers put in."""
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md").claims
    claim = next(claim for claim in claims if claim.id == "C19").model_copy(update=printed)
    return Audit((claim,), findings([claim]))


def said(**printed) -> str:
    found = audited(**printed)
    return detail(found, found.claims[0])


def test_the_distributions_behind_a_mean_are_said_in_a_sentence():
    assert said() == (
        "128 sets of 62 values have this mean, SD and range; the most even is 8 at 12, 13 at 13, 16 at 14, 14 at 15 and "
        "11 at 16."
    )
    one = said(n=3, mean="2.0", sd="1.0", low="1", high="3")
    assert one == "1 set of 3 values has this mean, SD and range; 1 at 1, 1 at 2 and 1 at 3."
    assert "sets of 62 values in steps of 0.5 have this mean, SD and range" in said(
        mean="7.06", sd="0.647", low="6", high="8", step="0.5"
    )


def test_nothing_is_said_where_nothing_was_counted():
    for printed in ({"step": None}, {"sd": "2.01"}, {"sd": "1.41"}, {"n": 100_000}):
        assert said(**printed) == ""
