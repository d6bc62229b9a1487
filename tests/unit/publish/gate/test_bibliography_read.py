"""The gate reads a bibliography entry by entry: its numbers are about whoever is named in it."""

from __future__ import annotations

from twoarm.publish.gate.reading.readers import read_file

ENTRY = "@article{Cox1972, author={Cox, D. R.}, title={T}, journal={Long}, shortjournal={Short}, year={1972}}"


def test_an_entry_is_a_passage_and_its_source_is_searched_for_identifiers():
    found = read_file("references.bib", f"{ENTRY}\n{ENTRY}\n".encode())
    assert [passage.text for passage in found.passages] == [ENTRY, ENTRY]
    assert any("Cox1972" in text for text in found.raw)
