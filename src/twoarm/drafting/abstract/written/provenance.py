"""Where an abstract was published, as far as its text says so; nothing is looked up."""

from __future__ import annotations

import re

_DOI = re.compile(r"\b10\.\d{4,9}/[!-~]{1,120}")
_REGISTERED = re.compile(
    r"\b(?:NCT ?\d{8}|ISRCTN ?\d{6,8}|ChiCTR[-A-Za-z0-9]{6,16}|ACTRN ?\d{14}|UMIN ?\d{9}|DRKS ?\d{8}"
    r"|NTR ?\d{3,5}|CRD ?\d{10,12}|EudraCT[ :]*\d{4}-\d{6}-\d{2})"
)


def provenance(text: str) -> dict[str, str]:
    """DOI and number of registration, where they stand in the text.

    Examples
    --------
    >>> provenance("Registered as NCT01234567. doi: 10.1000/182.")
    {'doi': '10.1000/182', 'registration': 'NCT01234567'}
    """
    found = {"doi": _DOI.search(text), "registration": _REGISTERED.search(text)}
    return {key: match[0].rstrip(".,;)]") for key, match in found.items() if match}
