"""Input that is refused: a folder of `tests/bad` for each rule, spoiling `tests/bad/sound` in the way that its name says.

The table gives the lines that `twoarm check` writes between its headline and its advice. What a bad cell holds is in
none of them: every cell that the sound study does not have is searched for in all that was printed.
"""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from twoarm import cli

BAD = Path(__file__).parent / "bad"
SOUND = BAD / "sound"
VALUES = ("patients.csv", "visits.csv")

A_OR_B = "not one of its levels (A, B)"
NEARLY = f"{A_OR_B}; a label differs only in case or blanks"
NOT_PLAIN = "not a plain number"
COMMA = f"{NOT_PLAIN}; a decimal has a point and thousands have no comma"
SEPARATED = "the columns are not separated by commas"
SAVE = "(save it as CSV UTF-8)"
UNSEEN = "a control, invisible or wrongly decoded character"
QUOTE = "a quotation mark is not closed or misplaced"
UNKNOWN = "a patient who is not in patients.csv"
NO_DATE = "not a date as YYYY-MM-DD"
LABEL = (
    "a label has 1 to 80 letters, digits, spaces or . , : ; ( ) / % + - and begins with a letter or a digit"
)

FORM = {
    "file_is_empty": ["patients.csv: the file is empty"],
    "only_a_header": [
        "patients.csv",
        "no rows below the header",
        "arm: arm A: 0 of the two patients that it needs",
        "arm: arm B: 0 of the two patients that it needs",
        "visits.csv",
        f"lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 13, patient_id: {UNKNOWN}",
    ],
    "no_header": ["patients.csv line 1: column 5 has the name of an earlier column"],
    "utf16": [f"patients.csv: it is UTF-16 {SAVE}"],
    "turkish_code_page": [f"patients.csv line 4: a byte that is not UTF-8 {SAVE}"],
    "decoded_wrongly_before": [f"patients.csv line 4: {UNSEEN}"],
    "semicolons": [f"patients.csv line 1: {SEPARATED}"],
    "semicolons_and_decimal_commas": [f"visits.csv line 1: {SEPARATED}"],
    "tabs": [f"patients.csv line 1: {SEPARATED}"],
    "decimal_comma_unquoted": ["visits.csv line 4: 4 fields where the header has 3"],
    "decimal_comma_quoted": [f"visits.csv line 4, vas: {COMMA}"],
    "row_too_short": ["patients.csv line 5: 4 fields where the header has 6"],
    "column_twice": ["patients.csv line 1: column 5 has the name of an earlier column"],
    "column_without_name": ["patients.csv line 1: column 5 has no name"],
    "quote_not_closed": [f"patients.csv line 6: {QUOTE}"],
    "quote_misplaced_twice": [f"patients.csv lines 3 and 6: {QUOTE}"],
    "nul_byte": [f"patients.csv line 4: {UNSEEN}"],
    "invisible_character": [f"patients.csv line 4: {UNSEEN}"],
    "excel_file": [f"patients.csv: it is a zip or Excel file {SAVE}"],
}

COLUMNS = {
    "missing_column": ["patients.csv, age: missing column"],
    "column_in_capitals": [
        "patients.csv: 1 column that the dictionary does not describe (position 3) (describe or remove)",
        "patients.csv, age: missing column (is column 3 meant?)",
    ],
    "column_not_described": [
        "patients.csv: 1 column that the dictionary does not describe (position 7) (describe or remove)"
    ],
}

