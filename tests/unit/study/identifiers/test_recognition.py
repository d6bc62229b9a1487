"""Columns that name a person are told from those that do not, by name and by content."""

from __future__ import annotations

import pytest

from twoarm.study.identifiers.national_numbers import is_national, is_perhaps_national
from twoarm.study.identifiers.recognition import looks_identifying

BY_NAME = {
    "a name": """name|patient_name|Patient Name|PatientName|patientname|surname|soyad|ad_soyad|Adı Soyadı|HASTA ADI SOYADI|
        hasta_adi|soyadi|isim|last_name|first name|FirstName|forename|Nachname|vorname|nom|prénom|nom du patient|nombre|
        apellidos|Cognome|nome|nome_do_paciente|sobrenome|achternaam|voornaam|naam|surgeon_name|initials|full_name""",
    "a record number": """mrn|MRN|medical_record_number|dosya_no|Dosya No|protokol_no|hasta_no|hospital_number|chart_no|
        file_number|fallnummer|Patientennummer|numero_dossier|nhc|historia_clinica|cartella_clinica|prontuario|
        dossiernummer|record_no""",
    "a telephone number": """phone|home_phone|phone_1|phone_no|PhoneNumber|telephone|tel|telefon|Telefon No|cep_telefonu|gsm|
        telefono|telefone|telefoonnummer|mobile_number|cellphone|handynummer|contact phone""",
    "an e-mail address": "email|e-mail|E-Mail Adresse|eposta|e_posta|courriel|correo_electronico|email_address|mail",
    "a postal address": """address|home_address|address_line_1|adres|ev adresi|Adresse|Anschrift|dirección|indirizzo|
        endereço|zip|zip_code|postcode|PLZ|postleitzahl|posta_kodu|code postal|street""",
    "a national number": """tc_kimlik|T.C. Kimlik No|tc_no|tckn|kimlik_no|ssn|social_security_number|national_id|nhs_number|
        passport_no|codice_fiscale|burgerservicenummer|sozialversicherungsnummer|dni|bsn|cpf""",
    "a date of birth": """dob|DOB|date_of_birth|DateOfBirth|birthdate|birth_date|dogum_tarihi|Doğum Tarihi|geburtsdatum|
        date_naissance|date de naissance|fecha_nacimiento|data_nascita|data de nascimento|geboortedatum""",
}
HARMLESS = """age|sex|arm|level|filename|file_name|drug_name|device_name|name_of_drug|generic_name|address_code|
    ip_status|patient_id|patient_no|record_id|id|hospital_id|hospital_stay|hospital|birth_weight|birth_order|
    year_of_birth|dogum_kilosu|peso_nascita|phone_visit|telephone_interview|street_drugs|mobile|mobility|
    cell_count|cells|file_size|nominal|number_of_levels|nodes|admission_date|operated_on|date_of_surgery|
    tel_aviv_score|vas|odi|cobb_angle|adverse_event|ad_score|adl|nombre_de_lesions|rue_strength|tc|ldl|passed|
    national_guideline|insurance|recorded|chart_review_days|surgery_name|zipper|street_level|accession|
    encounter_type|kimliksiz|weight_bearing_event|pacu30min_throatPain|preOp_smoking|intraOp_surgerySize""".replace(
    "\n", ""
)


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, names in BY_NAME.items() for n in split(names)])
def test_the_name_of_an_identifying_column(kind, name):
    assert looks_identifying(name, []) == kind


@pytest.mark.parametrize("name", split(HARMLESS))
def test_the_name_of_a_harmless_column(name):
    assert looks_identifying(name, []) == ""


BY_CONTENT = {
    "an e-mail address": [["", "a.b@example.org"], ["7", "x@y.co", "8"]],
    "a telephone number": [
        ["+90 532 555 12 34", "+44 20 7946 0958"],
        ["0532 555 12 34", "0212 555 12 34"],
        ["05325551234", "05325551235", ""],
        ["5325551234", "5425551234"],
        ["(0532) 555 12 34"],
        ["555-123-4567", "555-123-4568"],
        ["030/1234567", "089/7654321"],
    ],
    "a national number": [
        ["10000000146", "19191919190"],
        ["12345678Z", "00000000T"],
        ["RSSMRA85T10A562S"],
        ["123-45-6789", "219-09-9998"],
        ["1 85 05 78 006 084 91"],
        ["529.982.247-25"],
        ["9434765919", "9434765870", "4505577104", "9876543210"],
    ],
    "a date of birth": [
        ["1941-03-02", "1950-12-31", "1962-07-04", "1971-01-01"],
        ["02.03.1941", "31.12.1950", "07/04/1962", "1971/1/1", ""],
    ],
}
PLAIN = {
    "ages": ["71", "68", "80", "75"],
    "scores": ["0", "7.5", "10", "-999"],
    "identifiers": ["P-1a2b3c", "P-000001", "P-ffffff"],
    "numbers of study": ["1", "2", "00123", "0000000123"],
    "days of operation": ["2019-03-01", "2019-12-01", "2020-01-07", "2019-05-05"],
    "operations of an old trial": ["1984-03-01", "1989-12-01", "1986-01-07", "1985-05-05"],
    "operations in many years to this day": ["2001-03-01", "2010-12-01", "2018-01-07", "2024-05-05"],
    "times": ["2019-03-01 10:30", "2019-12-01 11:45"],
    "long whole numbers": ["12345678901", "12345678902", "12345678903"],
    "ten digits": ["1234567890", "1234567891", "1234567892", "1234567893"],
    "decimals": ["0.123456789", "1234567.890", "0123.4"],
    "nine digits": ["100000001", "100000002", "100000003", "100000004", "100000005"],
    "ranges": ["10-20", "20-30", "100-200"],
    "levels": ["T10", "L1", "L4"],
    "blood pressure": ["120/80", "135/85"],
    "nothing": ["", " "],
}


