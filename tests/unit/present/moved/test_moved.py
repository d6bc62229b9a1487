"""What can be moved says what tables and figures say: each string on a page is that of a computed value."""

import json
from collections import Counter

import pytest
from edited_studies import as_private
from places import ROOT
from rare_study import write_rare

import twoarm
from twoarm.present import wording as w
from twoarm.present.sensitivity.specifications import spread
from twoarm.present.sensitivity.words import name_of
from twoarm.study.opened import open_study


def of_kind(item: dict, kind: str) -> list[dict]:
    return [one for one in item["inside"] if one["named"].get("kind") == kind]


def paired(settings) -> list[tuple]:
    """Each statement's settings with the item of the page that shows them."""
    items = {item["named"]["code"]: item for item in twoarm.movable_counts(settings).face()["inside"]}
    return [(one, items[one.claim.id]) for one in settings.each]


@pytest.fixture(scope="module")
def study():
    return open_study(str(ROOT / "data"))


@pytest.fixture(scope="module")
def settings(study):
    return twoarm.possible_settings(twoarm.audit_study(study))


def test_each_setting_is_looked_up_as_it_is_computed(settings):
    """As the script reads it: two codes for every pair, each with its P, its side and its place."""
    limit = 0.05
    for one, item in paired(settings):
        found = {p["named"]["code"]: p["named"] for p in of_kind(item, "p")}
        sliders, table = [s["named"] for s in of_kind(item, "slider")], item["named"]["table"]
        assert len(table) == 4 * len(one.rows) and len(found) == len({p["text"] for p in found.values()})
        for row in one.rows:
            treated, control = (
                n - int(s["low"]) for n, s in zip((row.treated, row.control), sliders, strict=True)
            )
            first = 4 * (treated * int(sliders[1]["width"]) + control)
            for p, at in ((row.p_value, first), (row.p_value_fisher, first + 2)):
                shown = found[table[at : at + 2]]
                assert shown["text"] == w.p_phrase(p, limit)
                assert (
                    ("below" in shown)
                    == (p < limit)
                    == (int(shown["at"]) < int(item["named"]["limit-at"]) or p < limit)
                )


def test_places_on_the_strip_grow_with_p(settings):
    for one, item in paired(settings):
        places = {p["named"]["text"]: int(p["named"]["at"]) for p in of_kind(item, "p")}
        values = sorted(
            (p, places[w.p_phrase(p, 0.05)]) for row in one.rows for p in (row.p_value, row.p_value_fisher)
        )
        found = [place for _, place in values]
        assert found == sorted(found) and found[0] == 0 and found[-1] == 100
        assert int(item["named"]["limit-at"]) == 57


def test_the_start_is_the_printed_counts_and_is_said(settings):
    rupture, leakage = twoarm.movable_counts(settings).face()["inside"]
    assert [(s["named"]["start"], s["named"]["text"]) for s in of_kind(leakage, "slider")] == [
        ("4", "VBS"),
        ("10", "PKP"),
    ]
    assert leakage["named"]["printed"] == "Printed: 4/30 against 10/32 patients, P>0.05."
    said = "Printed: 5/60 against 0/64 balloons, P<0.05; these lie in 3 to 5 and 0 patients."
    assert rupture["named"]["printed"] == said


def test_the_filtered_curves_hold_what_the_table_of_conclusions_counts(study):
    curves = twoarm.specify(study)
    by_code = {item["named"]["code"]: item for item in twoarm.movable_curves(curves).face()["inside"]}
    assert len(by_code) == len(curves.drawn) > 1
    assert next(iter(by_code)).startswith(curves.turning.primary.variable)
    for curve in curves.drawn:
        code = "-".join(filter(None, (curve.primary.variable, curve.primary.visit)))
        rows = [row["named"] for row in of_kind(by_code[code], "row")]
        assert len(rows) == curve.robustness.asked
        assert sum("below" in row for row in rows) == curve.robustness.below
        assert sum("own" in row for row in rows) == 1
        estimates = [row["estimate"] for row in rows if "estimate" in row]
        ends = list(dict.fromkeys((estimates[0], estimates[-1])))
        assert w.solid(" to ".join(ends)) == spread(curve)
        options = {
            c["named"]["code"]: {o["named"]["code"] for o in c["inside"]}
            for c in of_kind(by_code[code], "choice")
        }
        assert options == {name: {row[f"is-{name}"] for row in rows} for name in options}


def test_nothing_is_moved_without_claims_or_curves():
    assert twoarm.movable_counts(None) is None
    assert json.dumps(twoarm.possible_settings(None)) == "null"


def test_what_a_policy_masks_is_no_part_of_a_curve(tmp_path):
    """Nothing is on the page that specifications.csv does not tell."""
    curves = twoarm.specify(open_study(str(as_private(write_rare(tmp_path), "hospital"))))
    rows = curves.rows()["specifications"]
    told = Counter((r["variable"], r["visit"]) for r in rows if r["p_value"] is not None)
    masked = [row for curve in curves.curves for row in curve.masked]
    assert masked and all(row.p is None and row.estimate.value is None for row in masked)
    shown = twoarm.movable_curves(curves).face()["inside"]
    assert 0 < len(shown) < len(curves.curves)
    for curve, item in ((c, i) for c in curves.drawn for i in shown if i["named"]["text"] == name_of(c)):
        found = of_kind(item, "row")
        assert len(found) == told[curve.primary.variable, curve.primary.visit]
        assert sum("estimate" in row["named"] for row in found) <= len(
            [r for r in curve.alike if r.p is not None]
        )