CELLS = {
    "third_arm": [f"patients.csv line 4, arm: {A_OR_B}"],
    "arm_in_lower_case": [f"patients.csv line 4, arm: {NEARLY}"],
    "arm_with_a_blank": [f"patients.csv line 4, arm: {NEARLY}"],
    "arm_in_cyrillic": [f"patients.csv line 4, arm: {A_OR_B}"],
    "arm_missing": ["patients.csv line 4, arm: the arm is missing"],
    "arm_of_one": ["patients.csv, arm: arm A: 1 of the two patients that it needs"],
    "patient_twice": [
        "patients.csv",
        "line 3, patient_id: this patient has a row already",
        "visits.csv",
        f"lines 4 and 5, patient_id: {UNKNOWN}",
    ],
    "identifier_missing": [
        "patients.csv",
        "line 3, patient_id: an identifier is missing",
        "visits.csv",
        f"lines 4 and 5, patient_id: {UNKNOWN}",
    ],
    "vas_of_11": ["visits.csv line 4, vas: above the maximum (10 points)"],
    "vas_below_zero": ["visits.csv line 4, vas: below the minimum (0 points)"],
    "code_999_not_declared": ["visits.csv line 4, vas: below the minimum (0 points)"],
    "text_in_a_number": [f"visits.csv line 4, vas: {NOT_PLAIN}"],
    "infinite_number": [f"visits.csv line 4, vas: {NOT_PLAIN}"],
    "number_beyond_all_bounds": [f"visits.csv line 4, vas: {NOT_PLAIN}"],
    "thousands_separator": [f"patients.csv line 3, age: {COMMA}"],
    "count_not_whole": ["patients.csv line 4, screws: not a whole number"],
    "count_above_its_denominator": ["patients.csv line 4, screws: above its denominator (4)"],
    "event_neither_0_nor_1": ["patients.csv line 4, leak: not one of its levels (0, 1)"],
    "date_month_first": [f"patients.csv line 4, operated_on: {NO_DATE}"],
    "date_as_excel_serial": [f"patients.csv line 4, operated_on: {NO_DATE}"],
    "date_that_never_was": [f"patients.csv line 4, operated_on: {NO_DATE}"],
    "visit_of_unknown_patient": [f"visits.csv line 7, patient_id: {UNKNOWN}"],
    "visit_twice": ["visits.csv line 7: this patient has this visit already"],
    "visit_unknown": ["visits.csv line 7, visit: not one of its levels (before, after)"],
    "visit_missing": ["visits.csv line 7, visit: the visit is missing"],
}

DESCRIPTION = {
    "dictionary_row_twice": ["dictionary.csv, age: described twice"],
    "dictionary_without_an_arm": ["dictionary.csv: one variable has the role arm; here 0 have it"],
    "dictionary_minimum_above_maximum": ["dictionary.csv line 4, min: the minimum is above the maximum"],
    "dictionary_level_means_missing": [
        "dictionary.csv line 3, missing: a code that means missing is a level too"
    ],
    "dictionary_label_with_markup": [f"dictionary.csv line 4, label: {LABEL}"],
    "dictionary_unknown_kind": [
        "dictionary.csv line 4, kind: not one of id, arm, binary, categorical, ordinal, continuous, count, time, date"
    ],
    "dictionary_visit_is_binary": [
        "dictionary.csv: variables of visits need a categorical variable visit in visits"
    ],
    "dictionary_visit_in_a_section": [
        "dictionary.csv line 8, role: visit says which visit a row is: it has the role none and no section"
    ],
    "dictionary_label_of_two_levels": ["dictionary.csv line 5, levels: a label stands twice"],
    "dictionary_without_an_outcome": [
        "dictionary.csv",
        "no variable has the role outcome, so that there is nothing to compare",
        "study.yml",
        "primary_outcome: in dictionary.csv vas is no outcome",
        "families.pain: in dictionary.csv vas is no outcome",
    ],
    "dictionary_outcome_before_treatment": [
        "dictionary.csv line 5, section: an outcome does not stand in the section baseline, which describes the patients"
    ],
    "dictionary_covariate_of_no_baseline": [
        "dictionary.csv, vas: stands in the section baseline and is not measured at a baseline visit "
        "(name a baseline_visit in study.yml, or another section here)"
    ],
    "dictionary_denominator_of_a_mean": ["dictionary.csv line 9, of: only a count has a denominator"],
    "dictionary_without_visit": [
        "dictionary.csv: variables of visits need a categorical variable visit in visits"
    ],
    "dictionary_other_arms": [
        "dictionary.csv",
        "arm: its levels are not the two arms of study.yml",
        "patients.csv",
        "lines 3, 5 and 7, arm: not one of its levels (A, C)",
    ],
    "dictionary_other_visits": [
        "dictionary.csv",
        "visit: its levels are not the visits of study.yml",
        "visits.csv",
        "lines 3, 5, 7, 9, 11 and 13, visit: not one of its levels (before, later)",
    ],
    "dictionary_time_without_event": [
        "dictionary.csv line 7, event: a time needs the 0/1 column of its event"
    ],
    "dictionary_number_with_underscore": [
        "dictionary.csv line 4, min: not a number that can be used here",
    ],
    "dictionary_column_missing": ["dictionary.csv, source: missing column"],
    "study_key_twice": ['study.yml line 13: found duplicate key "title"'],
    "study_key_unknown": ["study.yml, baseline_visits: no such key"],
    "study_without_arms": ["study.yml, arms.control: missing key"],
    "study_kind_unknown": ["study.yml, data_kind: Input should be 'simulated' or 'real'"],
    "study_policy_not_stated": [
        "study.yml, disclosure: a real study states its policy "
        "(disclosure: {min_count: 0} is a choice; silence is not)"
    ],
    "study_policy_is_no_number": ["study.yml, disclosure.min_count: Input should be a valid integer"],
    "study_baseline_unknown": ["study.yml, baseline_visit: not one of the visits"],
    "study_outcome_unknown": ["study.yml, primary_outcome: vass is not in dictionary.csv"],
    "study_visits_out_of_order": ["study.yml, visits: not in the order of their times"],
    "study_visit_twice": [
        "study.yml",
        "visits: a code stands twice",
        "dictionary.csv",
        "visit: its levels are not the visits of study.yml",
    ],
    "study_visits_at_one_time": ["study.yml, visits: two visits have one time"],
    "study_baseline_not_first": ["study.yml, baseline_visit: not the first visit"],
    "study_primary_outcome_is_none": ["study.yml, primary_outcome: in dictionary.csv age is no outcome"],
    "study_families_overlap": [
        "study.yml, families.pain: vas stands twice",
        "study.yml, families.all: vas is in the family pain already",
        "study.yml, families.all: in dictionary.csv age is no outcome",
        "study.yml, families.all: vass is not in dictionary.csv",
    ],
    "study_date_that_never_was": ["study.yml: not valid YAML 1.2, or a date that is none"],
    "study_public_without_source": ["study.yml, public: public data name their source and licence"],
    "study_arm_column_unknown": [
        "study.yml, arms.column: in dictionary.csv arm has the role arm, not this",
    ],
    "commentary_heading_unknown": [
        "commentary.md line 5: no section or outcome of this name (did you mean vas?)"
    ],
    "commentary_heading_of_no_chapter": [
        "commentary.md lines 1 and 5: no section or outcome of this name",
    ],
    "commentary_before_the_first_heading": [
        "commentary.md line 2: text before the first heading is never shown"
    ],
    "claims_without_an_abstract": ["abstract.md: no such file in study/"],
    "commentary_heading_twice": ["commentary.md line 5: the heading vas stands twice"],
}

