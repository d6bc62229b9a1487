"""What a model of a file of a study is: it knows its keys, never changes, and shows no input in an error."""

from __future__ import annotations

from pydantic import ConfigDict

# The text below a field says what it means.
STRICT = ConfigDict(
    extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True, use_attribute_docstrings=True
)
