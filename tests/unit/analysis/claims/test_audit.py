"""Verdicts are computed: they agree with an independent audit, and they move when a printed number does."""

import json
from collections import Counter
from dataclasses import fields
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product
from statistics import mean, pvariance, stdev, variance

import pytest
from places import ROOT

from twoarm.analysis.claims.audit import ClaimRow, audit, findings
from twoarm.analysis.claims.definitions import p_agrees, significant, threshold
from twoarm.analysis.claims.kinds.mean_sd import mean_sd_range, reconstruction
from twoarm.methods.printed.rounding import exact, half_unit, rounds_to, spread
from twoarm.study.published.claims import read_claims
from twoarm.study.published.measured import MeanSdRange

COUNTS = json.loads((ROOT / "tests/reference/counts.json").read_text(encoding="utf-8"))
CARRIED = json.loads((ROOT / "tests/reference/carried_counts.json").read_text(encoding="utf-8"))
PUBLISHED = json.loads((ROOT / "tests/reference/carried_published.json").read_text(encoding="utf-8"))
EXPECTED = json.loads((ROOT / "tests/reference/claims_expected.json").read_text(encoding="utf-8"))["claims"]


@pytest.fixture(scope="module")
def shipped():
    return read_claims(ROOT / "data/claims.yml", ROOT / "data/abstract.md").claims


@pytest.fixture(scope="module")
def found(shipped):
    """What was found of each claim."""
    return findings(shipped)


@pytest.fixture
def altered(tmp_path):
    """The shipped study with one printed thing replaced, in the abstract and in the claims alike."""

    def _findings(*changes: tuple[str, str]):
        for name in ("abstract.md", "claims.yml"):
            text = (ROOT / "data" / name).read_text(encoding="utf-8")
            for old, new in changes:
                text = text.replace(old, new)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return findings(read_claims(tmp_path / "claims.yml", tmp_path / "abstract.md").claims)

    return _findings


def ruptures(treated: int, control: int) -> list[tuple[str, str]]:
    printed = [f"{100 * treated / 60:.2f}", f"{100 * control / 64:.2f}"]
    return [
        ("5/60 (8.33%)", f"{treated}/60 ({printed[0]}%)"),
        ("0/64 (0%)", f"{control}/64 ({printed[1]}%)"),
        ('"5/60", "0/64"', f'"{treated}/60", "{control}/64"'),
        (
            'events: 5\n    of: 60\n    percent: "8.33"',
            f'events: {treated}\n    of: 60\n    percent: "{printed[0]}"',
        ),
        (
            'events: 0\n    of: 64\n    percent: "0"',
            f'events: {control}\n    of: 64\n    percent: "{printed[1]}"',
        ),
    ]


def test_verdicts_agree_with_the_independent_audit(found):
    assert {name: str(one.verdict) for name, one in found.items()} == {
        claim["id"]: claim["verdict"] for claim in EXPECTED
    }
    assert Counter(str(one.verdict) for one in found.values()) == {
        "consistent": 11,
        "not checkable": 21,
        "depends on method": 1,
        "judged": 1,
    }


def test_rows_have_the_columns_of_claims_csv(shipped):
    rows = audit(shipped)
    columns = "id,part,quote,statistic,published,recomputed,significant,verdict,method,source,unit"
    assert ",".join(field.name for field in fields(ClaimRow)) == columns
    assert list(dict.fromkeys(row.id for row in rows)) == [claim.id for claim in shipped]
    assert len({(row.id, row.verdict) for row in rows}) == len(shipped)
    assert all(type(row.recomputed) in (float, type(None)) for row in rows)


def test_only_a_claim_with_nothing_to_recompute_has_an_empty_row(shipped):
    rows = audit(shipped)
    empty = [row.id for row in rows if row.recomputed is None]
    assert all(sum(row.id == name for row in rows) == 1 for name in empty)
    assert {row.verdict for row in rows if row.id in empty} == {"not checkable", "judged"}
    assert [row.id for row in rows if row.method == "judgement"] == ["C34"]


