"""The plan of a small study: what follows from the kinds of its variables, and that what is computed follows it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.compare import compare_baseline, compare_section
from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.analysis.sensitivity.imputations import impute_outcomes
from twoarm.present.about.reference_tables import citations, plan_table
from twoarm.study.opened import Study, open_study
from twoarm.tables.about import METHODS_IN_USE
from twoarm.tables.choices import PLANNED

DESCRIBED = """\
name   label  table     role       section        kind         levels
age    Age    patients  covariate  baseline       continuous   .
leak   Leak   patients  outcome    perioperative  binary       0=no|1=yes
type   Type   patients  outcome    perioperative  categorical  0=a|1=b|2=c
pain   Pain   visits    outcome    follow_up      continuous   .
"""
PATIENTS = "arm  age  leak  type\n" + "".join(
    f"{a}  {40 + 3 * n}  {n % 2}  {n % 3}\n" for n, a in enumerate("AAABBBAB")
)
VISITS = "patient  visit  pain\n" + "".join(
    f"{n}  {visit}  {(n * k) % 5}\n" for n in range(1, 9) for k, visit in ((2, "before"), (3, "after"))
)


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    folder = tmp_path_factory.mktemp("plan") / "small"
    return open_study(str(write_study(folder, DESCRIBED, PATIENTS, VISITS, BEFORE_AND_AFTER)))


def test_each_outcome_has_the_primary_method_of_its_kind(study):
    primary = {row.variable: row.analysis for row in AnalysisPlan(study).planned if row.role == "primary"}
    assert primary == {"age": "smd", "leak": "risk_difference", "type": "chi_square", "pain": "ancova"}


def test_the_rows_are_those_of_the_published_table(study):
    rows = AnalysisPlan(study).rows()["plan"]
    assert {tuple(row) for row in rows} == {PLANNED.header}
    keys = [tuple(row[key] for key in PLANNED.keys) for row in rows]
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if key[0] == "baseline"] == [
        ("baseline", "age", "smd"),
        ("baseline", "pain", "smd"),
    ]


def test_what_is_computed_is_what_was_planned(study):
    plan = {(row.section, row.variable, row.analysis) for row in AnalysisPlan(study).planned}
    sections = [compare_section(study, name) for name in ("perioperative", "follow_up")]
    done = {(r.section, r.variable, r.analysis) for c in sections for r in c.results}
    done |= {
        (r.section, r.variable, r.analysis) for r in compare_baseline(study).results if r.analysis == "smd"
    }
    # What would be done about missing values is planned whether or not some are missing; here none is.
    imputed = {("perioperative", "leak", "imputed_risk_difference"), ("follow_up", "pain", "imputed_ancova")}
    assert done == plan - imputed and imputed <= plan
    assert not impute_outcomes(study).found


def test_the_tables_read_the_plan(study):
    plan = AnalysisPlan(study)
    rows = plan.rows()["methods"]
    assert [row["analysis"] for row in rows] == [m.name for m in plan.in_use]
    assert {tuple(row) for row in rows} == {METHODS_IN_USE.header} and all(all(row.values()) for row in rows)
    listed = re.findall(r"`(\w+)`(?:,| \{cite:p\})", citations(study))
    assert sorted(listed) == sorted(m.name for m in plan.in_use)
    assert [row[0] for row in plan_table(plan).rows] == ["Leak", "Type", "Pain"]


def test_without_a_covariate_nothing_is_weighted(study):
    # An outcome that was measured before treatment is known then, as a covariate is.
    kept = (v for v in study.dictionary if v.role != "covariate" and v.table != "visits")
    bare = replace(study, dictionary=tuple(kept))
    assert AnalysisPlan(study).covariates and not AnalysisPlan(bare).covariates
    with_, without = ({m.name for m in AnalysisPlan(one).in_use} for one in (study, bare))
    weighted = {
        "weighted_risk_difference",
        "complete_risk_difference",
        "smd_weighted",
        "effective_sample_size",
    }
    assert weighted <= with_
    assert not weighted & without
