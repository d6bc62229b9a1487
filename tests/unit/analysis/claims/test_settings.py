"""Every setting of two counts has the P that the tests of the library give it."""

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import Audit, findings
from twoarm.analysis.claims.settings import VALUES_OF_A_COUNT, possible_settings
from twoarm.methods.counts.proportions import fisher_p
from twoarm.methods.counts.recommended import recommended_test
from twoarm.study.published.claims import read_claims


@pytest.fixture(scope="module")
def settings():
    claims = read_claims(ROOT / "data" / "claims.yml", ROOT / "data" / "abstract.md").claims
    return possible_settings(Audit(claims, findings(claims)))


def test_each_setting_has_the_p_of_the_tests_themselves(settings):
    assert {row.claim for one in settings.each for row in one.rows} == {"C08", "C12"}
    for row in (row for one in settings.each for row in one.rows):
        table = row.treated, row.n_treated, row.control, row.n_control
        assert row.p_value == recommended_test(*table)(*table)
        assert row.p_value_fisher == fisher_p(*table)


def test_what_is_printed_is_where_it_starts_and_gives_what_the_audit_says(settings):
    audit = settings.audit
    for one in settings.each:
        row = next(row for row in one.rows if (row.treated, row.control) == one.start)
        counted = None if one.claim.units is None else one.start
        found = audit.division(one.claim, counted)
        assert (row.test, row.p_value) == (found.leading, found.tests[found.leading])
        assert row.p_value_fisher == list(found.deciding.values())[-1]
        assert {r.counted for r in one.rows} == {"events" if one.claim.units is None else "patients"}


def test_every_pair_of_a_small_arm_and_those_around_a_large_count_are_set():
    claims = read_claims(ROOT / "data" / "claims.yml", ROOT / "data" / "abstract.md").claims
    large = [c.model_copy(update={"of": 900, "events": 880}) if c.id == "C07" else c for c in claims]
    one = possible_settings(Audit(tuple(large), findings(large))).each[0]
    assert one.claim.id == "C08" and one.of == (30, 900)
    assert [(v[0], v[-1], len(v)) for v in one.values] == [(0, 30, 31), (862, 897, VALUES_OF_A_COUNT)]
    assert len(one.rows) == 31 * VALUES_OF_A_COUNT <= 1400


def test_a_study_without_such_a_statement_has_none():
    assert possible_settings(None) is None
    assert possible_settings(Audit((), {})) is None