TABLES = {
    ("C08", None): (4, 30, 10, 32),
    ("C12", None): (5, 60, 0, 64),
    ("C12", (5, 0)): (5, 30, 0, 32),
    ("C12", (4, 0)): (4, 30, 0, 32),
    ("C12", (3, 0)): (3, 30, 0, 32),
}


def of_method(finding, statistic: str, patients=None) -> dict[str, float]:
    """A claim's values of one statistic by method, of the counts as printed or of so many patients."""
    found = [s for s in finding.statistics if (s.statistic, s.patients) == (statistic, patients)]
    return {s.method: s.recomputed for s in found}


@pytest.mark.parametrize(("claim", "table"), TABLES.items(), ids=lambda x: "-".join(map(str, x)))
def test_every_p_of_two_counts_is_that_of_r(found, claim, table):
    name, patients = claim
    (expected,) = (c["value"] for c in COUNTS["two_by_two"] if c["inputs"]["counts"] == list(table))
    (firth,) = (c["value"] for c in COUNTS["firth_odds_ratio"] if c["inputs"]["counts"] == list(table))
    expected = {**expected, "firth": firth["p_value"]}
    found = of_method(found[name], "p_value", patients)
    found.pop("cluster_permutation", None)
    assert found == pytest.approx(expected, rel=1e-8)
    assert len(found) == 14  # the score test is the N - 1 chi-square, and counted once


@pytest.mark.parametrize(("claim", "table"), TABLES.items(), ids=lambda x: "-".join(map(str, x)))
@pytest.mark.parametrize(
    ("statistic", "method", "carried", "tolerance"),
    [  # of the poorer implementation; see tests/reference/README.md
        ("risk_difference", "risk_difference", "risk_difference", 7e-7),
        ("risk_difference", "newcombe", "newcombe", 1e-8),
        ("risk_ratio", "risk_ratio", "risk_ratio", 5e-7),
        ("odds_ratio", "odds_ratio", "odds_ratio", 2e-4),
        ("number_needed", "number_needed", "number_needed", 1e-8),
        ("fragility_index", "fragility", "fragility_index", 0),
        ("walsh_index", "fragility", "walsh_index", 0),
    ],
)
def test_effects_are_those_carried(found, claim, table, statistic, method, carried, tolerance):
    name, patients = claim
    finding = found[name]
    wanted = [
        c["value"]
        for c in CARRIED[carried]
        if c["inputs"]["counts"] == list(table) and c["inputs"].get("definition", "fisher") == "fisher"
    ]
    assert wanted
    for value in wanted:
        ends = value if isinstance(value, dict) else {"value": value}
        for end, expected in ends.items():
            suffix = "" if end == "value" else f"_{end}"
            found = of_method(finding, f"{statistic}{suffix}", patients).get(method)
            number = None if expected is None else float(expected)
            assert found == (None if number is None else pytest.approx(number, rel=tolerance, abs=tolerance))


def test_how_likely_each_number_of_patients_is_and_their_permutation(found):
    finding = found["C12"]
    (chances,) = (c["value"] for c in PUBLISHED["patients_hit"])
    for k, chance in chances.items():
        assert of_method(finding, "probability", (int(k), 0)) == {
            "patients_hit": pytest.approx(chance, rel=1e-12)
        }
    for case in CARRIED["cluster_permutation_p"]:
        hit = len(case["inputs"]["treated_patients_with_rupture"])
        found = of_method(finding, "p_value", (hit, 0))["cluster_permutation"]
        assert found == pytest.approx(case["value"], abs=1e-12)


def test_bounds_of_bare_statements_are_those_carried(found):
    (d, g, superiority, least) = (
        PUBLISHED[name][0]["value"]
        for name in ("boundary_d", "boundary_g", "boundary_superiority", "margin_at_equality")
    )
    proved = next(c["value"] for c in PUBLISHED["farthest_limit"] if c["inputs"]["conf_level"] == 0.9)
    between = {s.statistic: s.recomputed for s in found["C13"].statistics}
    assert between == pytest.approx(
        {
            "boundary_d": d,
            "boundary_g": g,
            "boundary_superiority": superiority,
            "margin_proved": proved,
            "margin_least": least,
        },
        rel=1e-9,
    )
    assert {s.statistic for s in found["C20"].statistics} == {
        "boundary_d",
        "boundary_g",
        "boundary_superiority",
    }
    for name, n in (("C21", 30), ("C22", 32)):
        dz = next(c["value"] for c in PUBLISHED["boundary_dz"] if c["inputs"] == {"n": n})
        assert {s.statistic: s.recomputed for s in found[name].statistics} == {
            "boundary_dz": pytest.approx(dz)
        }


