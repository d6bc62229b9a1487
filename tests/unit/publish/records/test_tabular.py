"""Records of notebooks as CSV: once each, at full precision, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from twoarm.publish.records.tabular import write_tables
from twoarm.tables.every import RUN_TABLES, WITHOUT_PATIENTS

DESIGN = {
    "results": "section,variable,visit,arm,analysis,estimand,estimate,low,high,conf_level,p_value,p_adjusted,method,"
    "n_treated,n_control,unit,role,reason,horizon,draws,monte_carlo_p,monte_carlo_limit,pooled_sd,horizon_source,"
    "statistic,df,arm_label",
    "summaries": "section,variable,visit,arm,level,n,missing,mean,sd,median,q1,q3,min,max,count,percent,p5,p95,"
    "arm_label,units",
    "courses": "section,variable,visit,arm,n,mean,low,high,conf_level,unit,arm_label",
    "curves": "section,variable,arm,at,time,at_risk,events,censored,survival,low,high,conf_level,unit,arm_label",
    "agreement": "section,variable,visit,question,asked,agreeing,disagreeing,not_estimable,answer,side",
    "power": "section,variable,visit,analysis,n_treated,n_control,alpha,power,detectable,scale,reason",
    "claims": "id,part,quote,statistic,published,recomputed,significant,verdict,method,source,unit",
    "specifications": "section,variable,visit,test,unit,covariates,weights,outliers,estimate,low,high,conf_level,p_value,"
    "n_treated,n_control,measure_unit,role,reason",
    "reconstructions": "seed,section,variable,visit,analysis,estimate,low,high,conf_level,p_value",
}


def written(folder: Path, *records: dict[str, list[dict]]) -> dict[str, list[dict[str, str]]]:
    paths = []
    for number, record in enumerate(records):
        full = {
            name: [dict.fromkeys(t.header) | row for row in record.get(name, [])]
            for name, t in RUN_TABLES.items()
        }
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(json.dumps(full), "utf-8")
    write_tables(paths, folder, private=False)
    return {
        name: list(csv.DictReader((folder / f"{name}.csv").open(encoding="utf-8"))) for name in RUN_TABLES
    }


@pytest.mark.parametrize("name", DESIGN)
def test_columns_are_those_of_the_design_even_without_a_row(name, tmp_path):
    written(tmp_path, {})
    assert (tmp_path / f"{name}.csv").read_text("utf-8") == DESIGN[name] + "\n"


def test_a_row_that_two_notebooks_showed_is_written_once_in_the_order_of_the_notebooks(tmp_path):
    one, two = {"variable": "vas", "estimate": 0.1}, {"variable": "odi", "estimate": 0.2}
    rows = written(tmp_path, {"results": [one]}, {"results": [two, one]})["results"]
    assert [row["variable"] for row in rows] == ["vas", "odi"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.30000000000000004"),
        (-0.1792, "-0.1792"),
        (1e-300, "1e-300"),
        (3, "3"),
        (True, "true"),
        (None, ""),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (float("nan"), ""),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "+1"),  # a number in a spreadsheet, and no formula
        ("-1", "-1"),
        ("-1+1", "'-1+1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t'=1"),
        ("VBS, new", "VBS, new"),
    ],
)
def test_how_a_value_is_written(value, text, tmp_path):
    assert written(tmp_path, {"results": [{"estimate": value}]})["results"][0]["estimate"] == text


@pytest.mark.parametrize("private", [False, True])
def test_patients_that_are_not_public_have_no_table_of_single_ones(private, tmp_path):
    write_tables([], tmp_path, private=private)
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {t.file for t in RUN_TABLES.values() if not (private and t.singles)}
    assert ("curves.csv" in written) != private


def test_an_abstract_alone_has_no_empty_table_of_patients(tmp_path):
    write_tables([], tmp_path, private=False, alone=True)
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {table.file for table in WITHOUT_PATIENTS}
    assert {"results.csv", "claims.csv"} <= found and "summaries.csv" not in found
    row = dict.fromkeys(RUN_TABLES["flow"].header, "")  # a table that has rows is never left out
    (tmp_path / "told.json").write_text(json.dumps({"flow": [row]}), "utf-8")
    write_tables([tmp_path / "told.json"], tmp_path, private=False, alone=True)
    assert (tmp_path / "flow.csv").is_file()


def test_a_policy_that_gathers_patients_lets_the_table_of_curves_be_written(tmp_path):
    write_tables([], tmp_path, private=True, gathers=True)
    assert {path.name for path in tmp_path.iterdir()} == {table.file for table in RUN_TABLES.values()}
