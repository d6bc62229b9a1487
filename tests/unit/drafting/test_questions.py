"""What ``twoarm init`` asks: only what nobody but a person knows, all at once, each with its flag."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pandas as pd
import pytest
from plain_tables import described, init, rows_of, write_table
from ruamel.yaml import YAML

from twoarm.drafting.layout.arrangement import Measure
from twoarm.drafting.questions.before import named_first
from twoarm.study.design.allocation import Randomised
from twoarm.study.disclosure.policy import OPEN
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.guessing.kinds import Guess
from twoarm.study.guessing.names import words_of
from twoarm.study.opened import read_spec

TRIAL = """
group  age  sex  mood  leak  drops
1      61   m    4     no    19
1      67   f    5     yes   27
2      71   f    2     no    33
2      59   m    3     no    18
"""
ALL = ("--arm", "group", "--treated", "2=new drops", "--outcomes", "mood,leak", "--profile", "open")


@pytest.fixture
def trial(tmp_path):
    return write_table(tmp_path / "eye_trial.csv", TRIAL)


def without(flag: str) -> list[str]:
    at = ALL.index(flag)
    return [*ALL[:at], *ALL[at + 2 :]]


def test_all_that_is_open_is_listed_at_once_with_its_flag(trial, capsys):
    code, folder = init(trial)
    said = capsys.readouterr().err
    assert code == 2
    assert re.findall(r"^  (--[a-z-]+):", said, re.M) == ["--treated", "--outcomes", "--profile"]
    assert "One of: open, hospital, opensafely" in said
    assert "One of: 1, 2" in said and "One of: age, sex, mood, leak, drops" in said
    assert not re.search(r"\b(61|67|71|19|27|33)\b", said)
    assert not folder.exists()


@pytest.mark.parametrize("flag", ["--treated", "--outcomes", "--profile"])
def test_each_question_has_a_flag_that_answers_it(flag, trial, capsys):
    assert init(trial, *without(flag))[0] == 2
    assert re.findall(r"^  (--[a-z-]+):", capsys.readouterr().err, re.M) == [flag]
    assert init(trial, *ALL)[0] == 0


def test_the_arm_is_asked_for_where_no_name_says_it(tmp_path, capsys):
    table = write_table(tmp_path / "t.csv", TRIAL.replace("group", "drug "))
    assert init(table, "--treated", "2", "--outcomes", "mood", "--min-count", "0")[0] == 2
    assert "--arm: Which column is the arm? One of: drug, sex, leak" in capsys.readouterr().err


def test_a_level_that_is_called_placebo_is_the_control(tmp_path):
    text = TRIAL.replace("\n1 ", "\nplacebo ").replace("\n2 ", "\ndrops ")
    code, folder = init(
        write_table(tmp_path / "t.csv", text), "--outcomes", "mood", "--min-count", "0", confirm=False
    )
    assert code == 0
    spec = YAML(typ="safe").load(folder / "study.yml")
    assert spec["arms"]["control"]["level"] == "placebo"
    assert "arms.treated: drops, since placebo is the control" in spec["to_confirm"]


def test_a_third_arm_is_left_out_when_two_are_named(tmp_path, capsys):
    table = write_table(tmp_path / "t.csv", TRIAL + "3 50 m 1 no 22\n3 51 f 1 no 20\n")
    answers = without("--treated")
    assert init(table, *answers, "--treated", "2")[0] == 2
    assert (
        "--control: Which level is the control? Other levels are left out. One of: 1, 3"
        in capsys.readouterr().err
    )
    code, folder = init(table, *answers, "--treated", "2", "--control", "1")
    assert code == 0
    assert len(rows_of(folder / "patients.csv")) == 4
    assert "2 of 6 patients are left out" in capsys.readouterr().out


WRONG = [
    (("--arm", "gruop"), "--arm: there is no gruop (did you mean group?)"),
    (("--arm", "age"), "--arm: age has not two levels"),
    (("--treated", "5"), "--treated: no level of group (its levels: 1, 2)"),
    (("--outcomes", "moood"), "--outcomes: there is no moood (did you mean mood?)"),
    (("--primary", "nothing"), "--primary: there is no nothing"),
    (("--min-count", "few"), "--min-count: not a whole number from 0 upwards"),
    (("--min-count", "9" * 5000), "--min-count: not a whole number from 0 upwards"),
    (("--profile", "hospitl"), "--profile: there is no hospitl (did you mean hospital?)"),
    (("--profile", "opensafely", "--min-count", "0"), "--min-count: a masked count would read <1"),
    (("--before", "agee"), "--before: there is no agee (did you mean age?)"),
    (("--before", "group"), "--before: group says the arm"),
    (("--before", "mood"), "--before: mood is compared between the arms (name it here or there)"),
    (("--randomised", "ye"), "--randomised: there is no ye (did you mean yes?)"),
    (("--drop", "xx"), "--drop: there is no xx"),
    (("--time", "age"), "--time: as many columns as --event has"),
    (("--time", "sex", "--event", "leak"), "--time: sex is no column of numbers"),
    (("--time", "age", "--event", "mood"), "--event: mood has not two levels"),
    (("--unit", "age"), "--unit: not COLUMN=UNIT"),
    (("--sheet", "One"), "--sheet: only an Excel file has sheets"),
    (("--title", " "), "--title: empty"),
]


@pytest.mark.parametrize(("flags", "words"), WRONG)
def test_an_answer_that_fits_nothing(flags, words, trial, capsys):
    code, folder = init(trial, *ALL, *flags)
    assert code == 2
    assert words in capsys.readouterr().err
    assert not folder.exists()


def test_every_answer_is_in_the_study(trial):
    code, folder = init(
        trial, *ALL, "--control", "1=old drops", "--primary", "mood", "--title", "Drops: old and new", "--unit",
        "age=months", "--drop", "drops",
    )  # fmt: skip
    assert code == 0
    spec = YAML(typ="safe").load(folder / "study.yml")
    assert spec["title"] == "Drops: old and new"
    assert spec["primary_outcome"] == "mood"
    assert spec["arms"]["treated"] == {"level": "2", "label": "new drops"}
    assert spec["arms"]["control"] == {"level": "1", "label": "old drops"}
    assert described(folder)["age"]["unit"] == "months"
    assert "drops" not in described(folder)


@pytest.mark.parametrize(("flags", "stated"), [((), "unknown"), (("--randomised", "yes"), "yes")])
def test_a_script_that_does_not_say_how_patients_came_to_their_treatment_states_that(flags, stated, trial):
    code, folder = init(trial, *ALL, *flags)
    assert code == 0
    assert f"randomised: {stated}\n" in (folder / "study.yml").read_text("utf-8")


POLICIES = [
    (("--profile", "hospital"), {"profile": "hospital"}, "hospital", 5, 5),
    (("--profile", "opensafely"), {"profile": "opensafely"}, "opensafely", 8, 10),
    (("--profile", "open"), {"profile": "open"}, "open", 0, 0),
    (("--min-count", "0"), {"profile": "open"}, "open", 0, 0),
    (("--min-count", "5"), {"profile": "hospital"}, "hospital", 5, 5),
    (("--min-count", "3"), {"profile": "hospital", "min_count": 3, "curve_minimum": 3}, "hospital", 3, 3),
    (
        ("--profile", "opensafely", "--min-count", "6"),
        {"profile": "opensafely", "min_count": 6},
        "opensafely",
        6,
        10,
    ),
]


@pytest.mark.parametrize(("flags", "written", "profile", "least", "curve"), POLICIES)
def test_a_policy_is_written_as_it_was_said_with_what_it_does(
    flags, written, profile, least, curve, tmp_path
):
    """A number alone is what it was: 0 shows everything, another one is the threshold of the profile hospital."""
    rows = "".join(f"{1 + n % 2} {50 + n} {n % 7}\n" for n in range(20))
    table = write_table(tmp_path / "t.csv", f"group age mood\n{rows}")
    code, folder = init(table, "--treated", "2", "--outcomes", "mood", *flags)
    assert code == 0
    policy = read_spec(folder).policy
    assert (policy.profile, policy.min_count, policy.curve_minimum) == (profile, least, curve)
    text = (folder / "study.yml").read_text("utf-8")
    assert YAML(typ="safe").load(text)["disclosure"] == written
    comment = " ".join(re.findall("^# (.*)$", text, re.MULTILINE))
    assert comment == PolicyWords(policy).sentence or (
        profile == "open" and comment.startswith("Nothing is masked")
    )


SURVIVAL = """
treatment  age  weeks  died  marker
0          61   20     1     3.2
0          67   17     1     4.1
1          71   52     0     2.8
1          59   40     1     3.3
"""


def test_a_time_and_its_event_are_taken_together_and_the_rest_is_described(tmp_path, capsys):
    code, folder = init(write_table(tmp_path / "t.csv", SURVIVAL), "--treated", "1", "--min-count", "0")
    said = capsys.readouterr().out
    assert code == 0
    time = described(folder)["weeks"]
    assert (time["kind"], time["event"], time["unit"], time["role"]) == ("time", "died", "weeks", "outcome")
    assert time["label"] == "Time to death"
    assert described(folder)["died"]["levels"] == "0=censored|1=event"
    marker = described(folder)["marker"]
    assert (marker["role"], marker["section"]) == ("none", "follow_up")
    assert marker["note"] == "When it was measured is not stated; no result is adjusted for it."
    assert described(folder)["age"]["role"] == "covariate"
    assert "adjusted for, as known before treatment: Age\n" in said
    assert "(--before A,B names what was known before treatment): marker\n" in said


def test_only_what_a_person_names_is_adjusted_for(tmp_path, capsys):
    table = write_table(tmp_path / "t.csv", SURVIVAL)
    code, folder = init(table, "--treated", "1", "--min-count", "0", "--before", "marker")
    assert code == 0
    rows = described(folder)
    assert {name: (rows[name]["role"], rows[name]["section"]) for name in ("age", "marker")} == {
        "age": ("none", "follow_up"),
        "marker": ("covariate", "baseline"),
    }
    assert rows["age"]["note"] == ""  # somebody was asked and did not name it
    said = capsys.readouterr().out
    assert "adjusted for, as known before treatment: Marker\n" in said
    assert "only described, since not named as known before treatment: age\n" in said


def test_none_is_adjusted_for_where_a_person_says_so(tmp_path, capsys):
    table = write_table(tmp_path / "t.csv", SURVIVAL)
    code, folder = init(table, "--treated", "1", "--min-count", "0", "--before", "none")
    assert code == 0
    assert {row["role"] for row in described(folder).values()} == {"id", "arm", "outcome", "none"}
    assert "adjusted for, as known before treatment: nothing\n" in capsys.readouterr().out


def test_what_names_alone_say_is_to_be_confirmed(tmp_path):
    table = write_table(tmp_path / "t.csv", SURVIVAL)
    _, folder = init(table, "--treated", "1", "--min-count", "0", confirm=False)
    listed = YAML(typ="safe").load(folder / "study.yml")["to_confirm"]
    assert "known before treatment, and adjusted for: age, after their names" in listed
    assert "role" in described(folder)["marker"]["source"].partition("to confirm")[2]


FIRST = [
    ("age", True),
    ("age_years", True),
    ("age_at_surgery", True),
    ("age_at_death", False),
    ("bone_age", False),
    ("preop_hb", True),
    ("hb_before_surgery", True),
    ("bl_weight", True),
    ("change_from_baseline", False),
    ("base_excess", False),
    ("pre_discharge_hb", False),
    ("bmi", False),
    ("asa", False),
    ("hb_24h", False),
    ("icu_days", False),
    ("marker", False),
]


@pytest.mark.parametrize(("column", "first"), FIRST)
def test_a_name_that_says_that_its_values_were_there_before_treatment(column, first):
    assert (
        named_first(Measure(words_of(column), {"": column}, Guess(pd.Series(dtype=object), column))) is first
    )


def test_censored_asks_for_the_absence_of_the_event(tmp_path):
    table = write_table(tmp_path / "t.csv", SURVIVAL.replace("died", "censored"))
    code, folder = init(table, "--treated", "1", "--min-count", "0")
    assert code == 0
    assert described(folder)["censored"]["levels"] == "1=censored|0=event"


def test_two_times_with_their_events(tmp_path, capsys):
    text = "arm os_time os_event rec_time rec_event\n" + "".join(
        f"{'AB'[n % 2]} {30 + n} {n % 3 % 2} {20 + n} {(n + 1) % 3 % 2}\n" for n in range(8)
    )
    code, folder = init(write_table(tmp_path / "t.csv", text), "--treated", "B", "--min-count", "0")
    assert code == 0
    assert described(folder)["os_time"]["event"] == "os_event"
    assert described(folder)["rec_time"]["event"] == "rec_event"


def test_without_a_time_when_the_person_says_so(tmp_path):
    table = write_table(tmp_path / "t.csv", SURVIVAL)
    code, folder = init(table, "--treated", "1", "--min-count", "0", "--time", "none", "--outcomes", "died")
    assert code == 0
    assert described(folder)["weeks"]["kind"] == "continuous"


# On a terminal


def on_a_terminal(table, *lines: str) -> tuple[int, str]:
    """Run the command on a terminal of its own where somebody types these lines."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "twoarm.cli", "init", str(table)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.STDOUT)
    os.close(theirs)
    said = b""
    for line in lines:
        while not said.endswith(b" ") or b"\n" in said.rpartition(b"?")[2].replace(b"\r\n", b"\n")[-3:]:
            said += os.read(ours, 1024)
        os.write(ours, line.encode() + b"\n")
        said += os.read(ours, 1024)
    try:
        while part := os.read(ours, 1024):
            said += part
    except OSError:  # the terminal is closed
        pass
    os.close(ours)
    return process.wait(60), said.decode()


@pytest.mark.parametrize("policy", ["0", "open"])
def test_on_a_terminal_it_asks_and_asks_again(policy, trial):
    lines = "7", "2=new drops", "mood,leak", "leak", "age,drops", "perhaps", "no", "hospitl", policy
    code, said = on_a_terminal(trial, *lines)
    assert code == 0, said
    assert "a randomised trial)? One of: yes, no, unknown [unknown]" in said and "there is no perhaps" in said
    assert "no level of group" in said and "there is no hospitl (did you mean hospital?)" in said
    assert (
        said.count("opensafely  Counts from 0 to 7 are masked") == 1
        and "single patients can be found" in said
    )
    folder = trial.parent / "eye-trial-study"
    assert described(folder)["leak"]["role"] == "outcome"
    assert (
        "leak is compared between the arms" in said and "known before treatment? Results are adjusted" in said
    )
    assert {name: described(folder)[name]["role"] for name in ("age", "sex", "drops")} == {
        "age": "covariate",
        "sex": "none",
        "drops": "covariate",
    }
    spec = read_spec(folder)
    assert spec.policy == OPEN and spec.randomised is Randomised.NO
    assert "twoarm init --confirm" in said
