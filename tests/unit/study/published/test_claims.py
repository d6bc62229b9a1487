"""Reading published claims: the shipped file is word for word, and every problem of a bad one is reported at once."""

import json

import pytest
from places import ROOT

from twoarm.errors import InputError
from twoarm.study.published.claims import mentions, read_claims, squeeze, states

EXPECTED = json.loads((ROOT / "tests/reference/claims_expected.json").read_text(encoding="utf-8"))["claims"]
ABSTRACT = """# A heading of 99

> We treated 40 patients:
> 19 with A and 21 with B. Infection in 3/19 (15.8%)
> and 2/21 (9.5%) (P>0.05).
"""
GOOD = """claims:
  - {id: A1, kind: sample_size, quote: ["We treated 40 patients: 19"], total: 40, groups: [19, 21]}
  - {id: A2, kind: count, quote: ["3/19 (15.8%)"], events: 3, of: 19, percent: "15.8"}
  - {id: A3, kind: count, quote: ["2/21 (9.5%)"], events: 2, of: 21, percent: "9.5"}
  - {id: A4, kind: two_by_two, quote: ["(P>0.05)"], treated: A2, control: A3, p: P>0.05}
"""


@pytest.fixture
def read(tmp_path):
    (tmp_path / "abstract.md").write_text(ABSTRACT, encoding="utf-8")

    def _read(claims: str):
        (tmp_path / "claims.yml").write_text(claims, encoding="utf-8")
        return read_claims(tmp_path / "claims.yml", tmp_path / "abstract.md").claims

    return _read


def problems(read, claims: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(claims)
    assert "claims.yml" in caught.value.headline
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture(scope="module")
def shipped():
    return read_claims(ROOT / "data/claims.yml", ROOT / "data/abstract.md").claims


def test_shipped_claims_are_the_34_of_the_reference(shipped):
    ours = [(claim.id, claim.part, [squeeze(piece) for piece in claim.quote]) for claim in shipped]
    assert ours == [(claim["id"], claim["part"], claim["quote"]) for claim in EXPECTED]
    assert [claim.id for claim in shipped] == [f"C{number:02d}" for number in range(1, 35)]


def test_every_quoted_piece_stands_in_the_abstract(shipped):
    abstract = squeeze((ROOT / "data/abstract.md").read_text(encoding="utf-8"))
    assert all(squeeze(piece) in abstract for claim in shipped for piece in claim.quote)


def test_shipped_abstract_is_one_heading_and_the_quotation():
    lines = [line for line in (ROOT / "data/abstract.md").read_text(encoding="utf-8").splitlines() if line]
    assert len(lines) == 2
    assert lines[0].startswith("# ") and "not under our licence" in lines[0]
    assert lines[1].startswith("> [Objective] To evaluate") and lines[1].endswith(
        "correcting vertebral deformities."
    )


def test_line_breaks_of_the_abstract_do_not_matter(read):
    assert [claim.id for claim in read(GOOD)] == ["A1", "A2", "A3", "A4"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("groups: [19, 21]}", "groups: [19, 21], verdict: consistent}", "A1, verdict: unknown key"),
        ("kind: sample_size", "kind: sample", "A1: Input tag 'sample'"),
        ("kind: sample_size, ", "", "A1: kind is missing"),
        ("id: A1, ", "", "claim number 1, id: this key is missing"),
        ("We treated 40", "We cured 40", "A1, quote: not in the abstract: “We cured 40 patients: 19”"),
        ('["3/19 (15.8%)"]', '["99"]', "A2, quote: not in the abstract: “99”"),
        ("id: A3", "id: A2", "A2: this id is used more than once"),
        ("control: A3", "control: A9", "A4, control: names an unknown claim, A9"),
        ("control: A3", "control: A4", "A4, control: names A4, which does not stand above it"),
        ("control: A3", "control: A1", "A4, control: names A1, which is not a count"),
        ('percent: "15.8"', 'percent: "15.7"', "A2, percent: 15.7 does not stand in the quote"),
        ('percent: "15.8"', "percent: 15.8", "A2, percent: must be text"),
        ("p: P>0.05", "p: P<0.05", "A4, p: P<0.05 does not stand in the quote"),
        ("p: P>0.05", "p: NS", "A4, p: write it as it is printed: P<0.05"),
        ("total: 40", "total: 4", "A1, total: 4 does not stand in the abstract"),
        ("events: 3", "events: -3", "A2, events: Input should be greater than or equal to 0"),
        ("claims:", "clams:", "it must have the key claims"),
        ("claims:", "claims: [", "claims.yml line 2: "),
    ],
)
def test_each_rule_names_the_claim_and_the_key(read, old, new, problem):
    assert old in GOOD
    assert any(found.startswith(problem) for found in problems(read, GOOD.replace(old, new, 1)))


