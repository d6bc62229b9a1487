"""The simulated cohort: exact where it is promised, the same on every machine, and true to each published statement."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import lifelines.statistics
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from places import ROOT
from scipy.special import ndtri

from twoarm import random_bits
from twoarm.errors import InputError, ParameterError
from twoarm.random_bits import Source, normal_scores
from twoarm.simulation import draws as draw_variables
from twoarm.simulation import grid_moments, panel_tests
from twoarm.simulation import plan as simulation_plan
from twoarm.simulation import reached as reached_targets
from twoarm.simulation import simulate as simulate_module
from twoarm.simulation import statements as planned_statements
from twoarm.simulation import tables as simulated_tables
from twoarm.simulation import targets as planned_targets
from twoarm.simulation import variables as planned_variables
from twoarm.simulation import verification as verify_plan
from twoarm.simulation.grid_moments import Grid, goal_for, values_for
from twoarm.simulation.latent import scores as latent_scores
from twoarm.simulation.latent import shapes as latent_shapes
from twoarm.simulation.plan import Panel, SimulationPlan, load_plan
from twoarm.simulation.simulate import simulate, simulate_study
from twoarm.simulation.tables import SimulatedCohort, write
from twoarm.simulation.verification import verify
from twoarm.study.files.simulated_record import recorded_seed
from twoarm.study.files.yaml_file import read_yaml

DATA = ROOT / "data"
GENERATOR = (
    draw_variables,
    grid_moments,
    panel_tests,
    latent_scores,
    latent_shapes,
    planned_statements,
    planned_targets,
    planned_variables,
    random_bits,
    reached_targets,
    simulate_module,
    simulated_tables,
    simulation_plan,
    verify_plan,
)
WRITTEN = ("patients.csv", "visits.csv", "simulated.sha256")

ANOTHER_STUDY = """
seed: 5
columns: {patient: animal, arm: diet, visit: week}
identifiers: {prefix: R, digits: 4}
arms: [{code: high, size: 9}, {code: low, size: 12}]
visits: {order: [w0, w1, w2, w3], baseline: w0}
patient_variables:
  litter:
    {kind: divided, shares: {north: 0.5, south: 0.5}, source: none, status: assumed}
  tumours:
    {kind: clustered, units: 3, clusters: {high: {events: 7, patients: 3}, low: {events: 0, patients: 0}},
     source: none, status: assumed}
  died:
    {kind: counted, counts: {high: {1: 6, 0: 3}, low: {1: 11, 0: 1}}, source: none, status: assumed}
  survival:
    {kind: measured, event: died, step: 1, lo: 0, hi: 90, source: none, status: assumed,
     targets: {high: {mean: 60, sd: 12}, low: {mean: 20, sd: 9}}}
  liver:
    {kind: measured, step: 0.25, lo: -2, hi: 12, loadings: [0.5], source: none, status: assumed,
     targets: {high: {mean: "4.50", sd: "1.30"}, low: {mean: 4.4, sd: 1.3}}}
visit_variables:
  weight:
    {step: 5, lo: 100, hi: 400, patient_icc: 0.8, loadings: [0.3], source: none, status: assumed,
     targets: {high: {w0: {mean: 200, sd: 21}, w3: {mean: 310, sd: 25}},
               low: {w0: {mean: 201, sd: 20}, w3: {mean: 205, sd: 22}}}}
statements:
  - {kind: events, says: seven of 27 sites, variable: tumours, arm: high, events: 7, of: 27}
  - {kind: fisher, says: more tumours, variable: tumours, significant: true}
  - {kind: between, says: lived longer, variable: survival, significant: true, direction: higher}
  - {kind: between, says: livers alike, variable: liver, significant: false}
  - {kind: between, says: heavier at last, variable: weight, visits: [w3], significant: true, direction: higher}
  - {kind: within, says: gained, variable: weight, arm: high, start: w0, end: w3, direction: higher}
