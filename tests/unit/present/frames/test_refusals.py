"""What `compare` cannot use is refused as `twoarm check` refuses: typed, all at once, by place from 0, never by value."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from error_texts import texts_of

from twoarm import compare
from twoarm.errors import InputError, ParameterError

N = 12
FRAME = pd.DataFrame(
    {
        "pid": [f"CANARY{i:04}" for i in range(N)],
        "arm": ["VBS", "PKP"] * 6,
        "operation_time": [31, 42, 35, 40, 33, 47, 38, 44, 36, 41, 30, 45.5],
        "leak": [0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0],
        "asa": [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 2],
        "same": 1,
        "day": pd.date_range("2024-01-01", periods=N),
        "empty": np.nan,
    }
)
LONG = pd.concat(
    [
        FRAME.assign(visit="preop", vas=range(N)),
        FRAME.assign(visit="latest", vas=[3, 2, 1, 4, 5, 2, 7, 1, 2, 3, 0, 4]),
    ],
    ignore_index=True,
)
CALL = {"arm": "arm", "treated": "VBS", "control": "PKP", "outcome": "operation_time"}
AT = {"outcome": "vas", "visit": ("visit", "latest")}
BEFORE = {"baseline": ("visit", "preop")}


class Polars:
    """What a frame of another library has in common with one of polars."""

    def to_pandas(self) -> pd.DataFrame:
        return FRAME


def without(frame: pd.DataFrame, column: str, *rows: int) -> pd.DataFrame:
    """The frame with some cells of a column missing."""
    return frame.assign(**{column: frame[column].where(~frame.index.isin(rows))})


ARGUMENTS: dict[str, tuple[Any, dict[str, Any], list[str]]] = {
    "nothing given": (
        FRAME,
        dict.fromkeys(CALL),
        ["arm: not given (the column", "treated: not", "control: not", "outcome: not given"],
    ),
    "columns absent": (
        FRAME,
        {"arm": "Arm", "outcome": ["operationtime", "leak"], "id": "patient"},
        [
            "arm: there is no column 'Arm' (did you mean 'arm'?)",
            "'operationtime' (did you mean 'operation_time'?)",
            "id: there",
        ],
    ),
    "outcomes of which none is a column": (
        FRAME,
        {"outcome": ["operationtime", "leek"]},
        ["'operationtime' (did you mean 'operation_time'?)", "'leek' (did you mean 'leak'?)"],
    ),
    "a level in other letters": (
        FRAME,
        {"treated": "vbs"},
        ["treated: no row of 'arm' is 'vbs' (did you mean 'VBS'?)"],
    ),
    "a level that is none": (FRAME, {"treated": "xyz"}, ["(its levels: 'PKP', 'VBS')"]),
    "a level of one row": (
        FRAME.assign(arm=["CANARY", *FRAME["arm"][1:]]),
        {"treated": "x"},
        ["its levels: 'PKP', 'VBS'"],
    ),
    "identifiers for arms": (
        pd.concat([FRAME] * 2),
        {"arm": "pid", "treated": "CANARY000"},
        ["treated: no row of 'pid' is", "control"],
    ),
    "an arm of many levels": (
        pd.concat([FRAME] * 2),
        {"arm": "operation_time", "outcome": "leak"},
        ["it has 12 different values"] * 2,
    ),
    "one level twice": (FRAME, {"treated": "PKP"}, ["control: the same level as treated"]),
    "an argument that is none": (
        FRAME,
        {"outcomes": "leak", "group": "arm"},
        ["outcomes: no such argument (did you mean 'outcome'?)", "known are arm,"],
    ),
    "alpha and level out of range": (
        FRAME,
        {"alpha": 5, "conf_level": 95},
        ["alpha: Input should be less than 0.5 (5% is 0.05)", "(95% is 0.95)"],
    ),
    "alpha no number": (FRAME, {"alpha": "0.05"}, ["alpha: Input should be a valid number"]),
    "a kind that is none": (
        FRAME,
        {"kind": "continous"},
        ["kind: 'continous' is no kind of outcome (did you mean 'continuous'?)"],
    ),
    "a kind for several": (
        FRAME,
        {"outcome": ["leak", "asa"], "kind": "binary"},
        ["there are several outcomes; say of which (kind={'leak': ...})"],
    ),
    "a kind of another column": (
        FRAME,
        {"kind": {"lek": "binary"}, "outcome": "leak"},
        ["'lek' is none of the outcomes (did"],
    ),
    "a time without event": (
        FRAME,
        {"kind": "time"},
        ["event: the time 'operation_time' needs the column of its event"],
    ),
    "an event of no time": (
        FRAME,
        {"kind": "binary", "event": "leak"},
        ["kind: 'operation_time' has an event"],
    ),
    "an event that is no column": (
        FRAME,
        {"event": "leek"},
        ["event: there is no column 'leek' (did you mean 'leak'?)"],
    ),
    "the arm as outcome": (FRAME, {"outcome": "arm"}, ["outcome: 'arm' is given as arm, too"]),
    "a column twice": (
        pd.concat([FRAME, FRAME[["leak"]]], axis=1),
        {"outcome": "leak"},
        ["2 columns are called 'leak'"],
    ),
    "a name that stands for something": (
        FRAME.assign(visit=range(N)),
        {"outcome": "visit"},
        ["'visit' cannot be told"],
    ),
    "lists in lists": (FRAME, {"outcome": [["leak"]]}, ["outcome: not the name of a column"]),
    "lists for names": (
        FRAME,
        {"arm": ["arm"], "id": {}},
        ["arm: not the name of a column (give the name", "id: not the name of a column"],
    ),
    "a visit without its level": (
        LONG,
        {"outcome": "vas", "visit": "latest"},
        ['visit: not a pair (visit=("visit", "month 3")'],
    ),
    "a visit that is none": (
        LONG,
        AT | {"visit": ("visit", "last")},
        ["no row of 'visit' is 'last' (did you mean 'latest'?)"],
    ),
    "a baseline without visit": (
        LONG,
        {"outcome": "vas"} | BEFORE,
        ["visit: not given, though there is a baseline"],
    ),
    "a baseline in a column of its own": (
        LONG,
        AT | {"baseline": "asa"},
        ["the one level that is meant; a baseline in a column of its own is not supported yet)"],
    ),
    "a baseline that is the visit": (
        LONG,
        AT | {"baseline": ("visit", "latest")},
        ["baseline: the same visit"],
    ),
    "a baseline in another column": (
        LONG,
        AT | {"baseline": ("asa", 1)},
        ["baseline: another column than that of visit, 'visit'"],
    ),
    "a baseline of nobody": (
        LONG.drop(columns="pid"),
        AT | BEFORE,
        ["id: not given, though a patient has a row for each visit (the column that says who a row is"],
    ),
    "a visit of nobody": (LONG.drop(columns="pid"), AT, ["id: not given, though a patient has a row"]),
    "patients of the index, twice": (
        LONG.set_index("pid"),
        {"outcome": "vas"},
        ["id: not given, and the index 'pid' is no column (give frame.reset_index())"],
    ),
    "patients and visits of the index": (
        LONG.set_index(["pid", "visit"]),
        {"outcome": "vas"},
        ["id: not given, and the index 'pid' is no column (give frame.reset_index())"],
    ),
    "visits of patients of the index": (LONG.set_index("pid"), AT, ["id: not given, and the index 'pid' is"]),
    "columns of the index": (
        LONG.set_index(["pid", "visit"]),
        AT | {"id": "pid"},
        [
            "id: there is no column 'pid' (it is the index: give frame.reset_index())",
            "visit: there is no column 'visit' (it is the index",
        ],
    ),
    "names of several levels": (pd.concat({"a": FRAME}, axis=1), {}, ['frame.columns = ["_".join']),
    "another library's frame": (Polars(), {}, ["is no DataFrame of pandas (give frame.to_pandas())"]),
    "a path": (
        "data/patients.csv",
        {},
        ["a str is no DataFrame of pandas (read it first, as with pandas.read_csv)"],
    ),
    "a dict": ({"arm": [1]}, {}, ["a dict is no DataFrame of pandas (pandas.DataFrame(...) makes one)"]),
}

EVENT = "{}: levels that do not say which is the event: it takes 0 and 1, False and True, or no and yes"
VALUES = {
    "a Series": FRAME["pid"],
    "an array": FRAME["pid"].to_numpy(),
    "a DataFrame": FRAME,
    "an index": pd.Index(FRAME["pid"]),
    "a list of values": FRAME["pid"].tolist(),
    "a tuple of values": tuple(FRAME["pid"]),
}
FORMS = {
    **dict.fromkeys(("arm", "id", "event"), "not the name of a column (give the name of the column)"),
    **dict.fromkeys(("treated", "control"), "not a level of the arm's column (give the level itself)"),
    "outcome": "not the name of a column, nor a list of names (give the name of the column)",
    **dict.fromkeys(("visit", "baseline"), "not a pair ("),
    "kind": "not a word (such as kind='ordinal')",
    "unit": "not a word (such as unit='min')",
    "missing": "not a code, nor a list of codes (such as missing=[999])",
    "alpha": "Input should be a valid number",
    "conf_level": "Input should be a valid number",
}
DATA: dict[str, tuple[pd.DataFrame, dict[str, Any], list[str]]] = {
    "no rows": (FRAME.head(0), {}, ["frame: it has no rows"]),
    "several at once": (
        FRAME,
        {"outcome": ["empty", "same", "day"]},
        ["empty: no value at all", "same: holds one", "day: a date is never"],
    ),
    "one value": (
        FRAME,
        {"outcome": "same"},
        ['holds one value only (kind="binary" takes 0 and 1 for no and yes)'],
    ),
    "all missing, of a told kind": (
        FRAME,
        {"outcome": "empty", "kind": "continuous"},
        ["empty: no value at all"],
    ),
    "dates": (FRAME, {"outcome": "day"}, ["the days between two dates are one, with the event=COLUMN"]),
    "durations": (
        FRAME.assign(stay=FRAME["day"] - FRAME["day"][0]),
        {"outcome": "stay"},
        [".dt.total_seconds() / 86400"],
    ),
    "arm missing": (
        without(FRAME, "arm", 2, 5),
        {},
        ["arm, rows 2 and 5: the arm is missing (frame.dropna(subset=['arm'])"],
    ),
    "one patient in an arm": (
        FRAME.assign(arm=["VBS"] + ["PKP"] * 11),
        {"control": "PKP"},
        ["arm VBS: 1 of the two patients"],
    ),
    "patients twice": (
        FRAME.assign(pid=["A", "A", *FRAME["pid"][2:]]),
        {"id": "pid"},
        ["pid, row 1: this patient has a row"],
    ),
    "patients twice, guessed": (
        LONG,
        {"outcome": "vas"},
        ["visit=(column, level); where each", "frame.drop(columns='pid')"],
    ),
    "an identifier missing": (
        without(FRAME, "pid", 3),
        {"id": "pid"},
        ["pid, row 3: an identifier is missing"],
    ),
    "a visit twice": (
        pd.concat([LONG, LONG.tail(2)]),
        AT | BEFORE,
        ["frame, rows 24 and 25: this patient has this visit"],
    ),
    "a row twice, without a baseline": (
        pd.concat([LONG, LONG.tail(1)]),
        AT,
        ["frame, row 24: this patient has this visit already (frame[frame.duplicated(['pid', 'visit']"],
    ),
    "a time of each visit": (
        LONG.assign(vas=LONG["vas"] + 1),
        AT | {"event": "leak"},
        ["vas, rows 12, 13", "another value than in an earlier row of the same patient"],
    ),
    "an event of each visit": (
        LONG.assign(seen=[0] * N + [0, 1] * 6),
        AT | {"outcome": "operation_time", "event": "seen"},
        ["seen, rows 13, 15", "another value than"],
    ),
    "a visit missing": (without(LONG, "visit", 3), AT, ["visit, row 3: the visit is missing"]),
    "another arm later": (
        LONG.assign(arm=["VBS", "PKP"] * 6 + ["PKP", "VBS"] * 6),
        AT,
        ["arm, rows 12, 13", "another arm than"],
    ),
    "not at the visit": (
        LONG.assign(vas=LONG["vas"].where(LONG["visit"] == "preop")),
        AT | BEFORE,
        ["vas: no value at the visit"],
    ),
    "a word among numbers": (
        FRAME.assign(operation_time=["CANARY", *FRAME["operation_time"][1:]]),
        {"kind": "continuous"},
        ["operation_time, row 0: not a plain number", "Rows are counted from 0, as frame.iloc does."],
    ),
    "decimal commas": (
        FRAME.assign(operation_time=[f"9{i},5" for i in range(N)]),
        {},
        ["not a plain number; a decimal has a point", 'frame[\'operation_time\'].str.replace(",", ".")'],
    ),
    "infinite": (
        FRAME.assign(operation_time=[np.inf, *FRAME["operation_time"][1:]]),
        {},
        ["row 0: infinite"],
    ),
    "lists in cells": (
        FRAME.assign(operation_time=[["CANARY"]] * N),
        {},
        ["rows 0, 1, 2", "no single value"],
    ),
    "levels that are not two": (
        FRAME,
        {"outcome": "asa", "kind": "binary"},
        ["3 levels, and not the two of a binary"],
    ),
    "a count with decimals": (FRAME, {"kind": "count"}, ["operation_time, row 11: not a whole number"]),
    "a time below zero": (FRAME.assign(operation_time=-FRAME["asa"]), {"event": "leak"}, ["below zero"]),
    "an event of three levels": (FRAME, {"event": "asa"}, [EVENT.format("asa")]),
    "an event in words": (
        FRAME.assign(status=["CANARY", "lost"] * 6),
        {"event": "status"},
        [EVENT.format("status") + " (frame['status'].map({LOST: 0, SEEN: 1})"],
    ),
    "an event of categories": (
        FRAME.assign(status=pd.Categorical(["died", "lost"] * 6)),
        {"event": "status"},
        [EVENT.format("status")],
    ),
    "an event of 1 and 2": (FRAME.assign(asa=[1, 2] * 6), {"event": "asa"}, [EVENT.format("asa")]),
    "an event of alive and lost": (
        FRAME.assign(status=["alive", "lost"] * 6),
        {"event": "status"},
        [EVENT.format("status")],
    ),
    "an event of both ways": (
        FRAME.assign(status=["no", "yes", "Yes"] * 4),
        {"event": "status"},
        [EVENT.format("status")],
    ),
    "an event of nobody": (FRAME, {"event": "empty"}, ["empty: no value at all"]),
    "many rows": (
        LONG.drop(columns="pid").assign(same=-1.5),
        {"outcome": "same", "kind": "count"},
        ["same, rows 0, 1, 2,", "18, 19 and 4 more: not a whole number"],
    ),
}


def refused(frame: Any, more: dict[str, Any], kind: type[Exception]) -> str:
    with pytest.raises(kind) as caught:
        compare(frame, **CALL | more)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert type(caught.value) is kind
    assert not re.search(r"CANARY(?!000'|\b)|45\.5", texts_of(caught.value).replace("CANARY000'", ""))
    return str(caught.value)


@pytest.mark.parametrize("case", ARGUMENTS)
def test_arguments(case):
    frame, more, words = ARGUMENTS[case]
    said = refused(frame, more, ParameterError)
    assert [text for text in words if text not in said] == []
    assert said.count("\n  ") == len(words) or case == "nothing given"


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("argument", FORMS)
def test_values_where_a_name_is_meant_are_one_line(argument, value):
    if argument == "missing" and "of values" in value:
        pytest.skip("a list of codes")
    said = refused(FRAME, {argument: VALUES[value]}, ParameterError)
    assert f"\n  {argument}: {FORMS[argument]}" in said
    assert said.count("\n") == 2


@pytest.mark.parametrize("argument", ["visit", "baseline"])
def test_a_visit_is_one_level(argument):
    for pair in (("visit", ["preop", "latest"]), ("visit", FRAME["pid"]), (FRAME["pid"], "latest")):
        said = refused(LONG, AT | BEFORE | {argument: pair}, ParameterError)
        assert (
            f'{argument}: not a pair ({argument}=("visit", "month 3"): the column, and the one level' in said
        )
        assert said.count("\n") == 2


def test_values_by_an_outcome_are_one_line_too():
    for argument in ("event", "kind", "unit", "missing"):
        said = refused(FRAME, {argument: {"operation_time": FRAME["pid"]}}, ParameterError)
        assert f"\n  {argument}: {FORMS[argument]}" in said
        assert said.count("\n") == 2


@pytest.mark.parametrize("case", DATA)
def test_data(case):
    frame, more, words = DATA[case]
    said = refused(frame, more, InputError)
    assert [text for text in words if text not in said] == []
    assert ("counted from 0" in said) == (", row" in said)


def test_sound_calls_are_not_refused():
    compare(FRAME, **CALL)
    compare(LONG, **CALL | AT | BEFORE)
