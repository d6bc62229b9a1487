"""Input that is refused: a folder of `tests/bad` for each rule, spoiling `tests/bad/sound` in the way that its name says.

The tables of `bad_cases.py` give the lines that `twoarm check` writes between its headline and its advice. What a bad
cell holds is in none of them: every cell that the sound study does not have is searched for in all that was printed.
"""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from bad_cases import CASES, CELLS, DISCLOSED, REFUSED, WARNED
from error_texts import texts_of
from places import TESTS

from twoarm import cli, open_study
from twoarm.errors import TwoArmError

BAD = TESTS / "bad"
SOUND = BAD / "sound"
VALUES = ("patients.csv", "visits.csv")

TODO = {
    "Correct the data, or change the rule in dictionary.csv or study.yml.",
    "Mend what is named above, then build again; twoarm check looks without building.",
}


def laid(case: str, folder: Path) -> Path:
    """The sound study with the files of a case laid over it."""
    study = shutil.copytree(SOUND, folder / "study")
    return shutil.copytree(BAD / case, study, dirs_exist_ok=True)


def cells(path: Path) -> set[str]:
    text = path.read_bytes().decode("utf-8", "ignore") if path.exists() else ""
    rows = csv.reader(re.split(r"[\r\n]+", text))
    return {cell.strip() for row in rows for cell in row}


def strange_cells(case: str) -> set[str]:
    """What the tables of a case hold and the sound study does not: the canaries. Short ones are found anywhere."""
    found = set().union(*(cells(BAD / case / name) - cells(SOUND / name) for name in VALUES))
    described = cells(
        BAD / case / "dictionary.csv"
    )  # a name that the study gives to a column is no patient's value
    return {cell for cell in found - described if len(cell) > 3}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_with_every_problem_and_no_value(case, tmp_path, capsys):
    assert cli.main(["check", str(laid(case, tmp_path))]) == (5 if case in DISCLOSED else 3)
    out, err = capsys.readouterr()
    _, *problems, todo = err.splitlines()
    assert out == ""
    assert [line.strip() for line in problems] == REFUSED[case]
    assert todo in TODO
    assert [cell for cell in strange_cells(case) if cell in err] == []


@pytest.mark.parametrize("case", REFUSED)
def test_the_exception_itself_holds_no_value_either(case, tmp_path):
    with pytest.raises(TwoArmError) as caught:
        open_study(str(laid(case, tmp_path)))
    assert [cell for cell in strange_cells(case) if cell in texts_of(caught.value)] == []


@pytest.mark.parametrize("case", WARNED)
def test_what_may_be_a_mistake_is_worth_a_look_and_no_more(case, tmp_path, capsys):
    assert cli.main(["check", str(laid(case, tmp_path))]) == 0
    out, err = capsys.readouterr()
    accepted, policy, left_open, adjusted, *warned = out.splitlines()
    assert err == "" and accepted.startswith("study/ is in order: 6 patients")
    assert policy.startswith("Disclosure policy ") and left_open.startswith("It leaves open: ")
    assert adjusted.startswith("Adjusted for, as known before treatment: Age")
    assert warned == ["Worth a look (1 warning)", f"  {WARNED[case]}"]
    assert [cell for cell in strange_cells(case) if cell in out] == []