def test_a_margin_asks_for_a_spread(found):
    for name, margin in (("C25", 1.5), ("C26", 10)):
        rows = {s.statistic: s.recomputed for s in found[name].statistics}
        assert rows["sd_proved"] == pytest.approx(margin / rows["margin_proved"], rel=1e-14)
        assert rows["sd_most"] == pytest.approx(margin / rows["margin_least"], rel=1e-14)
    # 1.5 and 10 over the two margins in standard deviations, as an independent audit has them
    vas = {s.statistic: s.recomputed for s in found["C25"].statistics}
    assert vas["sd_proved"] == pytest.approx(1.607877483780516, rel=1e-9)
    assert vas["sd_most"] == pytest.approx(3.533018006385501, rel=1e-9)


def test_limits_of_counts_are_those_carried(found):
    for name, counts in (("C06", [4, 30]), ("C07", [10, 32]), ("C09", [5, 60]), ("C10", [0, 64])):
        low, high = next(c["value"] for c in CARRIED["clopper_pearson"] if c["inputs"]["counts"] == counts)
        assert of_method(found[name], "percent_low") == {
            "clopper_pearson": pytest.approx(100 * low, abs=1e-8)
        }
        assert of_method(found[name], "percent_high") == {
            "clopper_pearson": pytest.approx(100 * high, abs=1e-8)
        }
    bounds = {c["inputs"]["n"]: c["value"] for c in PUBLISHED["upper_bound"]}
    assert of_method(found["C10"], "percent_at_most") == {"one_sided": pytest.approx(100 * bounds[64])}
    for name in ("C05", "C18"):
        least = {"one_sided": pytest.approx(100 * (1 - bounds[62]))}
        assert of_method(found[name], "percent_at_least") == least


def test_significance_is_judged_at_the_claims_own_threshold(found):
    printed = [s for s in found["C12"].statistics if s.statistic == "p_value" and s.patients is None]
    assert [s.method for s in printed if not s.significant] == ["yates"]
    assert significant(0.03, "P<0.01") is False and p_agrees(0.03, "P>0.01")
    assert p_agrees(0.0243, "P=0.024") and not p_agrees(0.0246, "P = .024")
    assert significant(0.0243, "P=0.024") is None
    assert (threshold("P<0.01"), threshold("P = .2")) == (0.01, 0.05)


def below(finding, patients=None) -> int:
    tests = [s for s in finding.statistics if s.statistic == "p_value" and s.patients == patients]
    return sum(bool(s.significant) for s in tests if s.method != "cluster_permutation")


@pytest.mark.parametrize(
    ("treated", "control", "verdict", "reason", "significant_tests"),
    [
        (5, 0, "depends on method", "units_differ", 13),
        (6, 1, "depends on method", "definitions_differ", 7),
        # Neither leading test is below, of balloons or of patients; of 6/30 against 1/32 patients another one is.
        (6, 2, "depends on method", "units_differ", 0),
        (3, 2, "inconsistent", "no_definition_agrees", 0),
        # Eight of sixty balloons are enough for every test, and for the leading ones if they are those of four patients.
        (8, 0, "consistent", "all_definitions_agree", 14),
        (14, 0, "consistent", "all_definitions_agree", 14),
    ],
)
def test_other_counts_move_the_two_by_two_verdict(
    altered, treated, control, verdict, reason, significant_tests
):
    finding = altered(*ruptures(treated, control))["C12"]
    assert (str(finding.verdict), str(finding.reason)) == (verdict, reason)
    assert below(finding) == significant_tests