"""


@pytest.fixture(scope="module")
def plan() -> SimulationPlan:
    return load_plan(DATA / "simulation.yml")


@pytest.fixture(scope="module")
def committed() -> tuple[pd.DataFrame, pd.DataFrame]:
    return tuple(pd.read_csv(DATA / name, dtype=str) for name in WRITTEN[:2])


@pytest.fixture
def another(tmp_path: Path) -> SimulationPlan:
    return load_text(ANOTHER_STUDY, tmp_path)


def load_text(text: str, folder: Path) -> SimulationPlan:
    (folder / "simulation.yml").write_text(text, "utf-8")
    return load_plan(folder / "simulation.yml")


def missed(plan: SimulationPlan, patients: pd.DataFrame, visits: pd.DataFrame) -> list[str]:
    return [f"{s.claim} {s.name}" for s in verify(plan, patients, visits) if not s.holds]


def cells(
    patients: pd.DataFrame, visits: pd.DataFrame, plan: SimulationPlan, name: str, arm: str, visit: str
) -> list:
    """The numbers of one arm (and visit), as exact fractions."""
    columns = plan.columns
    rows = patients[patients[columns.arm] == arm]
    if visit:
        mine = visits[columns.patient].isin(rows[columns.patient])
        rows = visits[mine & (visits[columns.visit] == visit)]
    return [Fraction(text) for text in rows[name]]


def prints_as(printed: Decimal, exact: Fraction) -> bool:
    """Whether a number, rounded to the decimals of a printed one, is that one."""
    scale = 10 ** -printed.as_tuple().exponent
    return Fraction(floor(exact * scale + Fraction(1, 2)), scale) == Fraction(printed)


def root_prints_as(printed: Decimal, square: Fraction) -> bool:
    half = Fraction(1, 2 * 10 ** -printed.as_tuple().exponent)
    return (Fraction(printed) - half) ** 2 <= square < (Fraction(printed) + half) ** 2


def assert_targets_met(plan: SimulationPlan, patients: pd.DataFrame, visits: pd.DataFrame) -> None:
    for name, arm, visit, wanted, _ in plan.moments():
        found, variable = cells(patients, visits, plan, name, arm, visit), plan.variables[name]
        mean = sum(found) / len(found)
        assert len(found) == plan.sizes[arm]
        assert prints_as(wanted.mean, mean), (name, arm, visit)
        assert root_prints_as(wanted.sd, sum((x - mean) ** 2 for x in found) / (len(found) - 1)), (
            name,
            arm,
            visit,
        )
        assert all(variable.lo <= x <= variable.hi for x in found)
        assert all((x - Fraction(variable.lo)) % Fraction(variable.step) == 0 for x in found)


def test_the_committed_files_come_out_again_byte_for_byte(tmp_path):
    (tmp_path / "simulation.yml").write_bytes((DATA / "simulation.yml").read_bytes())
    simulate_study(tmp_path)
    for name in WRITTEN:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name
        assert b"\r" not in (DATA / name).read_bytes()


def test_every_mean_and_sd_is_exact_as_printed(plan, committed):
    assert_targets_met(plan, *committed)


def test_published_counts_and_months_are_exact(committed):
    patients, visits = committed
    by_arm = dict(list(patients.groupby("arm")))
    count = {
        arm: rows.drop(columns=["patient_id", "arm", "sex", "level"]).astype(float)
        for arm, rows in by_arm.items()
    }
    assert {arm: len(rows) for arm, rows in by_arm.items()} == {"VBS": 30, "PKP": 32}
    assert {arm: rows["cement_leakage"].sum() for arm, rows in count.items()} == {"VBS": 4, "PKP": 10}
    assert {arm: rows["ruptured_balloons"].sum() for arm, rows in count.items()} == {"VBS": 5, "PKP": 0}
    assert (count["VBS"]["ruptured_balloons"] > 0).sum() == 5
    assert {arm: (rows["sex"] == "F").sum() for arm, rows in by_arm.items()} == {"VBS": 24, "PKP": 26}
    months = patients["follow_up_months"].astype(int)
    assert months.value_counts().to_dict() == {12: 8, 13: 13, 14: 16, 15: 14, 16: 11}
    assert (patients[["procedure_completed", "weight_bearing_event"]] == "1").all(axis=None)
    assert (len(visits), visits["visit"].value_counts().nunique()) == (186, 1)


def test_a_code_of_the_whole_study_is_divided_evenly_over_the_arms(plan, committed):
    patients, _ = committed
    for name in ("follow_up_months", "level"):
        table = pd.crosstab(patients[name], patients["arm"])
        expected = np.outer(table.sum(axis=1), table.sum()) / len(patients)
        assert (np.abs(table - expected) < 2).all(axis=None), name


def test_the_committed_cohort_meets_every_statement(plan, committed):
    assert missed(plan, *committed) == []


def test_other_seeds_meet_every_statement_and_target_and_give_other_cohorts(plan):
    """Six of them; a hundred in the slow tests."""
    cohorts = [simulate(plan, seed) for seed in range(6)]
    for cohort in cohorts:
        assert missed(plan, cohort.patients, cohort.visits) == []
        assert_targets_met(plan, cohort.patients, cohort.visits)
        assert set(cohort.attempts) == set(plan.variables)
        assert min(cohort.attempts.values()) >= 1
    assert len({cohort.patients.to_csv() for cohort in cohorts}) == 6


def test_a_draw_that_misses_is_drawn_again_and_the_attempt_is_recorded(plan):
    strict = plan.model_copy(update={"panel": Panel(significant_below=0.05, not_significant_above=0.35)})
    cohort, same = simulate(strict, 3), simulate(plan, 3)
    assert missed(strict, cohort.patients, cohort.visits) == []
    redrawn = {name for name, attempt in cohort.attempts.items() if attempt != same.attempts[name]}
    followers = {name for name, v in plan.visit_variables.items() if redrawn & {*v.follows}}
    assert redrawn
    tables = [(cohort.patients, same.patients), (cohort.visits, same.visits)]
    changed = {name for new, old in tables for name in new.columns if not new[name].equals(old[name])}
    assert changed == redrawn | followers


def test_every_statement_about_the_abstract_is_quoted_from_it(plan):
    abstract = (DATA / "abstract.md").read_text("utf-8")
    claims = {claim["id"] for claim in read_yaml(DATA / "claims.yml", InputError)["claims"]}
    for statement in plan.statements:
        if statement.claim:
            assert statement.claim in claims
            assert statement.says in abstract
        else:
            assert statement.says.startswith("assumed")


@pytest.mark.filterwarnings("ignore:Precision loss")  # all values of an arm are one
@pytest.mark.parametrize(
    ("column", "value", "claims"),
    [
        ("vas", "10", {"C21", "C25"}),
        ("cobb_angle", "30.0", {"C29", "C32"}),
        ("vertebral_height", "", {"C27", "C31"}),
    ],
)
def test_an_edited_visit_breaks_the_statements_about_it_and_no_other(plan, committed, column, value, claims):
    patients, visits = committed[0], committed[1].copy()
    treated = visits["patient_id"].isin(patients.loc[patients["arm"] == "VBS", "patient_id"])
    visits.loc[treated & (visits["visit"] == "latest"), column] = value or np.nan
    assert {name.split()[0] for name in missed(plan, patients, visits)} == claims


@pytest.mark.parametrize(
    ("column", "arm", "value", "claims"),
    [
        ("cement_leakage", "PKP", "1", {"C07", "C08"}),
        ("ruptured_balloons", "VBS", "0", {"C09", "C11", "C12"}),
        ("procedure_completed", "VBS", "0", {"C05"}),
        ("follow_up_months", "VBS", "16", {"C19"}),
    ],
)
def test_an_edited_count_breaks_its_statements_and_no_other(plan, committed, column, arm, value, claims):
    patients = committed[0].copy()
    patients.loc[patients["arm"] == arm, column] = value
    assert {name.split()[0] for name in missed(plan, patients, committed[1])} == claims


def test_a_patient_who_is_gone_is_noticed(plan, committed):
    broken = missed(plan, committed[0].iloc[1:], committed[1])
    assert {"C01 patients, all", "C18 follow_up_months, summary"} <= set(broken)


def test_the_order_of_the_variables_changes_no_value(plan):
    def turned(variables: dict) -> dict:
        return dict(reversed(variables.items()))

    swapped = plan.model_copy(
        update={
            "patient_variables": turned(plan.patient_variables),
            "visit_variables": turned(plan.visit_variables),
            "statements": plan.statements[::-1],
        }
    )
    first, second = simulate(plan), simulate(swapped)
    assert list(second.patients) != list(first.patients)
    pd.testing.assert_frame_equal(second.patients[first.patients.columns], first.patients)
    pd.testing.assert_frame_equal(second.visits[first.visits.columns], first.visits)


def test_dropping_a_variable_leaves_the_others_alone(plan):
    fewer = plan.model_copy(
        update={
            "patient_variables": {k: v for k, v in plan.patient_variables.items() if k != "age"},
        }
    )
    pd.testing.assert_frame_equal(simulate(fewer).patients, simulate(plan).patients.drop(columns="age"))


def test_identifiers_are_unique_sorted_and_never_a_number(committed):
    names = committed[0]["patient_id"]
    assert names.is_unique
    assert names.is_monotonic_increasing
    assert all(re.fullmatch(r"P-(?=.*[0-9])(?=.*[a-f])[0-9a-f]{6}", name) for name in names)


def test_the_drawn_relations_are_those_of_the_plan(plan):
    """On average over seeds: both load 0.7 on the second factor, so they correlate at 0.49, a little less once skewed."""
    names = ("operation_time", "fluoroscopy")
    alone = {"visit_variables": {}, "statements": (), "targets": ()}
    both = {"patient_variables": {name: plan.patient_variables[name] for name in names}}
    free = plan.model_copy(update=alone | both)
    found = [simulate(free, seed).patients[[*names]].astype(float).corr().iloc[0, 1] for seed in range(20)]
    assert np.mean(found) == pytest.approx(0.49, abs=0.1)


def test_no_normal_score_stands_near_a_rounding_edge():
    """So the last bit of a processor's logarithm cannot change a score: all 65,536 of them."""
    every = np.arange(2**16)
    millionths = ndtri((every + 0.5) / 2**16) * 1e6
    from_edge = np.abs(millionths - np.floor(millionths) - 0.5)
    assert (from_edge > 64 * np.spacing(np.abs(millionths))).all()
    assert (np.diff(normal_scores(every)) > 0).all()
    assert (normal_scores(every) == -normal_scores(every[::-1])).all()


