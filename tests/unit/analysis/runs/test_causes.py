"""The causes that two manifests tell apart."""

from __future__ import annotations

from copy import deepcopy

from twoarm.analysis.runs.causes import causes

RUN = {
    "parameters": {"alpha": 0.05},
    "versions": {"numpy": "2.4.6"},
    "commit": "73da84",
    "code": "aa",
    "inputs": {"data/patients.csv": "11", "notebooks/02_perioperative.ipynb": "22", "run.json": "33"},
    "altered": {},
}


def told(**changed: object) -> dict[str, list[str]]:
    other = deepcopy(RUN) | changed
    return {kind: [c.name for c in found] for kind, found in causes(RUN, other).items()}


def test_a_run_and_itself():
    assert told() == {}


def test_each_cause_by_its_name():
    assert told(parameters={"alpha": 0.01}) == {"parameters": ["alpha"]}
    assert told(versions={"numpy": "2.5.0"}) == {"versions": ["numpy"]}
    assert told(code="bb") == {"code": ["code"]}
    assert told(commit="other") == {"code": ["commit"]}
    assert told(inputs=RUN["inputs"] | {"data/patients.csv": "12"}) == {"data": ["data/patients.csv"]}
    page = "notebooks/02_perioperative.ipynb"
    assert told(inputs=RUN["inputs"] | {page: "23"}) == {"code": [page]}
    assert told(altered={"results.csv": "44"}) == {"altered": ["results.csv"]}


def test_all_of_several():
    assert list(told(versions={}, parameters={}, inputs={}, code="bb")) == [
        "data",
        "parameters",
        "code",
        "versions",
    ]


def test_the_summary_of_a_run_is_no_cause():
    assert told(inputs=RUN["inputs"] | {"run.json": "34"}) == {}


def test_under_another_key_the_tables_cannot_be_told_and_the_rest_of_the_study_can():
    inputs = RUN["inputs"] | {"data/patients.csv": "12", "data/study.yml": "55"}
    keyed = {"key": "one", "cohort": "66"}
    assert told(keyed=keyed, inputs=inputs) == {
        "data": ["data/study.yml"],
        "data_not_told": ["data/patients.csv"],
    }
    one = RUN | {"keyed": keyed}
    assert list(causes(one, one | {"inputs": inputs, "keyed": {"key": "one", "cohort": "67"}})) == ["data"]
    assert (
        list(causes(one, one | {"inputs": inputs, "keyed": {"key": "two", "cohort": "66"}}))[1]
        == "data_not_told"
    )


def test_what_an_earlier_version_did_not_record_is_not_there():
    earlier = {k: v for k, v in RUN.items() if k not in ("code", "altered")}
    (change,) = causes(earlier, RUN)["code"]
    assert (change.name, change.a, change.b) == ("code", None, "aa")