def test_all_problems_come_at_once(read):
    bad = (
        GOOD.replace("total: 40", "sum: 40").replace("3/19 (", "4/19 (").replace("control: A3", "control: B3")
    )
    found = problems(read, bad)
    assert {line.split(":")[0] for line in found} >= {"A1, total", "A1, sum", "A2, quote", "A4, control"}


def test_conclusion_rests_on_claims_above_it(read):
    end = '  - {id: A5, kind: conclusion, quote: ["We treated"], rests_on: [A1, A7, A5]}\n'
    assert problems(read, GOOD + end) == [
        "A5, rests_on: names an unknown claim, A7",
        "A5, rests_on: names A5, which does not stand above it",
    ]


@pytest.mark.parametrize("name", ["abstract.md", "claims.yml"])
def test_a_missing_file_is_named(name, read, tmp_path):
    read(GOOD)
    (tmp_path / name).unlink()
    with pytest.raises(InputError) as caught:
        read_claims(tmp_path / "claims.yml", tmp_path / "abstract.md")
    assert [str(problem) for problem in caught.value.problems] == [
        f"{name}: no such file in {tmp_path.name}/"
    ]


def left(quote: str, figure: str) -> str:
    """Claims with a sentence that was not read."""
    return f'{GOOD}\nunread:\n  - {{quote: {quote}, figures: ["{figure}"]}}\n'


def test_what_was_not_read_is_looked_up(read, tmp_path):
    quote = "We treated 40 patients"
    read(left(quote, "40"))
    found = read_claims(tmp_path / "claims.yml", tmp_path / "abstract.md").unread
    assert [entry.figures for entry in found] == [("40",)]
    assert problems(read, left(quote, "41")) == ["unread, entry 1: not in the sentence: “41”"]
    assert problems(read, left("Nobody was", "40"))[0] == "unread, entry 1: not in the abstract: “Nobody was”"


def test_a_test_of_two_means_needs_their_deviations(read):
    means = """
claims:
  - {id: M1, kind: mean_sd_range, quote: ["40 patients"], n: 40, mean: "40"}
  - {id: M2, kind: two_means, quote: ["P<0.05"], treated: M1, control: M1, p: P<0.05}
"""
    assert "M2, treated: names M1, which has no standard deviation" in problems(read, means)


def test_a_key_given_twice_is_refused(read):
    twice = GOOD.replace("total: 40,", "total: 40, total: 41,")
    assert problems(read, twice) == ['claims.yml line 2: found duplicate key "total"']


@pytest.mark.parametrize(
    ("text", "number", "stands"),
    [
        ("62 patients", 62, True),
        ("of 62.", 62, True),
        ("0/64 (0%)", 0, True),
        ("0.62", 62, False),
        ("62.5", 62, False),
        ("1,062", 62, False),
        ("1,062", 1062, True),
        ("Two of them", 2, True),
        ("620", 62, False),
        ("Forty-one patients", 41, True),
        ("Forty-one patients", 1, False),
        ("one hundred and twenty women", 120, True),
        ("1\u2009204 patients", 1204, True),
        ("none of them", 0, True),
        ("eleven per cent", "11", True),
        ("0,31 to 1,03, P", "1.03", True),
        ("P＜0.05", "P<0.05", True),
    ],
)
def test_a_number_stands_as_a_whole(text, number, stands):
    assert states(text, number) is stands


