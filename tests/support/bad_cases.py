"""What is said of each folder of `tests/bad`: the lines of `twoarm check` between its headline and its advice."""

from __future__ import annotations

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
ALIKE = f"{A_OR_B}; a label looks the same and has other letters"
NO_NAMES = "a number or a date where the names of the columns should be (is the header missing?)"
A_CODE = "(a code for missing? declare it in the column missing)"
SERIAL = "(a spreadsheet's number of a day? format the cells as dates there)"
TWICE = "this patient has a row already (rows of several units of a patient, such as two hips, stand in units.csv)"
OTHER_ARM = (
    "this patient has a row already, in the other arm "
    "(arms that meet within a patient need a paired analysis, which this report does not make)"
)
PROSE = "allowed are paragraphs, lists, tables, emphasis, code spans, links, citations and placeholders"
ADDRESS = "a label is no address of a page or a file"
LABEL = (
    "a label has 1 to 80 letters, digits, spaces or . , : ; ( ) / % + - and begins with a letter or a digit"
)
NO_FONT = "has letters that no font of the figures has"
OTHER_LETTERS = "(use letters that the figures' fonts have, such as Latin, Greek or Cyrillic ones)"

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
    "no_header": [f"patients.csv line 1: {NO_NAMES}"],
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
    "old_excel_file": [f"patients.csv: it is an old Excel or Word file {SAVE}"],
    "pdf_file": [f"patients.csv: it is a PDF file {SAVE}"],
    "gzip_file": [f"patients.csv: it is a gzip file {SAVE}"],
    "web_page": [f"patients.csv: it is a web page or XML {SAVE}"],
    "latin_1_that_was_utf8": [f"patients.csv line 4: {UNSEEN}"],
    "arm_with_a_zero_width_space": [f"patients.csv line 4: {UNSEEN}"],
    "row_too_long": ["patients.csv line 3: 7 fields where the header has 6"],
}

COLUMNS = {
    "missing_column": ["patients.csv, age: missing column"],
    "column_in_capitals": [
        "patients.csv: 1 column that the dictionary does not describe (position 3) (describe or remove)",
        "patients.csv, age: missing column (is column 3 meant?)",
    ],
    "header_with_capitals_and_blanks": [
        "visits.csv: 1 column that the dictionary does not describe (position 3) (describe or remove)",
        "visits.csv, vas: missing column (is column 3 meant?)",
    ],
    "column_not_described": [
        "patients.csv: 1 column that the dictionary does not describe (position 7) (describe or remove)"
    ],
    "free_text_with_a_telephone_number": [
        "patients.csv: 1 column that the dictionary does not describe (position 7) (describe or remove)"
    ],
}

