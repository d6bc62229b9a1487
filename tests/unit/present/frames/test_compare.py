"""`twoarm.compare`: a plain DataFrame gets the numbers that a study folder of the same patients gets."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from places import ROOT
from scipy import stats
from shipped import shipped_section, shipped_study

import twoarm
from twoarm import compare
from twoarm.analysis.arms.occasions import main_visit
from twoarm.tables.outcomes import RESULTS

TEXT = pd.read_csv(ROOT / "data" / "patients.csv", dtype=str, keep_default_na=False)
PATIENTS = pd.read_csv(ROOT / "data" / "patients.csv")
LONG = pd.read_csv(ROOT / "data" / "visits.csv").merge(PATIENTS, on="patient_id")
ARMS = {"arm": "arm", "treated": "VBS", "control": "PKP"}
VISITS = {"visit": ("visit", "latest"), "baseline": ("visit", "preop")}
EVENTS = {"weight_bearing_time": "weight_bearing_event"}
ONCE = ["operation_time", "fluoroscopy", "cement_leakage", "hospital_stay", "weight_bearing_time"]
LATER = ["vas", "odi", "vertebral_height", "cobb_angle"]
NUMBERS = ["estimate", "low", "high", "conf_level", "p_value", "n_treated", "n_control"]
KEYS = ["variable", "visit", "arm", "analysis"]


def of_study(outcomes: list[str], alpha: float = 0.05) -> dict[tuple[str, ...], list[object]]:
    """The numbers of every result of some outcomes, as the shipped study folder has them."""
    sections = [shipped_section(name, alpha) for name in ("perioperative", "follow_up", "imaging")]
    rows = [row for section in sections for row in section.rows()["results"]]
    return {tuple(r[k] for k in KEYS): [r[n] for n in NUMBERS] for r in rows if r["variable"] in outcomes}


def of_frame(two: twoarm.present.frames.faces.Compared) -> Iterator[tuple[tuple[str, ...], list[object]]]:
    for row in two.comparison.rows()["results"]:
        yield tuple(row[k] for k in KEYS), [row[n] for n in NUMBERS]


@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_the_numbers_are_those_of_the_study_folder(alpha):
    known = of_study(ONCE, alpha)
    found = dict(of_frame(compare(PATIENTS, **ARMS, outcome=ONCE, event=EVENTS, alpha=alpha)))
    assert len(found) >= 2 * len(ONCE)
    assert found == {key: known[key] for key in found}


def test_with_a_baseline_the_primary_analysis_is_that_of_covariance_as_in_the_report():
    two = compare(LONG, **ARMS, outcome=LATER, **VISITS, id="patient_id")
    known = of_study(LATER)
    # What rests on the visit between, or on a margin that a dictionary states, a frame with two visits has not.
    found = dict(of_frame(two))
    assert found == {key: known[key] for key in found}
    assert {key[3] for key in found} >= {"ancova", "mean_difference", "paired_change"}
    primary = two.to_frame().query("role == 'primary'")
    assert list(primary["analysis"]) == ["ancova"] * len(LATER)
    assert set(primary["visit"]) == {"latest"}


def test_thoroughly_every_method_that_needs_no_more_than_the_frame_agrees_too():
    found = dict(
        of_frame(compare(PATIENTS, **ARMS, outcome=["operation_time", "cement_leakage"], thorough=True))
    )
    known = of_study(["operation_time", "cement_leakage"])
    assert len(found) > 20
    assert found == {key: known[key] for key in found}


def test_every_interval_has_the_level_that_was_asked_for():
    """Methods take 95% where nobody tells them a level; here everyone is told. Equivalence has 1 - 2 alpha."""
    outcome = ["vas", "cement_leakage", "weight_bearing_time", "level"]
    two = compare(LONG, **ARMS, outcome=outcome, **VISITS, event=EVENTS, conf_level=0.8, thorough=True)
    assert set(two.to_frame()["conf_level"].dropna()) == {0.8}


def test_without_a_baseline_final_values_are_compared():
    two = compare(LONG, **ARMS, outcome="vas", visit=("visit", "latest"))
    assert two.to_frame().loc[0, "analysis"] == "mean_difference"
    known = of_study(["vas"])[("vas", "latest", "", "mean_difference")]
    assert [value for key, value in of_frame(two) if key[3] == "mean_difference"] == [known]


def test_independent_values():
    two = compare(
        PATIENTS, **ARMS, outcome=["operation_time", "cement_leakage", "weight_bearing_time"], event=EVENTS
    )
    treated, control = (PATIENTS[PATIENTS["arm"] == code] for code in ("VBS", "PKP"))
    welch = stats.ttest_ind(treated["operation_time"], control["operation_time"], equal_var=False)
    e = two["operation_time"].estimate
    assert (e.low, e.high) == pytest.approx(tuple(welch.confidence_interval()), rel=1e-12)
    assert e.p_value == pytest.approx(welch.pvalue, rel=1e-12)
    leak = two["cement_leakage"].estimate
    assert leak.value == pytest.approx(
        treated["cement_leakage"].mean() - control["cement_leakage"].mean(), rel=1e-12
    )
    rows = two.to_frame().set_index(["variable", "analysis"])
    table = [[g["cement_leakage"].sum(), (1 - g["cement_leakage"]).sum()] for g in (treated, control)]
    assert rows.loc[("cement_leakage", "fisher"), "p_value"] == pytest.approx(
        stats.fisher_exact(table).pvalue
    )
    arms = (
        stats.CensoredData.right_censored(g["weight_bearing_time"], g["weight_bearing_event"] == 0)
        for g in (treated, control)
    )
    assert rows.loc[("weight_bearing_time", "log_rank"), "p_value"] == pytest.approx(
        stats.logrank(*arms).pvalue
    )


def test_covariance_by_hand():
    """Least squares of the last value on arm and first value, by the normal equations."""
    wide = LONG.pivot(index=["patient_id", "arm"], columns="visit", values="odi").reset_index().dropna()
    design = np.column_stack([np.ones(len(wide)), wide["arm"] == "VBS", wide["preop"]]).astype(float)
    coefficient = np.linalg.solve(design.T @ design, design.T @ wide["latest"])[1]
    assert compare(LONG, **ARMS, outcome="odi", **VISITS)["odi"].estimate.value == pytest.approx(
        coefficient, rel=1e-9
    )


def dtypes() -> dict[str, pd.DataFrame]:
    """The same patients under other types of column."""
    yes = PATIENTS["cement_leakage"] == 1
    return {
        "strings": TEXT,
        "nullable": PATIENTS.convert_dtypes(),
        "categorical": PATIENTS.assign(
            arm=PATIENTS["arm"].astype("category"),
            cement_leakage=pd.Categorical(yes.map({True: "leak", False: "dry"}), ["dry", "leak"]),
        ),
        "bool": PATIENTS.assign(cement_leakage=yes),
        "nullable bool": PATIENTS.assign(cement_leakage=yes.astype("boolean")),
        "float32": PATIENTS.assign(operation_time=PATIENTS["operation_time"].astype("float32")),
        "one index for all": PATIENTS.set_index(pd.Index([7] * len(PATIENTS))),
        "rows in another order": PATIENTS.iloc[::-1],
        "an index of several levels": PATIENTS.set_index(["arm", "age"], drop=False),
    }


@pytest.mark.parametrize("name", dtypes())
def test_types_of_columns_and_the_index_change_nothing(name):
    outcome = ["operation_time", "cement_leakage"]
    wanted = compare(PATIENTS, **ARMS, outcome=outcome).to_frame()
    found = compare(dtypes()[name], **ARMS, outcome=outcome).to_frame()
    pd.testing.assert_frame_equal(found, wanted, rtol=1e-12)


def test_the_frame_stays_as_it_was():
    before = LONG.copy(deep=True)
    compare(LONG, **ARMS, outcome=LATER, **VISITS)
    pd.testing.assert_frame_equal(LONG, before)


def test_levels_that_are_numbers_or_truths_call_the_arms_by_their_side():
    treated = PATIENTS["arm"] == "VBS"
    wanted = compare(PATIENTS, **ARMS, outcome="operation_time")["operation_time"].estimate
    for levels in ((1, 0), (1.0, 0.0), (True, False), ("1", "0")):
        frame = PATIENTS.assign(arm=treated.map(dict(zip((True, False), levels, strict=True))))
        two = compare(frame, arm="arm", treated=levels[0], control=levels[1], outcome="operation_time")
        assert two["operation_time"].estimate == wanted
        one, none = (str(level).removesuffix(".0") for level in levels)
        head = f"treated (arm = {one}, n = 30) compared with control (arm = {none}, n = 32)"
        assert repr(two).startswith(head)
        assert head in two._repr_html_()


def test_rows_of_a_third_arm_are_left_out_and_counted():
    more = pd.concat(
        [PATIENTS, PATIENTS.head(3).assign(arm="none", patient_id=["a", "b", "c"])], ignore_index=True
    )
    two = compare(more, **ARMS, outcome="operation_time")
    assert (
        two["operation_time"].estimate
        == compare(PATIENTS, **ARMS, outcome="operation_time")["operation_time"].estimate
    )
    assert "3 patients in neither arm are left out." in repr(two)


def test_what_a_patient_has_once_is_no_value_before_and_after():
    two = compare(
        LONG, **ARMS, outcome=["vas", "operation_time", "weight_bearing_time"], event=EVENTS, **VISITS
    )
    found, key = dict(of_frame(two)), ("operation_time", "", "", "mean_difference")
    assert found[key] == of_study(ONCE)[key]
    assert ("weight_bearing_time", "", "", "log_rank") in found


def test_a_value_is_never_that_of_another_visit():
    """A number that never changes is one per patient, and still that of the analysed row or of none."""
    frame = LONG.assign(still=LONG["age"].where(LONG["visit"] != "day3", 999).astype(float))
    gone = (LONG["visit"] == "latest") & (LONG["arm"] == "VBS") & (LONG["age"] < 75)
    two = compare(frame[~gone], **ARMS, outcome="still", **VISITS)
    left = frame[~gone & (frame["visit"] == "latest")]
    means = left.groupby("arm")["still"].mean()
    e = two["still"].estimate
    assert e.value == pytest.approx(means["VBS"] - means["PKP"])
    assert e.n_treated == (left["arm"] == "VBS").sum() < 30


def test_a_code_for_missing_hides_no_time_of_another_row():
    frame = LONG.assign(time=LONG["weight_bearing_time"].where(LONG["visit"] != "preop", 9999))
    two = compare(frame, **ARMS, outcome="time", event="weight_bearing_event", **VISITS)
    known = compare(PATIENTS, **ARMS, outcome="weight_bearing_time", event=EVENTS)
    assert two["time"].estimate == known["weight_bearing_time"].estimate


def test_rows_of_visits_that_are_not_analysed_may_stand_twice():
    more = pd.concat([LONG, LONG[LONG["visit"] == "day3"]])
    once, twice = (compare(frame, **ARMS, outcome="vas", **VISITS)["vas"] for frame in (LONG, more))
    assert once.estimate == twice.estimate


def test_what_is_not_measured_before_treatment_is_compared_without_a_baseline():
    gone = LONG.assign(odi=LONG["odi"].where(LONG["visit"] == "latest"))
    two = compare(gone, **ARMS, outcome=["odi", "vas"], **VISITS)
    assert [two[name].method[:5] for name in two] == ["Welch", "analy"]


# What was guessed is said, and can be told otherwise.


def test_guesses_are_said():
    said = repr(compare(LONG, **ARMS, outcome=["vas", "cement_leakage"], **VISITS))
    assert "Taken for: vas continuous in points; cement_leakage binary, counted is yes." in said
    assert "kind=, unit= and missing= say otherwise" in said
    assert "The column patient_id is taken to say who a row is" in said
    assert "Analysed is latest, with a number's value at preop taken into account." in said
    assert "P values are not adjusted for the number of outcomes." in said
    told = repr(compare(PATIENTS, **ARMS, outcome="operation_time", kind="continuous", id="patient_id"))
    assert "otherwise" not in told


@pytest.mark.parametrize(
    ("kind", "analysis"),
    [("continuous", "mean_difference"), ("ordinal", "probability_of_superiority"), ("count", "")],
)
def test_a_kind_can_be_told(kind, analysis):
    frame = PATIENTS.assign(asa=[1, 2, 3, 2, 1] * 12 + [1, 2])
    assert compare(frame, **ARMS, outcome="asa")["asa"].kind == "ordinal"
    two = compare(frame, **ARMS, outcome="asa", kind=kind)
    assert two["asa"].kind == kind
    assert analysis in set(two.to_frame()["analysis"]) | {""}


def test_the_order_of_a_categorical_column_says_which_level_counts():
    answer = PATIENTS["cement_leakage"].map({1: "a leak", 0: "none seen"})
    for order, sign in ((["none seen", "a leak"], -1), (["a leak", "none seen"], 1)):
        frame = PATIENTS.assign(cement_leakage=pd.Categorical(answer, order))
        value = compare(frame, **ARMS, outcome="cement_leakage")["cement_leakage"].estimate.value
        assert np.sign(value) == sign


def test_without_an_identifier_it_is_said_that_every_row_is_another_patient():
    words = "Every row is taken for another patient (id= names the column that says who a row is)."
    assert words in repr(compare(PATIENTS.drop(columns="patient_id"), **ARMS, outcome="age"))
    assert words in repr(compare(PATIENTS.set_index("patient_id"), **ARMS, outcome="age"))
    assert "Every row" not in repr(compare(PATIENTS, **ARMS, outcome="age"))


def test_codes_for_missing_are_guessed_and_said_and_can_be_told():
    frame = PATIENTS.assign(operation_time=PATIENTS["operation_time"].where(PATIENTS.index > 2, 999))
    two = compare(frame, **ARMS, outcome="operation_time")
    e = two["operation_time"].estimate
    assert e.n_treated + e.n_control == len(frame) - 3
    assert "999 counted as missing (3 values)" in repr(two)
    kept = compare(frame, **ARMS, outcome="operation_time", missing=[])
    assert kept["operation_time"].estimate.n_treated == 30
    lost = compare(frame, **ARMS, outcome="operation_time", missing=[999, 47])["operation_time"].estimate
    assert lost.n_treated + lost.n_control == (~frame["operation_time"].isin([999, 47])).sum()


def test_a_column_called_censored_says_that_the_event_was_not_seen():
    frame = PATIENTS.assign(censored=1 - PATIENTS["weight_bearing_event"])
    told = [
        compare(frame, **ARMS, outcome="weight_bearing_time", event=event)["weight_bearing_time"].estimate
        for event in ("weight_bearing_event", "censored")
    ]
    assert told[0] == told[1]


def test_a_time_that_nobody_was_spared_needs_no_two_levels():
    found = [
        compare(PATIENTS.assign(seen=yes), **ARMS, outcome="weight_bearing_time", event="seen")
        for yes in (1, "yes")
    ]
    first, second = (two["weight_bearing_time"].estimate for two in found)
    assert first.estimable
    assert first == second


def seen(no: object, yes: object) -> pd.DataFrame:
    return PATIENTS.assign(died=PATIENTS["weight_bearing_event"].map({0: no, 1: yes}))


@pytest.mark.parametrize(
    "words", [(0, 1), (0.0, 1.0), (False, True), ("no", "yes"), ("N", "Y"), ("censored", "event")]
)
def test_the_face_says_which_is_the_event(words):
    one = compare(seen(*words), **ARMS, outcome="weight_bearing_time", event="died")
    known = compare(PATIENTS, **ARMS, outcome="weight_bearing_time", event=EVENTS)
    assert one["weight_bearing_time"].estimate == known["weight_bearing_time"].estimate
    code = int(words[1]) if isinstance(words[1], float) else words[1]
    assert f"the event is died = {code}" in repr(one)


def test_of_a_column_called_censored_the_event_is_its_no():
    frame = PATIENTS.assign(censored=1 - PATIENTS["weight_bearing_event"])
    two = compare(frame, **ARMS, outcome="weight_bearing_time", event="censored")
    assert "the event is censored = 0" in repr(two)


def test_a_truth_that_is_never_so_is_compared():
    e = compare(PATIENTS.assign(died=False), **ARMS, outcome="died")["died"].estimate
    assert (e.value, e.p_value) == (0, 1)


def test_an_arm_without_a_value_is_said():
    gone = PATIENTS.assign(operation_time=PATIENTS["operation_time"].where(PATIENTS["arm"] == "VBS"))
    said = repr(compare(gone, **ARMS, outcome="operation_time")["operation_time"])
    assert (
        said
        == "not estimable (an arm has no value), Welch's t interval and test, 30 and 0 patients with a value"
    )


# Faces.


def test_the_face_of_an_outcome_knows_unit_and_method():
    two = compare(PATIENTS, **ARMS, outcome="operation_time", unit="min")
    assert (
        repr(two["operation_time"]) == "1.9 min (95% CI −2.2 to 6.0), P = 0.36, Welch's t interval and test"
    )


def test_it_is_a_mapping():
    two = compare(PATIENTS, **ARMS, outcome=["operation_time", "cement_leakage"])
    assert (len(two), list(two)) == (2, ["operation_time", "cement_leakage"])
    assert [repr(one) for one in two.values()] == [repr(two[name]) for name in two]
    assert "hospital_stay" not in two
    assert two.get("hospital_stay") is None
    with pytest.raises(KeyError, match="did you mean 'operation_time'"):
        two["operationtime"]


def test_columns_may_be_called_by_numbers():
    frame = PATIENTS.rename(columns={"operation_time": 3})
    assert compare(frame, **ARMS, outcome=3)[3].estimate.n_treated == 30


def test_the_table_has_the_columns_of_the_published_one():
    two = compare(PATIENTS, **ARMS, outcome=["operation_time", "cement_leakage"])
    assert tuple(two.to_frame().columns) == RESULTS.header
    assert set(two["cement_leakage"].to_frame()["variable"]) == {"cement_leakage"}


def test_in_a_notebook_it_is_a_table():
    html = compare(LONG, **ARMS, outcome=["vas", "cement_leakage"], **VISITS)._repr_html_()
    assert html.count("<table>") == 1
    assert "VBS\xa0" not in html
    for text in ("VBS<br>n = 30", "Cement leakage", "P values are not adjusted", "analysis of covariance"):
        assert text in html


def test_where_a_restricted_mean_ends_is_said_of_each_time():
    names = ["weight_bearing_time", "stay"]
    assert PATIENTS[EVENTS[names[0]]].eq("1").all() or PATIENTS[EVENTS[names[0]]].eq(1).all()
    end = int(PATIENTS[names[0]].max())  # nobody is censored: both curves are known for ever
    frame = PATIENTS.assign(stay=PATIENTS["hospital_stay"])
    one = compare(frame, **ARMS, outcome=names[0], event=EVENTS[names[0]], unit="days")
    assert f"difference in restricted mean time up to {end} days (horizon from the data), difference" in repr(
        one[names[0]]
    )
    assert (
        f"for Weight bearing time up to {end} days (horizon from the data), and not the difference of the medians"
        in one._repr_html_()
    )
    later = frame.assign(weight_bearing_time=frame["weight_bearing_time"] + 0.001234)
    finer = compare(later, **ARMS, outcome=names[0], event=EVENTS[names[0]], unit="days")
    assert f"up to {end}.0 days (horizon" in repr(finer)  # no patient's time to all its decimals
    assert f"{end}.001" not in repr(finer) + finer._repr_html_()
    two = compare(frame, **ARMS, outcome=names, event=dict.fromkeys(names, EVENTS[names[0]]))
    own = "(horizon from the data)"
    assert f"for Weight bearing time up to {end} {own} and for Stay up to" in two._repr_html_()


def test_labels_are_told_apart_and_no_caption_says_a_word_twice():
    frame = PATIENTS.assign(
        **{"Operation Time": PATIENTS["operation_time"], "days": PATIENTS["hospital_stay"]}
    )
    two = compare(frame, **ARMS, outcome=["operation_time", "Operation Time", "days"])
    assert "\nOperation time: " in repr(two)
    assert "\nOperation time (2): " in repr(two)
    assert "<th>Days</th>" in two._repr_html_()
    assert twoarm.outcome_table(two.comparison).caption == "Outcomes, VBS and PKP."


def test_a_level_of_intervals_that_is_not_that_of_p_is_said():
    words = "P values are judged at 0.05, which is not the level of the intervals."
    assert words in repr(compare(PATIENTS, **ARMS, outcome="operation_time", conf_level=0.9))
    assert words not in repr(compare(PATIENTS, **ARMS, outcome="operation_time", alpha=0.1))


def test_one_percentage_point_is_one():
    frame = pd.DataFrame(
        {"arm": ["VBS"] * 75 + ["PKP"] * 100, "leak": [1] * 30 + [0] * 45 + [1] * 39 + [0] * 61}
    )
    assert repr(compare(frame, **ARMS, outcome="leak")["leak"]).startswith("1 percentage point (95% CI")


def test_in_a_notebook_differences_of_percentages_have_a_unit():
    words = "Differences of percentages are in percentage points."
    assert words in compare(PATIENTS, **ARMS, outcome="cement_leakage")._repr_html_()
    assert words not in compare(PATIENTS, **ARMS, outcome="operation_time")._repr_html_()


def test_names_are_escaped():
    frame = PATIENTS.rename(columns={"operation_time": "<b>time</b>"}).assign(
        arm=PATIENTS["arm"].replace("VBS", "<i>")
    )
    html = compare(frame, arm="arm", treated="<i>", control="PKP", outcome="<b>time</b>")._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html


def test_the_call_of_earlier_notebooks_works_once_more_and_names_the_new_one():
    for call in (
        lambda: compare(shipped_study(), "imaging"),
        lambda: compare(shipped_study(), section="imaging"),
        lambda: compare(study=shipped_study(), section="imaging"),
    ):
        with pytest.warns(DeprecationWarning, match=r'compare_section\(study, "imaging"\)') as told:
            found = call()
        assert found.results == shipped_section("imaging").results
        assert told[0].filename == __file__  # the reader's line, and none of ours


def test_visits_of_the_study_are_as_this_test_takes_them():
    study = shipped_study()
    assert main_visit(study, study.variable("vas")) == VISITS["visit"][1]
    assert study.spec.baseline_visit == VISITS["baseline"][1]