@pytest.mark.parametrize(
    ("kind", "cells"), [(kind, cells) for kind, several in BY_CONTENT.items() for cells in several]
)
def test_cells_that_lead_to_a_person(kind, cells):
    assert looks_identifying("column", cells) == kind


@pytest.mark.parametrize("what", PLAIN)
def test_cells_that_lead_to_nobody(what):
    assert looks_identifying("column", PLAIN[what]) == ""


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("email", ["0", "1"]),
        ("phone", ["yes", "no", ""]),
        ("ad", ["1", "2", "3"]),
        ("name", ["12", "14"]),
        ("nir", ["0.7", "0.9"]),
        ("dossier", ["1", "2"]),
        ("born", ["at term"]),
        ("dead", ["alive", "dead"]),
    ],
)
def test_a_name_that_its_cells_belie(name, cells):
    assert looks_identifying(name, cells) == ""


@pytest.mark.parametrize("name", ["surname", "mrn", "home_phone", "dob"])
def test_a_name_that_means_one_thing_is_believed_whatever_stands_below_it(name):
    assert looks_identifying(name, ["12", "3.5"]) != ""


@pytest.mark.parametrize("name", ["name", "ad", "nom"])
def test_a_name_above_names(name):
    assert looks_identifying(name, ["Ayşe", "Mehmet", "", "J."]) == "a name"


@pytest.mark.parametrize("number", ["10000000146", "12345678Z", "X1234567L", "52998224725", "123-45-6789"])
def test_a_national_number_and_the_same_with_another_last_sign(number):
    assert is_national(number)
    other = number[:-1] + ("A" if number[-1].isalpha() else str((int(number[-1]) + 1) % 10))
    assert is_national(other) == (number == "123-45-6789")  # which has no check digit


def test_one_check_digit_is_not_enough_for_one_number():
    assert is_perhaps_national("9434765919")
    assert looks_identifying("column", ["9434765919"]) == ""


# Made up, or their offices' own examples: each right, and wrong in its last sign.
NATIONAL = {
    "Turkish": ("19191919190", "100 000 00146"),
    "Brazilian": ("529.982.247-25", "39053344705"),
    "French": ("1 85 05 78 006 084 91", "253072B07300470", "253072A07300443"),
    "Spanish": ("12345678Z", "00000000-T", "x-2482300w", "Y1234567X", "Z1234567R"),
}
PERHAPS = {
    "British": ("943 476 5919", "4505577104"),
    "Dutch": ("111222333", "123456782"),
    "Portuguese": ("501964843", "123456789"),
    "German": ("86095742719", "65929970489"),
}


def wrong(number: str) -> str:
    """The number with another last sign."""
    last = number[-1].upper()
    return number[:-1] + ("A" if last.isalpha() else str((int(last) + 1) % 10))


@pytest.mark.parametrize("number", [number for numbers in NATIONAL.values() for number in numbers])
def test_a_number_of_a_state_is_known_by_its_check_digits(number):
    assert is_national(number) and not is_national(wrong(number))


@pytest.mark.parametrize("number", [number for numbers in PERHAPS.values() for number in numbers])
def test_a_number_with_one_check_digit_may_be_one_of_a_state(number):
    assert is_perhaps_national(number) and not is_national(number)


@pytest.mark.parametrize("number", ["RSSMRA85T10A562S", "rssmra85t10a562a", "219-09-9998", "078-05-1120"])
def test_a_form_that_nothing_else_has_needs_no_check_digit(number):
    assert is_national(number)


@pytest.mark.parametrize(
    "number", ["11111111111", "111.111.111-11", "000000000", "1111111111", "123456789012", ""]
)
def test_a_number_that_fills_a_form_is_of_nobody(number):
    assert not is_national(number) and not is_perhaps_national(number)