@pytest.mark.parametrize("case", WARNED)
def test_what_may_be_a_mistake_is_refused_by_the_strict(case, tmp_path, capsys):
    assert cli.main(["check", "--strict", str(laid(case, tmp_path))]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[:2] == ["Worth a look (1 warning)", f"  {WARNED[case]}"]


@pytest.mark.parametrize("case", CASES)
def test_its_mended_twin_is_accepted(case, tmp_path, capsys):
    study = laid(case, tmp_path)
    for spoiled in (BAD / case).iterdir():
        assert spoiled.read_bytes() != (SOUND / spoiled.name).read_bytes() if spoiled.name in VALUES else True
        if (SOUND / spoiled.name).exists():
            shutil.copyfile(SOUND / spoiled.name, study / spoiled.name)
        else:
            (study / spoiled.name).unlink()
    assert cli.main(["check", str(study)]) == 0
    accepted, *policy = capsys.readouterr().out.splitlines()
    assert accepted == "study/ is in order: 6 patients (3 new, 3 old), 8 variables."
    assert policy[0] == "Disclosure policy open: nothing is masked." and len(policy) == 3


ONE_LINE_IS_NOT_ALL = ("arm_of_one", "code_999_not_declared", "vas_on_a_scale_to_100")


@pytest.mark.parametrize("case", [case for case in CELLS if case not in ONE_LINE_IS_NOT_ALL])
def test_a_named_line_is_the_line_that_was_spoiled(case):
    (path,) = (BAD / case).iterdir()
    pairs = zip(
        path.read_text("utf-8").splitlines(), (SOUND / path.name).read_text("utf-8").splitlines(), strict=True
    )
    (spoiled,) = (number for number, (bad, good) in enumerate(pairs, 1) if bad != good)
    assert any(f"line {spoiled}" in line for line in CASES[case])


def test_the_canaries_are_there_to_be_found():
    canaries = {cell for case in CASES for cell in strange_cells(case)}
    assert {"Canarina", "P-7391", "7,5319", "unknown", "-3.7519", "03/04/2024", "45355"} <= canaries


def test_every_case_is_listed_and_every_listed_case_is_there():
    assert {path.name for path in BAD.iterdir() if path.is_dir()} == {*CASES, "sound"}


# Parameters: exit 2, before the study is looked at.

BAD_PARAMETERS = {
    ("-p", "alpha", "1.5"): "alpha: Input should be less than 0.5",
    ("-p", "alpha", "0"): "alpha: Input should be greater than 0",
    ("-p", "alpha", "0,05"): "alpha: Input should be a valid number",
    ("-p", "alpha", ".nan"): "alpha: Input should be a finite number",
    ("-p", "alpha", "no"): "alpha: Input should be a valid number",
    ("-p", "alpha", "true"): "alpha: Input should be a valid number",
    ("-p", "alpha", "12:30:00"): "alpha: Input should be a valid number",
    ("-p", "alhpa", "0.01"): "alhpa: no such parameter (did you mean alpha?)",
    (
        "-p",
        "seed",
        "1",
    ): "seed: no such parameter (known are study, alpha, conf_level, imbalance, reconstructions)",
    ("-p", "import os; os.abort()", "1"): (
        "a name that is not made of small letters, digits and _: no such parameter "
        "(known are study, alpha, conf_level, imbalance, reconstructions)"
    ),
    ("--run", "../x"): "--run: small letters, digits and -, 64 at most",
    ("--run", "/tmp/x"): "--run: small letters, digits and -, 64 at most",
    ("--run", ""): "--run: small letters, digits and -, 64 at most",
    ("--run", "x" * 65): "--run: small letters, digits and -, 64 at most",
    ("--formats", "html,epub"): "--formats: epub is not of html, pdf, docx, jats",
    ("--formats", ","): "--formats: none given; of html, pdf, docx, jats",
}


@pytest.mark.parametrize("given", BAD_PARAMETERS)
def test_bad_parameters_are_refused_before_anything_starts(given, capsys):
    assert cli.main(["build", "no-such-study", *given]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.strip() for line in err.splitlines()[1:-1]] == [BAD_PARAMETERS[given]]
    assert err.splitlines()[-1].startswith("Nothing was run.")


def test_all_bad_parameters_are_named_at_once(capsys):
    assert cli.main(["build", "-p", "alpha", "1.5", "-p", "imbalanc", "0.2", "-p", "conf_level", "95"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "The parameters cannot be used (3 problems)",
        "  alpha: Input should be less than 0.5",
        "  conf_level: Input should be less than 1",
        "  imbalanc: no such parameter (did you mean imbalance?)",
        "Nothing was run. Names and bounds: twoarm parameters",
    ]


# A file for each rule, with its mended twin.

PARAMETERS = BAD.parent / "bad_parameters"
STUDY = "study_is_no_text"  # the one file that names the study itself
NOWHERE = {True: ["no-such-study"], False: []}
BAD_FILES = {
    "alpha_of_zero": ["alpha: Input should be greater than 0"],
    "alpha_of_one_and_a_half": ["alpha: Input should be less than 0.5"],
    "alpha_negative": ["alpha: Input should be greater than 0"],
    "alpha_in_quotes": ["alpha: Input should be a valid number"],
    "alpha_with_a_comma": ["alpha: Input should be a valid number"],
    "alpha_is_no_number": ["alpha: Input should be a finite number"],
    "alpha_without_end": ["alpha: Input should be a finite number"],
    "alpha_is_yes": ["alpha: Input should be a valid number"],
    "alpha_is_true": ["alpha: Input should be a valid number"],
    "alpha_as_a_time_of_day": ["alpha: Input should be a valid number"],
    "alpha_in_a_list": ["alpha: Input should be a valid number"],
    "level_in_percent": ["conf_level: Input should be less than 1"],
    "name_twice": ['name_twice.yml line 2: found duplicate key "alpha"'],
    "name_unknown": ["alhpa: no such parameter (did you mean alpha?)"],
    "name_is_code": [
        "a name that is not made of small letters, digits and _: no such parameter "
        "(known are study, alpha, conf_level, imbalance, reconstructions)"
    ],
    "object_made_by_a_tag": [
        "object_made_by_a_tag.yml line 1: could not determine a constructor for the tag "
        "'tag:yaml.org,2002:python/object/apply:os.abort'"
    ],
    "values_without_names": ["values_without_names.yml: not of the form `name: value`, one to a line"],
    "reconstructions_without_bounds": ["reconstructions: Input should be less than or equal to 1000"],
    "reconstructions_negative": ["reconstructions: Input should be greater than or equal to 0"],
    "reconstructions_in_parts": ["reconstructions: Input should be a valid integer"],
    "study_is_no_text": ["study: Input should be a valid string"],
    "several_at_once": [
        "alpha: Input should be less than 0.5",
        "conf_level: Input should be less than 1",
        "imbalanc: no such parameter (did you mean imbalance?)",
    ],
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_parameter_files_are_refused(case, capsys):
    """Before the study, which is not there, is looked for; a value, here one with 391 in it, is never repeated."""
    assert cli.main(["build", *NOWHERE[case != STUDY], "-f", str(PARAMETERS / f"{case}.yml")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "391" not in err
    assert [line.strip() for line in err.splitlines()[1:-1]] == BAD_FILES[case]


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_mended_parameter_file_is_accepted(case, capsys):
    """The next question is then where the study is."""
    assert cli.main(["build", *NOWHERE[case != STUDY], "-f", str(PARAMETERS / f"{case}.mended.yml")]) == 3
    assert capsys.readouterr().err.startswith("There is no study at no-such-study")


def test_every_parameter_file_is_listed_with_its_twin():
    names = {path.name for path in PARAMETERS.iterdir()}
    assert names == {f"{case}{end}" for case in BAD_FILES for end in (".yml", ".mended.yml")}


def test_a_parameter_file_that_is_not_there(tmp_path, capsys):
    assert cli.main(["build", "-f", str(tmp_path / "params.yml")]) == 2
    assert "params.yml: no such file" in capsys.readouterr().err
    assert cli.main(["build", "-f", str(tmp_path)]) == 2