BETWEEN = {
    "count_above_another_column": ["patients.csv line 4, screws: above its denominator (age)"],
    "count_below_zero_though_its_minimum_is": ["patients.csv line 4, screws: below zero"],
    "value_at_a_visit_not_named": [
        "visits.csv lines 3, 5, 11 and 13, vas: a value at a visit that its row of dictionary.csv does not name"
    ],
}

MEASURES = "not one of SMD, OR, RR, HR, before, after, threshold"
NO_P = "neither a number above 0 and at most 1, nor < and such a number"
NO_NUMBER = f"{NOT_PLAIN}; a decimal has a point and a minus sign is -"
BOTH = "limits are given both or not at all"
PUBLISHED = {
    "evidence_column_unknown": [
        "evidence.csv, column 7: unknown column "
        "(the columns are source, outcome, measure, estimate, low, high, p_value, citation)",
        "evidence.csv, p_value: missing column",
    ],
    "evidence_without_rows": ["evidence.csv: no rows below the header"],
    "evidence_row_too_short": ["evidence.csv line 3: 7 fields where the header has 8"],
    "evidence_measure_unknown": [f"evidence.csv line 3, measure: {MEASURES}"],
    "evidence_number_is_none": [
        f"evidence.csv lines 3 and 4, estimate: {NO_NUMBER}",
        f"evidence.csv line 5, high: {NO_NUMBER}",
    ],
    "evidence_without_estimate": ["evidence.csv line 3, estimate: the estimate is missing"],
    "evidence_ratio_not_above_zero": ["evidence.csv line 3, low: an OR is above 0"],
    "evidence_one_limit": [f"evidence.csv line 3, high: {BOTH}", f"evidence.csv line 4, low: {BOTH}"],
    "evidence_estimate_outside": [
        "evidence.csv line 3, estimate: the estimate does not lie between its limits"
    ],
    "evidence_p_above_one": [f"evidence.csv lines 3, 4 and 5, p_value: {NO_P}"],
    "evidence_twice": ["evidence.csv line 3: source, outcome and measure are those of line 2"],
    "evidence_without_citation": ["evidence.csv line 3, citation: the full reference is missing"],
    "evidence_name_with_markup": [f"evidence.csv line 3, source: {LABEL.replace('label', 'name')}"],
    "evidence_several_problems": [
        f"evidence.csv line 3, measure: {MEASURES}",
        f"evidence.csv line 3, high: {BOTH}",
        f"evidence.csv line 3, p_value: {NO_P}",
        "evidence.csv line 4, citation: the full reference is missing",
        "evidence.csv line 4, estimate: an OR is above 0",
    ],
    "claims_name_no_evidence": [
        "claims.yml, A1, evidence: no comparison of two arms in evidence.csv has this outcome (did you mean pain?)",
        "claims.yml, A2, evidence: no comparison of two arms in evidence.csv has this outcome",
    ],
    "claims_name_evidence_within_an_arm": [
        "claims.yml, A1, evidence: a comparison within an arm has no pooled difference of two arms"
    ],
    "claims_name_evidence_that_is_not_there": [
        "claims.yml, A1, evidence: names an outcome of evidence.csv, and there is no such file"
    ],
}