def test_infeasible_targets_are_refused_all_at_once(plan):
    content = plan.model_dump()
    content["patient_variables"]["hospital_stay"]["targets"]["VBS"]["mean"] = (
        "5.55"  # no 30 whole days have it
    )
    content["patient_variables"]["bmi"]["targets"]["PKP"]["sd"] = "9.0"  # wider than the scale from 16 to 33
    content["visit_variables"]["vas"]["targets"]["VBS"]["latest"]["mean"] = "11.0"
    with pytest.raises(InputError) as refused:
        simulate(SimulationPlan.model_validate(content))
    places = [str(problem.where) for problem in refused.value.problems]
    assert places == ["bmi, PKP", "hospital_stay, VBS", "vas, VBS, latest"]


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize("mean", ["1.5", "1.33", "0.9"])
@pytest.mark.parametrize("sd", ["0.7", "1.53", "2.1", "1.0"])
def test_values_are_found_where_there_are_any_and_only_there(n, mean, sd):
    """Checked against every set of n values from 0 to 3."""
    grid, source = Grid(Decimal(0), Decimal(1), 3), Source(1)
    reached = set()
    for values in np.ndindex(*(4,) * n):
        average = Fraction(sum(values), n)
        square = sum((x - average) ** 2 for x in values) / (n - 1)
        if prints_as(Decimal(mean), average) and root_prints_as(Decimal(sd), square):
            reached.add((sum(values), sum(x * x for x in values)))
    goal = goal_for(Decimal(mean), Decimal(sd), n, grid)
    draws = range(20 if goal else 0)
    found = [values_for(source.scores(n, "a", i), goal, grid, source.order(n, "b", i)) for i in draws]
    found = [values for values in found if values is not None]
    assert bool(found) == bool(reached)
    assert all((values.sum(), (values**2).sum()) in reached for values in found)


