"""What stands in a column tells a person's name and a number of a record, and what only looks like them."""

from __future__ import annotations

import pytest

from twoarm.study.identifiers.long_numbers import are_record_numbers
from twoarm.study.identifiers.people import are_people
from twoarm.study.identifiers.recognition import looks_identifying

SERIAL = ["482913", "517264", "498155", "530376", "471287", "529398", "503419", "488121"]
PEOPLE = {
    "titles": ["Dr. A. Smith", "Prof. Jones", "Dr. A. Smith", "dr. Özgür"],
    "titles of others": ["Hr. Meier", "Fr. Schulz", "Herr Dr. Vogt"],
    "titles in other scripts": ["д-р Орлов", "د. الأحمد", "डॉ. मेहता"],
    "titles that follow": ["田中先生", "王医生", "김 교수"],
    "Chinese": ["王芳", "李秀英", "张丽", "陈娜"],
    "Chinese, few": ["王芳", "李秀英", "张丽", "王芳", "李秀英", "张丽"],
    "Japanese": ["佐藤 花子", "鈴木 一郎", "大和田 学", "高橋 健"],
    "readings": ["さとう はなこ", "すずき いちろう", "おおわだ まなぶ", "たかはし けん"],
    "Korean": ["김민수", "이영희", "박철수", "최지우", "정하늘"],
    "initials": ["Smith, J", "Okafor, P. T.", "Lindqvist, A", "Yilmaz, H."],
    "initials first": ["J. Smith", "P. T. Okafor", "A. Lindqvist", "H. Yilmaz"],
    "Russian": ["Орлов А.Б.", "Смирнова Е.К.", "Громов И.И.", "Белов П.С."],
    "patronymics": ["Пётр Ильич", "Орлова Вера Сергеевна", "Громов Иван Львович", "Белов Олег Олегович"],
    "given names": ["Maria Okafor", "John Lindqvist", "Xaver Quast", "Orla Byrne"],
    "given names alone": ["Maria", "John", "Fatma", "Xaver"],
    "few who treat": ["Maria Okafor", "John Lindqvist", "Maria Okafor", "John Lindqvist"],
}
NOBODY = {
    "places": ["New York", "North Carolina", "Maine", "Georgia", "Jordan", "Chad"],
    "towns": ["Akron, OH", "Mobile, AL", "Salem, OR", "Macon, GA"],
    "hospitals": ["St. Mary", "St. John", "Mount Sinai", "St. Thomas"],
    "drugs": ["Zoledronate", "Denosumab", "Alendronate", "none"],
    "Chinese levels": ["全麻", "局麻", "腰麻", "全麻"],
    "Chinese words": ["椎体成形", "开放手术", "椎体后凸", "保守治疗"],
    "Korean levels": ["척추성형", "풍선성형", "보존치료", "척추성형"],
    "ranks": ["junior", "senior", "consultant", "resident"],
    "levels of the spine": ["T11", "T12", "L1", "L2"],
    "types": ["Type A", "Type B", "Factor V", "Hepatitis B"],
    "catheters": ["Fr 12", "Fr 14", "Fr 16", "Fr 18"],
}


@pytest.mark.parametrize("what", PEOPLE)
def test_cells_that_name_persons(what):
    assert are_people(PEOPLE[what])


@pytest.mark.parametrize("what", NOBODY)
def test_cells_that_name_nobody(what):
    assert not are_people(NOBODY[what])
    assert looks_identifying("column", NOBODY[what]) == ""


@pytest.mark.parametrize("cells", [SERIAL, [f"{n}.0" for n in SERIAL], [f"IP{n}" for n in SERIAL]])
def test_long_numbers_that_all_differ_are_those_of_records(cells):
    assert are_record_numbers("column", cells)


@pytest.mark.parametrize(
    "name", ["platelets", "PLT", "Thrombozyten", "WBC /uL", "cost", "血小板数", "dose_mg", "date"]
)
def test_a_name_of_a_measurement_lets_long_numbers_pass(name):
    assert not are_record_numbers(name, SERIAL)


MEASURED = {
    "rounded": ["250000", "310000", "187000", "224000", "402000", "298000", "176000", "333000"],
    "of several widths": ["98213", "310342", "187231", "224112", "402344", "298763", "176521", "333124"],
    "twice": [*SERIAL[:7], SERIAL[0]],
    "short": [n[:4] for n in SERIAL],
    "few": SERIAL[:7],
    "days": ["20190301", "20191201", "20200107", "20190505", "20200611", "20190909", "20200202", "20190712"],
    "months": [f"0{n}/2019" for n in range(1, 9)],
    "decimals": [f"{n}.25" for n in SERIAL],
}


@pytest.mark.parametrize("what", MEASURED)
def test_measurements_are_no_record_numbers(what):
    assert not are_record_numbers("column", MEASURED[what])


def test_a_unit_lets_long_numbers_pass():
    assert looks_identifying("x", SERIAL) == "a record number"
    assert looks_identifying("x", SERIAL, is_measured=True) == ""


@pytest.mark.parametrize("name", ["OP_NO", "IP No", "MR#", "Reg. No.", "Hosp #", "N° dossier", "№ карты"])
def test_an_abbreviation_above_long_numbers_that_differ(name):
    assert looks_identifying(name, ["4711", "4698", "4802", "4651"]) == "a record number"


@pytest.mark.parametrize("name", ["op_no", "case_no", "reg_no", "visit no", "MR", "CR", "IP"])
@pytest.mark.parametrize("cells", [["1", "2", "3", "1"], ["0.841", "0.924", "0.795", "0.977"], ["yes", "no"]])
def test_the_same_above_a_count_a_share_or_an_answer(name, cells):
    assert looks_identifying(name, cells) == ""


def test_rows_that_are_numbered_are_no_records():
    assert looks_identifying("case_no", [str(n) for n in range(1000, 2500)]) == ""


@pytest.mark.parametrize("name", ["surgeon", "Operateur", "cerrah", "хирург", "主刀", "집도의", "चिकित्सक"])
def test_those_who_treat_are_persons_too(name):
    assert looks_identifying(name, ["Lindqvist", "Okafor", "Lindqvist"]) == "a name"
    for cells in (["1", "2", "1"], ["A", "B", "A"], ["junior", "senior", "junior"], ["S1", "S2", "S2"]):
        assert looks_identifying(name, cells) == ""