def test_the_patients_behind_the_units_are_every_number_that_they_allow(altered):
    finding = altered(*ruptures(6, 1))["C12"]
    supposed = list(dict.fromkeys(s.patients for s in finding.statistics))
    assert supposed == [None, (6, 1), (5, 1), (4, 1), (3, 1)]
    chances = [s.recomputed for s in finding.statistics if s.statistic == "probability"]
    assert sum(chances) == pytest.approx(1, abs=1e-12)
    assert below(finding, (3, 1)) == 0


def test_six_against_one_under_the_old_percentages_is_inconsistent(altered):
    found = altered(
        ("5/60 (8.33%)", "6/60 (8.33%)"), ('"5/60"', '"6/60"'), ("events: 5\n", "events: 6\n"),
        ("0/64 (0%)", "1/64 (0%)"), ('"0/64"', '"1/64"'), ("events: 0\n", "events: 1\n"),
    )  # fmt: skip
    assert found["C09"].verdict == found["C10"].verdict == "inconsistent"
    fisher = next(s for s in found["C12"].statistics if s.method == "fisher")
    assert not fisher.significant


@pytest.mark.parametrize(
    ("old", "new", "name", "reason"),
    [
        ("13.33", "13.34", "C06", "percent_differs"),
        ("31.25", "31.3", "C07", None),
        ("1.29", "2.03", "C19", "sd_impossible"),
        ("1.29", "0.35", "C19", "sd_impossible"),
        ("1.29", "2.01", "C19", "no_solution"),
        ("1.29", "1.41", "C19", "sd_not_attainable"),
        ("1.29", "2.00", "C19", None),
        ("14.11", "14.12", "C19", "mean_not_attainable"),
        ("14.11", "17.11", "C19", "mean_outside_range"),
    ],
)
def test_another_printed_number_changes_its_claim_only(altered, old, new, name, reason):
    found = altered((old, new))
    assert found[name].verdict == ("inconsistent" if reason else "consistent")
    assert reason is None or found[name].reason == reason
    assert sum(one.verdict == "inconsistent" for one in found.values()) == (reason is not None)