def test_statements_that_the_counts_contradict_are_refused(another):
    statements = [s.model_dump() for s in another.statements]
    statements[1]["significant"] = False
    with pytest.raises(InputError, match="tumours: no draw met the statement about tumours, arms"):
        simulate(SimulationPlan.model_validate(another.model_dump() | {"statements": statements}))


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_outside_its_range_is_refused(plan, seed):
    with pytest.raises(ParameterError, match="seed"):
        simulate(plan, seed)


def test_another_study_is_simulated_from_its_own_plan(another, tmp_path):
    cohort = simulate_study(tmp_path)
    assert missed(another, cohort.patients, cohort.visits) == []
    assert_targets_met(another, cohort.patients, cohort.visits)
    assert list(cohort.patients) == ["animal", "diet", "litter", "tumours", "died", "survival", "liver"]
    assert cohort.patients["diet"].value_counts().to_dict() == {"high": 9, "low": 12}
    tumours = cohort.patients.groupby("diet")["tumours"].agg(lambda found: sorted(found.astype(int))[-3:])
    assert tumours.to_dict() == {"high": [2, 2, 3], "low": [0, 0, 0]}
    assert sorted(cohort.patients["litter"].value_counts()) == [10, 11]
    assert cohort.patients["liver"].str.fullmatch(r"-?\d+\.\d\d").all()
    unmeasured = cohort.visits[cohort.visits["week"].isin(["w1", "w2"])]
    assert (unmeasured["weight"] == "").all()
    read_back = [pd.read_csv(tmp_path / name, dtype=str, keep_default_na=False) for name in WRITTEN[:2]]
    pd.testing.assert_frame_equal(read_back[0], cohort.patients, check_dtype=False)
    pd.testing.assert_frame_equal(read_back[1], cohort.visits, check_dtype=False)


