"""Outcomes that some patients lack: which are imputed, what is the same whatever the rows' order, and what is said."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from lacking_study import LACKED, lacking_study

from twoarm.analysis.arms.imputed import MOST_COLUMNS, incomplete_of
from twoarm.analysis.comparison.compare import compare_section
from twoarm.analysis.sensitivity import imputations as module
from twoarm.analysis.sensitivity.imputations import TOO_FEW, TOO_LARGE, Imputations, impute_outcomes
from twoarm.analysis.sensitivity.turning import Move, Turning
from twoarm.methods.counts.proportions import score_p
from twoarm.methods.estimate import Estimate
from twoarm.methods.missing import conclusion_of
from twoarm.present.sensitivity.imputed import imputation_findings, imputation_table, tipping_sentences
from twoarm.present.sensitivity.tipping_plot import tipping_plot
from twoarm.present.sensitivity.turning import turning_sentence
from twoarm.study.opened import Study, open_study
from twoarm.tables.missing import IMPUTATION, TIPPING
from twoarm.tables.outcomes import RESULTS


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    return lacking_study(tmp_path_factory.mktemp("lacking") / "study")


@pytest.fixture(scope="module")
def found(study) -> Imputations:
    return impute_outcomes(study)


def of(found: Imputations, name: str):
    return next(one for one in found.found if one.known.variable == name)


def test_what_is_imputed_and_what_is_not(found):
    assert found.whole == ("whole",) and found.unpooled == ("grade",)
    assert {one.known.variable: one.pooled.analysis for one in found.found} == {
        "stay": "imputed_mean_difference",
        "leak": "imputed_risk_difference",
        "rare": "imputed_mean_difference",
        "walk": "imputed_hazard_ratio",
        "pain": "imputed_ancova",
    }
    assert of(found, "rare").pooled.estimate.reason == TOO_FEW and not of(found, "rare").estimable


def test_all_patients_are_in_the_pooled_result_and_the_complete_ones_in_the_other(study, found):
    section = {
        r.variable: r for c in ("perioperative", "follow_up") for r in compare_section(study, c).headline
    }
    for one in found.estimable:
        known, pooled = one.known.estimate, one.pooled.estimate
        assert (pooled.n_treated, pooled.n_control) == one.whole == (60, 60)
        assert (known.n_treated, known.n_control) == one.complete and sum(one.complete) < 120
        if one.known.variable != "walk":  # whose main result is a difference of restricted means
            assert one.known.estimate == section[one.known.variable].estimate
        assert one.number == max(20, int(np.ceil(100 * (1 - sum(one.complete) / 120)))) and 0 < one.lost < 1
        assert pooled.low < pooled.value < pooled.high and 0 <= pooled.p_value <= 1


def test_nothing_missing_gives_no_row(tmp_path):
    whole = lacking_study(tmp_path / "study", without=LACKED)
    found = impute_outcomes(whole)
    assert [one.known.variable for one in found.found] == ["rare"] and not found.unpooled
    assert len(found.whole) == 6
    shipped = impute_outcomes(open_study("data"))
    assert not shipped.found and not any(shipped.rows().values())


def test_patients_in_another_order_give_the_same_numbers(study, found):
    order = np.random.default_rng(2).permutation(len(study.cohort.patients))
    mixed = replace(study, cohort=replace(study.cohort, patients=study.cohort.patients.iloc[order]))
    for one, other in zip(found.estimable, impute_outcomes(mixed).estimable, strict=True):
        for name in ("value", "low", "high", "p_value"):
            expected = getattr(one.pooled.estimate, name)
            assert getattr(other.pooled.estimate, name) == pytest.approx(expected, rel=1e-9), name
        if one.turning:
            ends = [(t.turning.below, t.turning.above) for t in (one, other)]
            assert ends[1] == tuple(x if x is None else pytest.approx(x, rel=1e-6) for x in ends[0])


def test_arms_that_change_places_turn_every_estimate(study, found):
    arms = study.spec.arms
    spec = study.spec.model_copy(
        update={"arms": arms.model_copy(update={"treated": arms.control, "control": arms.treated})}
    )
    cohort = replace(study.cohort, treated=study.cohort.control, control=study.cohort.treated)
    other = impute_outcomes(replace(study, spec=spec, cohort=cohort))
    for one in found.estimable:
        there, back = one.pooled.estimate, of(other, one.known.variable).pooled.estimate
        expected = (
            (1 / there.value, 1 / there.high) if one.known.variable == "walk" else (-there.value, -there.high)
        )
        assert (back.value, back.low) == pytest.approx(expected, rel=1e-9)


def test_a_conclusion_turns_where_it_is_said_to(found):
    for one in found.estimable:
        turning, null = one.turning, one.pooled.scale.null
        assert turning is not None and turning.conclusion is not None
        ends = [x for x in (turning.below, turning.above) if x is not None]
        for at, estimate in turning.points:
            inside = all((at > x) if x < turning.start else (at < x) for x in ends)
            if inside and turning.move is not Move.SHARE:
                assert conclusion_of(estimate, null) == turning.conclusion


def test_the_events_of_the_missing_are_gone_through(study, found):
    turning = of(found, "leak").turning
    asked = incomplete_of(study, study.variable("leak"), adjusted=False)
    (pair,) = asked.analysed
    counts = [(int(np.nansum(c.values)), int((~c.missing).sum()), int(c.missing.sum())) for c in pair]
    (x1, n1, m1), (x2, n2, m2) = counts
    own = score_p(x1, n1, x2, n2) < 0.05
    ways = [(i, j) for i in range(m1 + 1) for j in range(m2 + 1)]
    apart = [
        (score_p(x1 + i, n1 + m1, x2 + j, n2 + m2) < 0.05, (x1 + i) / 60 > (x2 + j) / 60) for i, j in ways
    ]
    assert turning.completions == len(ways) and turning.conclusion == int(own)
    assert x1 / n1 > x2 / n2 and turning.turned == sum(
        one != (own, True) and (own or one[0]) for one in apart
    )
    assert (turning.missing, turning.known) == (m1, (x1, n1))


def test_the_rows_are_those_of_the_tables_and_hold_no_patient(found):
    rows = found.rows()
    assert all(set(RESULTS.header) <= set(row) for row in rows["results"])
    for name, table in (("imputation", IMPUTATION), ("tipping", TIPPING)):
        assert rows[name] and {tuple(row) for row in rows[name]} == {table.header}
        keys = [tuple(row[key] for key in table.keys) for row in rows[name]]
        assert len(set(keys)) == len(keys)
    assert [row["analysis"] for row in rows["results"]] == [row["analysis"] for row in rows["imputation"]]


def test_a_table_that_is_too_large_is_not_imputed(study, monkeypatch):
    monkeypatch.setattr("twoarm.analysis.arms.imputed.MOST_NUMBERS", 1000)
    assert {one.pooled.estimate.reason for one in impute_outcomes(study).found} == {TOO_FEW, TOO_LARGE}


def test_covariates_have_room_for_so_many_columns(study):
    more = [replace(study.variable("age"), name=f"age{i}") for i in range(40)]
    patients = study.cohort.patients.assign(**{v.name: study.cohort.patients["age"] for v in more})
    wide = replace(
        study,
        dictionary=(*more, *study.dictionary),
        cohort=replace(study.cohort, patients=patients),
    )
    asked = incomplete_of(wide, wide.variable("stay"), adjusted=False)
    assert len(asked.analysed) + len(asked.others) == MOST_COLUMNS


def test_sixty_outcomes_of_seven_hundred_patients_take_seconds(tmp_path):
    large = lacking_study(tmp_path / "large", size=350, without=("smoke",))
    start = time.process_time()
    impute_outcomes(large)
    four = time.process_time() - start
    assert four * 15 < 30  # of which the hazards take the most; some ten seconds on a quiet machine


# ---- what is said ---------------------------------------------------------------------------------------------------


def test_complete_outcomes_are_said_to_be_so():
    said = imputation_findings(impute_outcomes(open_study("data"))).markdown
    assert said.startswith("Every patient has the values that the main analysis of each of the ")
    assert said.endswith("outcomes takes: nothing was imputed.")


def test_what_is_missing_is_counted_and_who_is_left_out_is_named(found):
    said = imputation_findings(found).markdown
    assert said.startswith("In 6 of 7 outcomes some patient lacks a value that the main analysis takes.")
    assert "there is none for Grade" in said and f"Nothing was imputed for Rare ({TOO_FEW})." in said
    elsewhere = [one for one in found.found if one.elsewhere]
    counted = (
        f"changes for {len(elsewhere)} of 4 outcomes" if elsewhere else "changes for none of the 4 outcomes"
    )
    assert counted in said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "In the outcome some"), (2, "In each of the 2 outcomes some")]
)
def test_one_outcome_and_two(found, number, said):
    few = Imputations(found.study, (), found.estimable[:number], ())
    assert imputation_findings(few).markdown.startswith(said)
    one = imputation_findings(Imputations(found.study, ("whole",), (), ())).markdown
    assert (
        one
        == "Every patient has the values that the main analysis of the outcome takes: nothing was imputed."
    )
    assert imputation_findings(Imputations(found.study, (), (), ())) is None
    assert imputation_table(Imputations(found.study, ("whole",), (), ())) is None
    assert tipping_plot(Imputations(found.study, ("whole",), (), ())) is None


def test_an_interval_that_moves_across_no_difference_is_named(found):
    stay = of(found, "stay")
    far = replace(stay, pooled=replace(stay.pooled, estimate=Estimate(-5.0, -6.0, -4.0, 0.95, 0.01, 60, 60)))
    both = Imputations(found.study, (), (far, of(found, "pain")), ())
    assert far.elsewhere and "Imputing what is missing changes for 1 of 2 outcomes (Stay) whether" in (
        imputation_findings(both).markdown
    )
    alone = imputation_findings(Imputations(found.study, (), (far,), ())).markdown
    assert "Imputing what is missing changes whether the interval" in alone


def test_the_table_has_both_results(found):
    table = imputation_table(found)
    cells = {row[0]: row[1:] for row in table.rows}
    assert set(cells) == {"Stay, days", "Leak, percentage points", "Rare, mL", "Walking, hazard ratio",
                          "Pain, after a month, points"}  # fmt: skip
    complete = of(found, "stay").complete
    assert cells["Stay, days"][0].startswith(f"{complete[0]}/60")
    assert cells["Rare, mL"][3] == f"not estimable: {TOO_FEW}" and cells["Rare, mL"][5] == "–"


def turning(**parts) -> Turning:
    usual = {
        "side": 0,
        "move": Move.SHIFT,
        "start": 0.0,
        "low": -6.0,
        "high": 6.0,
        "below": None,
        "above": 1.25,
    }
    return Turning(**{**usual, "conclusion": 0, "points": (), "missing": 4, "known": (3, 10), **parts})


SHARE = {"move": Move.SHARE, "start": 0.3, "low": 0.0, "high": 1.0, "completions": 10, "turned": 2}
HAZARD = {"move": Move.HAZARD, "start": 1.0, "low": 0.1, "high": 10.0}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "no difference unless the missing values with new lie at least 1.2 days higher than imputed."),
        ({"conclusion": 1}, "the interval lies above no difference unless"),
        ({"conclusion": -1}, "the interval lies below no difference unless"),
        ({"below": -0.5}, "lie at least 0.50 days lower or 1.2 days higher than imputed."),
        ({"above": None}, "even if the missing values with new lie up to 6.0 days higher or lower than imputed."),
        ({**SHARE, "above": 0.75}, "unless 3 of the 4 patients with new whose value is missing had the event (30% of"),
        ({**SHARE, "above": None}, "whether or not the 4 patients with new whose value is missing had the event (30% of"),
        ({**SHARE, "turned": 0}, "of the 10 ways in which the missing events of both arms may have fallen, none leads to "
         "another conclusion."),
        ({**SHARE, "turned": 1, "missing": 1, "above": 1.0}, "unless the one patient with new whose value is missing had"),
        ({**SHARE, "turned": 1, "missing": 1, "below": 0.0, "above": None}, "whose value is missing did not have the event"),
        ({**HAZARD, "above": 2.5}, "unless the hazard of those missing with new is 2.5 times the imputed one."),
        ({**HAZARD, "above": None}, "even if the hazard of those missing with new is between 0.10 and 10 times the imputed"),
    ],
)  # fmt: skip
def test_where_a_conclusion_turns_is_said(found, parts, said):
    one = replace(of(found, "stay"), turning=turning(**parts))
    assert said in turning_sentence(found.study, one)


def test_long_lists_are_cut_and_say_so(found):
    many = Imputations(found.study, (), of(found, "stay") and (of(found, "stay"),) * 14, ())
    said = tipping_sentences(many).markdown
    assert said.count("Stay: the interval") == 8 and "6 further outcomes" in said
    figure = tipping_plot(many)
    assert "2 further outcomes are in tipping.csv" in figure.caption


def test_the_figure_says_what_it_shows(found):
    figure = tipping_plot(found)
    assert figure.about is found
    drawn = [one for one in found.estimable if one.turning is not None]
    turned = [one for one in drawn if (one.turning.below, one.turning.above) != (None, None)]
    assert f"turns {len(turned)} of {len(drawn)} conclusions." in figure.title and figure.title in figure.alt


def test_the_module_keeps_no_imputed_value(found):
    kept = [value for value in vars(module).values() if isinstance(value, np.ndarray)]
    held = [value for one in found.found for value in vars(one).values() if isinstance(value, np.ndarray)]
    assert not kept and not held