# Units that lie in patients, and what is not reported.

NESTED = """Of 60 and 64 balloons, 5/60 and 0/64 ruptured (P<0.05) in 30 and 32 patients."""
UNITS = """claims:
  - {id: t, kind: count, quote: ["5/60"], events: 5, of: 60}
  - {id: c, kind: count, quote: ["0/64"], events: 0, of: 64}
  - {id: u, kind: multiple, quote: ["60 and 64"], each: 2, unit: balloon, patients: [30, 32], units: [60, 64]}
  - {id: p, kind: two_by_two, quote: ["(P<0.05)"], treated: t, control: c, p: P<0.05, units: u}
"""


@pytest.fixture
def nested(tmp_path):
    (tmp_path / "abstract.md").write_text(NESTED, encoding="utf-8")

    def _read(claims: str):
        (tmp_path / "claims.yml").write_text(claims, encoding="utf-8")
        return read_claims(tmp_path / "claims.yml", tmp_path / "abstract.md")

    return _read


def test_a_statement_may_name_the_units_of_its_counts(nested):
    assert nested(UNITS).claims[-1].units == "u"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("units: u}", "units: t}", "p, units: names t, which is not of kind multiple"),
        ("units: u}", "units: x}", "p, units: names an unknown claim, x"),
        ("units: [60, 64]", "units: [64, 60]", "p, units: names u, whose units are not the denominators"),
        ("treated: t", "treated: u", "p, treated: names u, which is not a count"),
    ],
)
def test_units_that_are_not_those_of_the_counts(nested, old, new, problem):
    assert old in UNITS
    with pytest.raises(InputError) as caught:
        nested(UNITS.replace(old, new, 1))
    assert any(str(found).startswith(problem) for found in caught.value.problems)


@pytest.mark.parametrize(
    ("margin", "problem"),
    [
        ("margin: '1.5'", "a margin is above 0, has a unit"),
        ("margin: '0', unit: points, margin_source: Somebody", "a margin is above 0"),
        ("unit: points", "a margin is above 0"),
    ],
)
def test_a_margin_is_whole(nested, margin, problem):
    said = "quote: ['(P<0.05)'], p: P<0.05, comparison: between, direction: lower, n: [30, 32]"
    line = f"  - {{id: b, kind: bare_p, {said}, {margin}}}"
    with pytest.raises(InputError, match=problem):
        nested(f"claims:\n{line}\n")


ABSENT = "not_reported:\n  - {item: Costs, why: a stent costs more, absent: [cost, costs]}\n"


def test_what_is_not_reported_is_read(nested):
    (entry,) = nested(UNITS + ABSENT).not_reported
    assert (entry.item, entry.absent) == ("Costs", ("cost", "costs"))
    assert nested(UNITS).not_reported == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "[cost, costs]",
            "[cost, Ruptured, costs]",
            "not_reported, entry 1: “Ruptured” stands in the abstract",
        ),
        ("[cost, costs]", "[]", "not_reported, entry 1, absent: "),
        ("why: a stent costs more, ", "", "not_reported, entry 1, why: this key is missing"),
        ("item: Costs", "item: Costs, verdict: bad", "not_reported, entry 1, verdict: unknown key"),
    ],
)
def test_what_is_reported_after_all_or_badly_listed_is_refused(nested, old, new, problem):
    assert old in ABSENT
    with pytest.raises(InputError) as caught:
        nested(UNITS + ABSENT.replace(old, new, 1))
    assert [str(p) for p in caught.value.problems if str(p).startswith(problem)]


def test_a_word_within_another_is_none():
    assert mentions("The cost, per case", "cost") and mentions("P=0.03 in all", "p=0.03")
    assert not mentions("The average", "age") and not mentions("costly", "cost")


def test_the_shipped_list_is_that_of_the_reference():
    found = read_claims(ROOT / "data/claims.yml", ROOT / "data/abstract.md").not_reported
    assert len(found) == 24