SEVERAL = {
    "several_in_both_files": [
        "patients.csv",
        "line 3, age: below the minimum (18 years)",
        "line 3, patient_id: this patient has a row already",
        f"line 4, arm: {A_OR_B}",
        "visits.csv",
        f"lines 4, 5 and 8, patient_id: {UNKNOWN}",
        "line 8, vas: above the maximum (10 points)",
        "line 11: this patient has this visit already",
    ],
    "form_of_one_and_rule_of_the_other": [
        "patients.csv",
        "line 3: 7 fields where the header has 6",
        "visits.csv",
        "line 4, vas: above the maximum (10 points)",
    ],
    "all_four_files": [
        "study.yml",
        "data_kind: Input should be 'simulated' or 'real'",
        "dictionary.csv",
        "line 4, min: the minimum is above the maximum",
        "patients.csv",
        "line 3: 7 fields where the header has 6",
        "visits.csv",
        "line 4: 4 fields where the header has 3",
    ],
}

CASES = FORM | COLUMNS | CELLS | DESCRIPTION | BETWEEN | PUBLISHED | SEVERAL


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
    return {cell for cell in found if len(cell) > 3}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_refused_with_every_problem_and_no_value(case, tmp_path, capsys):
    assert cli.main(["check", str(laid(case, tmp_path))]) == 3
    out, err = capsys.readouterr()
    _, *problems, todo = err.splitlines()
    assert out == ""
    assert [line.strip() for line in problems] == CASES[case]
    assert todo == "Correct the data, or change the rule in dictionary.csv or study.yml."
    assert [cell for cell in strange_cells(case) if cell in err] == []


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
    assert capsys.readouterr().out == "study/ is in order: 6 patients (3 new, 3 old), 8 variables.\n"


@pytest.mark.parametrize(
    "case", [case for case in CELLS if case not in ("arm_of_one", "code_999_not_declared")]
)
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

REFUSED = {
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


@pytest.mark.parametrize("given", REFUSED)
def test_bad_parameters_are_refused_before_anything_starts(given, capsys):
    assert cli.main(["build", "no-such-study", *given]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.strip() for line in err.splitlines()[1:-1]] == [REFUSED[given]]
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


FILES = {
    "alpha: 0.01\nalpha: 0.02\n": 'params.yml line 2: found duplicate key "alpha"',
    "- alpha\n": "params.yml: not of the form `name: value`, one to a line",
    "alpha: !!python/object/apply:os.abort []\n": "params.yml line 1: could not determine a constructor for the tag "
    "'tag:yaml.org,2002:python/object/apply:os.abort'",
    "alpha: 05:00\n": "alpha: Input should be a valid number",
}


@pytest.mark.parametrize("text", FILES)
def test_bad_parameter_files_are_refused(text, tmp_path, capsys):
    (tmp_path / "params.yml").write_text(text, "utf-8")
    assert cli.main(["build", "-f", str(tmp_path / "params.yml")]) == 2
    assert FILES[text] in capsys.readouterr().err


def test_a_parameter_file_that_is_not_there(tmp_path, capsys):
    assert cli.main(["build", "-f", str(tmp_path / "params.yml")]) == 2
    assert "params.yml: no such file" in capsys.readouterr().err
    assert cli.main(["build", "-f", str(tmp_path)]) == 2
