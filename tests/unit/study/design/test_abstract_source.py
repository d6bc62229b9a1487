"""What may be said of where an abstract was published."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from twoarm.study.design.abstract_source import AbstractSource


def test_nothing_is_needed():
    assert set(AbstractSource().model_dump().values()) == {"", None}


@pytest.mark.parametrize(
    "doi", ["10.1000/182", "10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E"]
)
def test_a_doi_is_kept_as_it_is(doi):
    assert AbstractSource(doi=f" {doi}\n").doi == doi


@pytest.mark.parametrize(
    "doi", ["https://doi.org/10.1000/182", "10.1000", "doi:10.1000/182", "10.1000/1 82", "10.1000/é"]
)
def test_another_form_is_refused_with_one_that_is_right(doi):
    with pytest.raises(ValidationError, match="as in 10.1000/182"):
        AbstractSource(doi=doi)


@pytest.mark.parametrize("year", [1799, 2201, 2021.5, "last"])
def test_a_year_is_one(year):
    with pytest.raises(ValidationError):
        AbstractSource(year=year)