CELLS = {
    "third_arm": [f"patients.csv line 4, arm: {A_OR_B}"],
    "arm_in_lower_case": [f"patients.csv line 4, arm: {NEARLY}"],
    "arm_with_a_blank": [f"patients.csv line 4, arm: {NEARLY}"],
    "arm_in_cyrillic": [f"patients.csv line 4, arm: {ALIKE}"],
    "arm_in_full_width": [f"patients.csv line 4, arm: {ALIKE}"],
    "arm_missing": ["patients.csv line 4, arm: the arm is missing"],
    "arm_of_one": ["patients.csv, arm: arm A: 1 of the two patients that it needs"],
    "patient_twice": [
        "patients.csv",
        f"line 3, patient_id: {OTHER_ARM}",
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
    "patient_twice_in_one_arm": [
        "patients.csv",
        f"line 4, patient_id: {TWICE}",
        "visits.csv",
        f"lines 6 and 7, patient_id: {UNKNOWN}",
    ],
    "vas_on_a_scale_to_100": [
        "visits.csv lines 2, 4, 6, 8, 10 and 12, vas: above the maximum (10 points) "
        "(the column looks like a scale from 0 to 100; state its range)"
    ],
    "vas_below_zero": ["visits.csv line 4, vas: below the minimum (0 points)"],
    "code_999_not_declared": [f"visits.csv line 4, vas: below the minimum (0 points) {A_CODE}"],
    "text_in_a_number": [f"visits.csv line 4, vas: {NOT_PLAIN}"],
    "infinite_number": [f"visits.csv line 4, vas: {NOT_PLAIN}"],
    "number_too_large_to_be_squared": [
        "visits.csv line 4, vas: 1e+150 or more, of which no variance can be computed"
    ],
    "number_beyond_all_bounds": [f"visits.csv line 4, vas: {NOT_PLAIN}"],
    "thousands_with_a_blank": [f"patients.csv line 3, age: {NOT_PLAIN}"],
    "age_of_zero": ["patients.csv line 3, age: below the minimum (18 years)"],
    "age_off_its_step": ["patients.csv line 3, age: not a multiple of its step (1 years)"],
    "thousands_separator": [f"patients.csv line 3, age: {COMMA}"],
    "count_not_whole": ["patients.csv line 4, screws: not a whole number"],
    "count_above_its_denominator": ["patients.csv line 4, screws: above its denominator (4)"],
    "event_neither_0_nor_1": ["patients.csv line 4, leak: not one of its levels (0, 1)"],
    "date_month_first": [f"patients.csv line 4, operated_on: {NO_DATE}"],
    "date_as_excel_serial": [f"patients.csv line 4, operated_on: {NO_DATE} {SERIAL}"],
    "date_of_29_february_1900": [f"patients.csv line 4, operated_on: {NO_DATE}"],
    "date_before_1900": ["patients.csv line 4, operated_on: before 1900"],
    "date_in_the_future": ["patients.csv line 4, operated_on: after today"],
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
    "dictionary_label_is_an_address": [f"dictionary.csv line 4, label: {ADDRESS}"],
    "dictionary_label_is_a_path": [f"dictionary.csv line 4, label: {ADDRESS}"],
    "dictionary_label_in_two_alphabets": [
        "dictionary.csv line 4, label: a word of the label has Latin and Cyrillic letters, which look alike"
    ],
    "dictionary_label_that_no_figure_can_draw": [
        f"dictionary.csv, leak: its label {NO_FONT} (漏 れ) {OTHER_LETTERS}"
    ],
    "study_arm_that_no_figure_can_draw": [
        f"study.yml, arms.treated.label: the label {NO_FONT} (新 し い) {OTHER_LETTERS}"
    ],
    "dictionary_label_too_long": [f"dictionary.csv line 4, label: {LABEL}"],
    "dictionary_label_for_a_typesetter": [f"dictionary.csv line 4, label: {LABEL}"],
    "dictionary_label_is_a_formula": [f"dictionary.csv line 4, label: {LABEL}"],
    "dictionary_label_written_backwards": [f"dictionary.csv line 4: {UNSEEN}"],
    "dictionary_unit_with_markup": [
        "dictionary.csv line 4, unit: a unit has at most 40 characters, and none of < > & \\ $ ` { } = @"
    ],
    "study_label_with_markup": [f"study.yml, arms.treated.label: {LABEL}"],
    "study_code_is_a_formula": [
        "study.yml, arms.treated.level: a code has none of < > & \\ $ ` = @, and no invisible character"
    ],
    "study_title_written_backwards": ["study.yml line 2, title: a control or invisible character"],
    "date_order_of_no_date": ["study.yml, date_order: age is no date of patients in dictionary.csv"],
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
    "dictionary_column_missing": ["dictionary.csv, kind: missing column"],
    "study_key_twice": ['study.yml line 13: found duplicate key "title"'],
    "study_key_unknown": ["study.yml, baseline_visits: no such key"],
    "study_without_arms": ["study.yml, arms.control: missing key"],
    "study_kind_unknown": ["study.yml, data_kind: Input should be 'simulated', 'real' or 'published'"],
    "study_policy_not_stated": [
        "study.yml, disclosure: a real study states its policy "
        "(write disclosure: {profile: hospital}, opensafely, or open, which masks nothing; docs/privacy.md)"
    ],
    "study_policy_is_no_number": ["study.yml, disclosure.min_count: Input should be a valid integer"],
    "study_policy_without_a_profile": [
        "study.yml, disclosure: name a profile (open, hospital, opensafely) or a min_count"
    ],
    "study_policy_is_no_profile": [
        "study.yml, disclosure.profile: Input should be 'open', 'hospital' or 'opensafely'"
    ],
    "study_policy_in_one_word": ["study.yml, disclosure: takes keys of its own, as in {key: value}"],
    "study_policy_masks_zeros_alone": [
        "study.yml, disclosure.zeros: a masked count would read <1, which can be nothing but 0 "
        "(state a min_count of 2 or more, or zeros: shown)"
    ],
    "study_policy_rounds_to_zero": [
        "study.yml, disclosure.rounding: a count of 3 is not masked and would be rounded to 0 "
        "(state 6 at most, or a larger min_count)"
    ],
    "study_randomised_is_no_answer": ["study.yml, randomised: Input should be 'yes', 'no' or 'unknown'"],
    "study_unmeasured_favours_nobody": ["study.yml, unmeasured.favours: not an arm (write new or old)"],
    "study_subgroups_of_a_number": [
        "study.yml, subgroups: age stands twice",
        "study.yml, subgroups: age is no covariate of patients in the section baseline with 2 to 8 levels",
        "study.yml, subgroups: sex is not in dictionary.csv",
    ],
    "study_subgroups_without_a_primary_outcome": [
        "study.yml, subgroups: no primary outcome is named (name primary_outcome)",
        "study.yml, subgroups: leak is no covariate of patients in the section baseline with 2 to 8 levels",
    ],
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
    "study_primary_outcome_before_treatment": [
        "study.yml, primary_outcome.visit: the visit before treatment, at which no treatment can be judged"
    ],
    "study_primary_outcome_at_no_visit": [
        "study.yml, primary_outcome.visit: not a visit at which vas is measured (did you mean after?)"
    ],
    "study_primary_outcome_has_no_visits": [
        "study.yml, primary_outcome.visit: leak is measured once in each patient, at no visit (leave visit out)"
    ],
    "study_primary_outcome_of_a_visit_alone": ["study.yml, primary_outcome: names a visit and no variable"],
    "study_estimand_of_another_strategy": [
        "study.yml, estimand.intercurrent_events.0.strategy: Input should be 'treatment policy', 'hypothetical', "
        "'composite', 'while on treatment' or 'principal stratum'"
    ],
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
    "commentary_with_directives": [
        f"commentary.md line 5: a block of code or a directive ({PROSE})",
        "commentary.md line 10: a role that no text may have (allowed are cite, cite:p, cite:t, ref, numref, doc, term)",
        f"commentary.md line 12: a directive ({PROSE})",
    ],
    "commentary_with_markup_that_runs": [
        "commentary.md lines 3 and 5: HTML (write \\< for a sign that is shown)",
        "commentary.md line 6: an image (link to it, or write \\! for the mark that is shown)",
    ],
    "commentary_links_to_files": [
        "commentary.md lines 4 and 6: a link that is neither https://..., nor to a page or a label of this book "
        "(a page is 02_perioperative.ipynb or ../book/glossary.md, a label #tab-perioperative)"
    ],
    "commentary_with_a_sign_that_is_syntax": [
        "commentary.md line 3: a formula (write \\$ for a sign that is shown)",
        "commentary.md line 5: a comment, which no page shows (write \\% for a sign that is shown)",
        "commentary.md line 9: a brace stands alone (write {{ or }} for a brace that is shown)",
    ],
    "study_title_of_two_lines": ["study.yml line 2, title: 2 lines; at most 1 is allowed here"],
    "study_texts_too_long": [
        "study.yml line 2, title: 304 characters; at most 300 are allowed here",
        "study.yml line 17, design: 4139 characters; at most 4000 are allowed here",
    ],
    "dictionary_note_too_long": [
        "dictionary.csv line 6, note: 2004 characters; at most 2000 are allowed here"
    ],
    "commentary_heading_twice": ["commentary.md line 5: the heading vas stands twice"],
}

BETWEEN = {
    "primary_outcome_without_a_value": ["visits.csv, vas: no value at all, though it is the primary outcome"],
    "time_below_zero": ["patients.csv line 4, walking_time: below zero"],
    "dates_in_the_wrong_order": [
        "patients.csv line 4, discharged_on: before operated_on (date_order in study.yml)"
    ],
    "visit_before_an_earlier_visit": ["visits.csv line 7, seen_on: before the date at an earlier visit"],
    "count_above_another_column": ["patients.csv line 4, screws: above its denominator (age)"],
    "count_below_zero_though_its_minimum_is": ["patients.csv line 4, screws: below zero"],
    "value_at_a_visit_not_named": [
        "visits.csv lines 3, 5, 9, 11 and 13, vas: a value at a visit that its row of dictionary.csv does not name"
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
        "evidence.csv line 4, estimate: an OR is above 0",
        "evidence.csv line 4, citation: the full reference is missing",
    ],
    "claims_name_no_evidence": [
        "claims.yml, A1, evidence: no comparison of two arms in evidence.csv has this outcome (did you mean pain?)",
        "claims.yml, A2, evidence: no comparison of two arms in evidence.csv has this outcome",
    ],
    "claims_name_evidence_within_an_arm": [
        "claims.yml, A1, evidence: a comparison within an arm has no pooled difference of two arms"
    ],
    "claims_name_no_outcome": [
        "claims.yml, A1, variable: no outcome of dictionary.csv (did you mean vas?)",
        "claims.yml, A2, variable: no outcome of dictionary.csv",
        "claims.yml, A3, visit: not a visit at which vas is measured (did you mean after?)",
        "claims.yml, A4, visit: not a visit at which vas is measured (vas is measured at before, after)",
        "claims.yml, A5, visit: leak is measured once in each patient, at no visit (leave visit out)",
    ],
    "claims_name_evidence_that_is_not_there": [
        "claims.yml, A1, evidence: names an outcome of evidence.csv, and there is no such file"
    ],
}

SEVERAL = {
    "several_in_both_files": [
        "patients.csv",
        "line 3, age: below the minimum (18 years)",
        f"line 3, patient_id: {OTHER_ARM}",
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
        "data_kind: Input should be 'simulated', 'real' or 'published'",
        "dictionary.csv",
        "line 4, min: the minimum is above the maximum",
        "patients.csv",
        "line 3: 7 fields where the header has 6",
        "visits.csv",
        "line 4: 4 fields where the header has 3",
    ],
}

REMOVE = "(remove the column; its key stays where the patients are treated)"
MADE_UP = "(give made-up identifiers, such as P- and six random characters)"
SEVENTH = "patients.csv: 1 column that the dictionary does not describe (position 7) (describe or remove)"


def _seventh(what: str) -> list[str]:
    return [f"patients.csv, column 7: looks like {what} {REMOVE}", SEVENTH]


TOO_FEW = "has fewer patients than the study's own minimum (5)"
TOO_SMALL = "(an arm that small cannot be reported under disclosure.min_count of study.yml)"
# Exit code 5, whatever else is wrong.
DISCLOSED = {
    "column_of_names": _seventh("a name"),
    "column_of_record_numbers": _seventh("a record number"),
    "column_of_telephone_numbers": _seventh("a telephone number"),
    "column_of_mail_addresses": _seventh("an e-mail address"),
    "column_of_addresses": _seventh("a postal address"),
    "column_of_national_numbers": _seventh("a national number"),
    "column_of_dates_of_birth": _seventh("a date of birth"),
    "unnamed_telephone_numbers": _seventh("a telephone number"),
    "described_column_of_national_numbers": [
        f"patients.csv, number_at_home: looks like a national number {REMOVE}"
    ],
    "described_column_of_births": [f"patients.csv, first_day: looks like a date of birth {REMOVE}"],
    "described_column_of_births_by_name": [f"patients.csv, birth_date: looks like a date of birth {REMOVE}"],
    "identifiers_are_telephone_numbers": [
        "patients.csv",
        f"patient_id: looks like a telephone number {MADE_UP}",
        "visits.csv",
        f"patient_id: looks like a telephone number {MADE_UP}",
    ],
    "name_beside_a_bad_cell": [
        *_seventh("a name"),
        "patients.csv line 3, age: below the minimum (18 years)",
        "patients.csv line 3, age: not a multiple of its step (1 years)",
    ],
    "name_in_a_table_of_a_wrong_form": [
        f"patients.csv, column 7: looks like a name {REMOVE}",
        "patients.csv line 3: 6 fields where the header has 7",
    ],
    "name_in_visits": [
        f"visits.csv, column 4: looks like a name {REMOVE}",
        "visits.csv: 1 column that the dictionary does not describe (position 4) (describe or remove)",
    ],
    "arm_below_its_own_minimum": [
        f"patients.csv, arm: arm A {TOO_FEW} {TOO_SMALL}",
        f"patients.csv, arm: arm B {TOO_FEW} {TOO_SMALL}",
    ],
}

UNIT = "the middle value is not plausible for"
# Accepted with a warning, and refused with --strict.
WARNED = {
    "patient_under_two_identifiers": "patients.csv: 2 of 6 patients have the same values as another one, in every "
    "column and at every visit (is one patient there under two identifiers?)",
    "half_of_the_values_missing": "patients.csv, age: 50% of the values are missing",
    "column_without_a_value": "patients.csv, leak: no value at all: nothing can be said of it",
    "all_patients_get_worse": "visits.csv, vas: 100% of the patients get worse; are visits swapped, "
    "or is better the other way?",
    "haemoglobin_in_another_unit": f"patients.csv, haemoglobin: {UNIT} Haemoglobin in g/dL; is it another unit?",
    "blood_loss_in_another_unit": f"patients.csv, blood_loss: {UNIT} Blood loss in mL; is it another unit?",
    "height_in_another_unit": f"patients.csv, height: {UNIT} Height in cm; is it another unit?",
    "body_mass_index_of_250": "patients.csv, bmi: a value is not possible for Body mass index in kg/m²",
    "angle_with_both_signs": "patients.csv, cobb: values on both sides of zero: kyphosis and lordosis under one sign "
    "convention?",
    "share_instead_of_percentage": "patients.csv, odi: all values lie between 0 and 1, and the range goes to 100; "
    "is it a share instead of a percentage?",
    "event_in_nearly_all": "patients.csv, walking: 83% of the patients are with the event; does its code mean that "
    "they were censored?",
    "time_of_zero": "patients.csv, walking_time: 1 of 6 patients have a time of zero (they are counted as they are)",
    "patient_without_a_baseline_visit": "visits.csv: 1 of 6 patients have no row at the baseline visit before "
    "(they are counted as patients and as missing at it)",
    "patient_older_than_89": "patients.csv, age: 1 of 6 patients are older than 89, which can identify a person "
    "(where that matters, enter 90 for all of them)",
    "two_outcomes_of_one_label": "dictionary.csv, screws: another outcome has the same label, and a reader cannot tell them "
    "apart (give each a label of its own)",
    "study_policy_masks_nothing": "study.yml, disclosure.min_count: 1 masks nothing "
    "(5 is usual; profile: open says so in a word)",
    "study_policy_masks_ones_alone": "study.yml, disclosure.min_count: a masked count can be nothing but 1 "
    "(with 3 it can be two numbers; 5 is usual)",
    "study_policy_with_longer_curves": "study.yml, disclosure.curve_minimum: a curve goes on below 3 patients, "
    "whose count is masked (3 is the min_count)",
}

REFUSED = FORM | COLUMNS | CELLS | DESCRIPTION | BETWEEN | PUBLISHED | SEVERAL | DISCLOSED
CASES = REFUSED | WARNED