def test_groups_that_do_not_add_up(altered):
    found = altered(("remaining 32", "remaining 31"), ("[30, 32]", "[30, 31]"), ("n: [32]", "n: [31]"))
    assert {name for name, one in found.items() if one.verdict == "inconsistent"} == {
        "C01", "C03", "C05", "C11", "C18",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rests_on", "verdict"),
    [("C06", "consistent"), ("C06, C12", "depends on method"), ("C12, C13", "not checkable")],
)
def test_a_conclusion_is_no_firmer_than_what_it_rests_on(altered, rests_on, verdict):
    text = (ROOT / "data/claims.yml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "rests_on:" in line)
    why = "    because: the test says so\n"
    assert altered((line, f"{why}    rests_on: [{rests_on}]"))["C33"].verdict == verdict


def test_an_inconsistent_claim_makes_its_conclusion_inconsistent(altered):
    text = (ROOT / "data/claims.yml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "rests_on:" in line)
    rests = "    because: the test says so\n    rests_on: [C12]"
    found = altered(*ruptures(3, 2), (line, rests))
    assert found["C12"].verdict == found["C33"].verdict == "inconsistent"


MADE_UP = """Forty patients had an operation, 19 with A and 21 with B, 40 in all. Infection occurred in 3 of 19 (15.8%)
against 14 of 21 (66.7%), a significant difference (P < 0.01); with B, 22 of 21 had pain, which did not differ (P=0.50).
Of 76 and 84 screws none broke. Stay was 7.2 (SD 2.1) days and age 61.3 (SD 8.0) years, 44.5 to 79.5. A is safer."""
MADE_UP_CLAIMS = """claims:
  - {id: size, kind: sample_size, quote: [19 with A and 21 with B], total: 40, groups: [19, 21]}
  - {id: a, kind: count, quote: [3 of 19 (15.8%)], events: 3, of: 19, percent: "15.8"}
  - {id: b, kind: count, quote: [14 of 21 (66.7%)], events: 14, of: 21, percent: "66.7"}
  - {id: p, kind: two_by_two, quote: [a significant difference (P < 0.01)], treated: a, control: b, p: P < 0.01}
  - {id: pain, kind: count, quote: [22 of 21 had pain], events: 22, of: 21}
  - {id: pp, kind: two_by_two, quote: [which did not differ (P=0.50)], treated: a, control: pain, p: P=0.50}
  - {id: screws, kind: multiple, quote: [76 and 84 screws], each: 4, patients: [19, 21], units: [76, 84]}
  - {id: stay, kind: mean_sd_range, quote: [Stay was 7.2 (SD 2.1) days], n: 40, mean: "7.2", sd: "2.1"}
  - id: age
    kind: mean_sd_range
    quote: ["61.3 (SD 8.0) years, 44.5 to 79.5"]
    n: 40
    mean: "61.3"
    sd: "8.0"
    low: "44.5"
    high: "79.5"
  - {id: end, kind: conclusion, quote: [A is safer.], rests_on: [size, a, b, p]}
"""


def test_another_abstract_is_audited_from_its_own_file(tmp_path):
    (tmp_path / "abstract.md").write_text(MADE_UP, encoding="utf-8")
    (tmp_path / "claims.yml").write_text(MADE_UP_CLAIMS, encoding="utf-8")
    found = findings(read_claims(tmp_path / "claims.yml", tmp_path / "abstract.md").claims)
    assert {name: (str(one.verdict), str(one.reason)) for name, one in found.items()} == {
        "size": ("consistent", "sum_agrees"),
        "a": ("consistent", "percent_agrees"),
        "b": ("consistent", "percent_agrees"),
        "p": ("consistent", "all_definitions_agree"),
        "pain": ("inconsistent", "count_above_denominator"),
        "pp": ("not checkable", "counts_impossible"),
        "screws": ("consistent", "multiple_agrees"),
        "stay": ("not checkable", "no_range_or_step"),
        "age": ("consistent", "mean_sd_possible"),
        "end": ("consistent", "rests_on_consistent"),
    }


def test_rounding_is_exact_and_a_tie_may_go_either_way():
    assert rounds_to(Fraction(1, 8) * 100, "12.5") and rounds_to(Fraction(1, 8) * 100, "13")
    assert rounds_to(Fraction(1, 8) * 100, "12") and not rounds_to(Fraction(251, 20), "12")


def test_spread_limits_hold_for_every_small_sample():
    for sample in combinations_with_replacement(range(12, 17), 5):
        if (sample[0], sample[-1]) == (12, 16):
            limits = spread(f"{mean(sample):.2f}", "12", "16", 5, whole=True)
            assert limits.allows(f"{stdev(sample):.2f}")
    least, largest = spread("14", "12", "16", 5, whole=True).sd_limits
    assert least == pytest.approx(stdev([12, 14, 14, 14, 16]))
    assert all(small < large for small, large in pairwise([least, stdev([12, 12, 14, 16, 16]), largest]))


def follow_up(**printed) -> MeanSdRange:
    given = {"n": 62, "mean": "14.11", "sd": "1.29", "low": "12", "high": "16", "step": "1"} | printed
    return MeanSdRange(id="F", kind="mean_sd_range", quote=["made up"], **given)


def test_follow_up_rows_by_hand(found):
    # 875 / 62; (12451 - 875 squared / 62) over 61 and over 62; 128 distributions as listed by R (published.json)
    squares = 12451 - Fraction(875**2, 62)
    rows = {one.statistic: (one.method, one.published, one.recomputed) for one in found["C19"].statistics}
    assert rows["mean"] == ("grim", "14.11", pytest.approx(875 / 62, rel=1e-14))
    assert rows["sample_sd"] == ("grimmer", "1.29", pytest.approx(float(squares / 61) ** 0.5, rel=1e-14))
    assert rows["population_sd"] == ("grimmer", "1.29", pytest.approx(float(squares / 62) ** 0.5, rel=1e-14))
    assert rows["sample_solutions"] == ("enumeration", "", 128.0)
    assert rows["smallest_sd"][0] == rows["largest_sd"][0] == "range"
    assert len(rows) == 6  # no population SD prints as 1.29, so that nothing is counted for it


def test_the_most_even_distribution_of_the_follow_up(shipped):
    claim = next(claim for claim in shipped if claim.id == "C19")
    assert reconstruction(claim) == {12.0: 8, 13.0: 13, 14.0: 16, 15.0: 14, 16.0: 11}
    halves = follow_up(mean="7.06", sd="0.647", low="6.0", high="8.0", step="0.5")
    assert list(reconstruction(halves)) == [6.0, 6.5, 7.0, 7.5, 8.0]
    for unknown in (
        {"step": None},
        {"low": None, "high": None},
        {"low": "12.5"},
        {"n": 100_000},
        {"sd": "2.01"},
    ):
        assert reconstruction(follow_up(**unknown)) is None


@pytest.mark.parametrize(
    ("sd", "verdict", "reason"),
    [
        ("1.28", "consistent", "mean_sd_possible"),  # of both: 12449 over 61 and 12451 over 62
        ("1.30", "consistent", "population_sd_only"),  # 12453 over 62 alone
        ("1.41", "inconsistent", "sd_not_attainable"),
    ],
)
def test_a_deviation_may_be_of_either_definition(sd, verdict, reason):
    finding = mean_sd_range(follow_up(sd=sd), {})
    assert (str(finding.verdict), str(finding.reason)) == (verdict, reason)


def prints_as(sample: tuple[int, ...], claim: MeanSdRange, of) -> bool:
    sd, half, squares = exact(claim.sd), half_unit(claim.sd), of(map(Fraction, sample))
    near = max(sd - half, 0) ** 2 <= squares <= (sd + half) ** 2
    return near and rounds_to(Fraction(sum(sample), len(sample)), claim.mean)


def test_verdicts_are_those_of_a_list_of_every_sample():
    samples = [s for s in combinations_with_replacement(range(1, 5), 4) if (s[0], s[-1]) == (1, 4)]
    said = Counter()
    for mean_, sd in product(range(8, 43), range(9, 21)):
        claim = follow_up(n=4, mean=f"{mean_ / 10:.1f}", sd=f"{sd / 10:.1f}", low="1", high="4")
        finding = mean_sd_range(claim, {})
        possible = [any(prints_as(s, claim, of) for s in samples) for of in (variance, pvariance)]
        assert (finding.verdict == "consistent") == any(possible)
        assert (finding.reason == "population_sd_only") == (possible == [False, True])
        said[finding.reason] += 1
    assert min(said.values()) > 0 and len(said) == 7


def test_without_a_range_only_whole_units_are_checked():
    alone = {"low": None, "high": None}
    finding = mean_sd_range(follow_up(**alone), {})
    assert [one.method for one in finding.statistics] == ["grim", "grimmer", "grimmer"]
    assert mean_sd_range(follow_up(sd="1.41", **alone), {}).reason == "sd_not_attainable"
    # Ten values of 2 and ten of 3 lie closest together around 2.5: their SD is 0.51, and none is smaller.
    assert mean_sd_range(follow_up(n=20, mean="2.5", sd="0.4", **alone), {}).verdict == "inconsistent"
    assert mean_sd_range(follow_up(n=20, mean="2.5", sd="0.5", **alone), {}).verdict == "consistent"


WIDE = {"mean": "50000000.11", "sd": "20000000.00", "low": "0", "high": "100000000"}


@pytest.mark.parametrize(
    "printed",
    [{"n": 100_000}, {"low": "12.3"}, WIDE, {"step": None}],
    ids=["many values", "rounded end", "many levels", "no step"],
)
def test_what_is_not_enumerated_keeps_its_range_check(printed):
    finding = mean_sd_range(follow_up(**printed), {})
    assert finding.verdict == "consistent"
    methods = {one.method for one in finding.statistics}
    assert "range" in methods and "enumeration" not in methods
    assert mean_sd_range(follow_up(**{**printed, "sd": "99999999"}), {}).reason == "sd_impossible"
