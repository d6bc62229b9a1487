"""Numbers of a record, a visit or a bill, by what they look like: long, whole, and another in every row."""

from __future__ import annotations

import re

from twoarm.study.identifiers.called import most
from twoarm.study.identifiers.dates import year_of
from twoarm.study.identifiers.spelling import folded, words_in

_WHOLE = re.compile(r"[0-9]{5,18}")
_LETTERED = re.compile(r"[A-Za-z]{1,4}[ /.-]?(?:[0-9]{2,4}[ /.-])?[0-9]{5,}|[0-9]{2,4}[/-][0-9]{5,}")
_OF_A_YEAR = re.compile(r"([0-9]{2,7})[/-](?:19|20)[0-9]{2}")
_ENOUGH = 8
_DIFFERENT = 0.95  # a few patients come twice
_ROUNDED = 0.4  # of the last digits one in ten is a zero, unless somebody rounded what was measured
_WIDEST = 2  # record numbers of one study lie close together, or have one width
# With these a name is that of a measurement, an amount or a date, which may be long and another in every row.
_MEASURED = tuple(
    folded(
        "platelet plt thrombocyt thrombozyt erythrozyt leukozyt trombosit plaquett plaquet piastrin plytki trombocyt leuko "
        "leuco lokosit lymph lympho neutro "
        "eryth eritro wbc rbc cd4 cd8 count bnp probnp ferritin ldh cpk psa hcg titer titre "
        "titolo viral load copies crp "
        "cost kosten cout coste costo custo maliyet koszt charge price preis prix precio "
        "prezzo preco fiyat cena income "
        "salary wage pay revenue expend budget loan debt value amount total sum mean "
        "population pop volume dose unit steps "
        "step cfu area distance dist length height width depth time duration second sec "
        "minute weight mass energy calor "
        "kcal pressure power concentration rate ratio score index intensity signal expression dna rna gdp sales sale "
        "production output attend employ gnp gross sal inc easting northing coord xcoo ycoo "
        "timestamp created deaths births quintile date day datum fecha tarih data year time "
        "тромбоцит лейкоцит эритроцит стоимость доход дата шаги "
        "صفائح كريات تكلفه تاريخ प्लेटलेट लागत तारीख"
    ).split()
)
# At the end of a name; alone they are other things.
_UNITS = frozenset(
    "mg ug g kg ml ul l dl mm cm m km h hr hrs min mins s ms months weeks days years ng pg iu u mmol cells".split()  # noqa: SIM905
)
_PAID = ("income", "inc", "sal")
_MEASURED_TOGETHER = tuple(
    folded(
        "血小板 白细胞 红细胞 费用 收入 日期 步数 白血球 赤血球 費用 歩数 日 혈소판 백혈구 적혈구 비용 날짜 걸음"
    ).split()
)


def are_record_numbers(name: str, cells: list[str]) -> bool:
    """Whether the cells are long whole numbers without a unit, each another, as no measurement is.

    Measurements of such a size are rounded, or spread over more than one width, or their name says what they are.

    Examples
    --------
    >>> numbers = ["482913", "517264", "498155", "530376", "471287", "529398", "503419", "488121"]
    >>> are_record_numbers("x", numbers), are_record_numbers("platelets", numbers)
    (True, False)
    """
    if len(set(cells)) < _DIFFERENT * len(cells):
        return False
    cells = [cell.removesuffix(".0") for cell in cells]
    if len(cells) < _ENOUGH or len(set(cells)) < _DIFFERENT * len(cells) or measured(name):
        return False
    if _nearly(cells, _LETTERED) or (_nearly(cells, _OF_A_YEAR) and not _months(cells)):
        return True
    if not all(map(_WHOLE.fullmatch, cells)) or most(cells, year_of):
        return False
    rounded = sum(cell.endswith("0") for cell in cells) >= _ROUNDED * len(cells)
    numbers = [int(cell) for cell in cells]
    alike = len({len(cell) for cell in cells}) == 1 or max(numbers) < _WIDEST * min(numbers)
    return alike and not rounded


def measured(name: str) -> bool:
    """Whether a name speaks of something that is measured, counted or paid, or has a unit."""
    words = words_in(name)
    return (
        (bool(words[1:]) and words[-1] in _UNITS)
        or any(word.startswith(_MEASURED) or word.endswith(_PAID) for word in words)
        or any(word in "".join(words) for word in _MEASURED_TOGETHER)
    )


def _nearly(cells: list[str], form: re.Pattern[str]) -> bool:
    return sum(bool(form.fullmatch(cell)) for cell in cells) >= _DIFFERENT * len(cells)


def _months(cells: list[str]) -> bool:
    """Whether what stands before the years could be months."""
    found = [form for cell in cells if (form := _OF_A_YEAR.fullmatch(cell))]
    return all(int(form[1]) <= 12 for form in found)
