"""Everything that an audit can say has plain words."""

from pathlib import Path

from twoarm.analysis.claim_definitions import DEFINITIONS
from twoarm.analysis.claim_finding import Reason
from twoarm.analysis.claims import audit, findings
from twoarm.present.claim_words import METHODS, REASONS, STATISTICS, VERDICTS, why
from twoarm.study.claim_kinds import Verdict
from twoarm.study.claims import read_claims

DATA = Path(__file__).parents[2] / "data"


def test_every_code_has_words():
    rows = audit(read_claims(DATA / "claims.yml", DATA / "abstract.md"))
    assert set(REASONS) == set(Reason)
    assert set(VERDICTS) == set(Verdict)
    assert {row.statistic for row in rows} <= set(STATISTICS)
    assert {row.method for row in rows} | set(DEFINITIONS) <= set(METHODS)


def test_each_verdict_has_its_own_shape():
    assert [VERDICTS[verdict].shape for verdict in Verdict] == ["●", "◆", "○", "▲"]


def test_a_judgement_is_said_in_the_readers_words_and_signed():
    claims = read_claims(DATA / "claims.yml", DATA / "abstract.md")
    found = findings(claims)
    said = {claim.id: why(claim, found[claim.id]) for claim in claims}
    assert said["C34"].startswith(claims[-1].reason) and said["C34"].endswith(
        "Signed: a reader of the abstract."
    )
    assert said["C06"] == REASONS["percent_agrees"]