def test_a_study_without_visits_or_fixed_counts_needs_none(tmp_path):
    plan = load_text(
        "seed: 1\narms: [{code: a, size: 5}, {code: b, size: 6}]\npatient_variables:\n"
        "  x: {kind: measured, step: 1, lo: 0, hi: 9, source: none, status: assumed,\n"
        "      targets: {a: {mean: 4, sd: 2}, b: {mean: 5, sd: 2}}}\n",
        tmp_path,
    )
    cohort = simulate_study(tmp_path)
    assert_targets_met(plan, cohort.patients, cohort.visits)
    assert not (tmp_path / "visits.csv").exists()
    record = (tmp_path / "simulated.sha256").read_text().splitlines()
    assert record[0] == "# seed 1"
    assert [line.split()[1] for line in record[1:]] == ["patients.csv"]
    assert recorded_seed(tmp_path) == 1


def test_ancova_and_log_rank_agree_with_other_libraries(plan, committed, another):
    patients, visits = committed
    merged = visits.merge(patients[["patient_id", "arm"]])
    wide = (
        merged.pivot(index=["patient_id", "arm"], columns="visit", values="odi").astype(float).reset_index()
    )
    design = sm.add_constant(np.column_stack([wide["arm"] == "VBS", wide["preop"]]).astype(float))
    fit = sm.OLS(wide["latest"], design).fit(cov_type="HC3", use_t=True)
    found = {s.name: s.p_values for s in verify(plan, patients, visits)}
    assert found["odi, arms at latest"]["ANCOVA"] == pytest.approx(fit.pvalues.iloc[1], rel=1e-9)
    rats = simulate(another)
    arms = [
        rats.patients[rats.patients["diet"] == arm][["survival", "died"]].astype(int) for arm in another.sizes
    ]
    times, events = zip(*((a["survival"], a["died"]) for a in arms), strict=True)
    expected = lifelines.statistics.logrank_test(*times, *events).p_value
    p_values = {s.name: s.p_values for s in verify(another, rats.patients, rats.visits)}["survival, arms"]
    assert set(p_values) == {"log-rank"}  # some survived: no test of plain values applies
    assert p_values["log-rank"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("seed: 5", "seed: -5", "seed"),
        ("seed: 5", "seed: 5\nseeds: 6", "seeds"),
        ("step: 0.25", "step: 0.3", "liver: hi is not a whole number of steps above lo"),
        (
            "high: {1: 6, 0: 3}",
            "high: {1: 6, 0: 4}",
            "died: the counts of high do not add up to its patients",
        ),
        ("north: 0.5", "north: 0.6", "litter: the shares do not add up to 1"),
        ("events: 7, patients: 3}", "events: 10, patients: 3}", "tumours: the events of high do not fit"),
        ("event: died", "event: dead", "survival: event names no counted variable"),
        ("baseline: w0", "baseline: w9", "visits: the baseline is none of the visits"),
        ("visits: [w3]", "visits: [w1]", "statement 5: the variable is not measured at such a visit"),
        ("variable: liver", "variable: lever", "statement 4: there is no variable 'lever'"),
        ("loadings: [0.5]", "loadings: [0.8, 0.7]", "liver: the squares of the loadings"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(tmp_path, old, new, where):
    assert ANOTHER_STUDY.count(old) == 1
    with pytest.raises(InputError, match=re.escape(where)):
        load_text(ANOTHER_STUDY.replace(old, new), tmp_path)


def test_a_plan_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"simulation\.yml is missing"):
        simulate_study(tmp_path)


def test_the_generator_names_no_variable_arm_or_visit(plan):
    """Everything particular to the study stands in its plan."""
    words = {*plan.variables, *plan.sizes, *plan.visits.order}
    for module in GENERATOR:
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        texts = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not words & texts, module.__name__


# Writing into a study folder


def test_visits_that_an_earlier_simulation_wrote_go_when_the_plan_has_none(tmp_path):
    patients = pd.DataFrame({"patient_id": ["P-1"], "arm": ["A"]})
    visits = pd.DataFrame({"patient_id": ["P-1"], "visit": ["w0"]})
    write(SimulatedCohort(patients, visits, {}, 1), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(WRITTEN)
    write(SimulatedCohort(patients, pd.DataFrame(), {}, 1), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["patients.csv", "simulated.sha256"]
    assert "visits.csv" not in (tmp_path / "simulated.sha256").read_text("utf-8")


def test_visits_of_somebody_s_own_stay(tmp_path):
    (tmp_path / "visits.csv").write_text("mine")
    patients = pd.DataFrame({"patient_id": ["P-1"], "arm": ["A"]})
    write(SimulatedCohort(patients, pd.DataFrame(), {}, 1), tmp_path)
    assert (tmp_path / "visits.csv").read_text() == "mine"
