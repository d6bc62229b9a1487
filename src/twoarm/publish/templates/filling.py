"""A page of its own from its template: every text is escaped, and a value that is missing is an error."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def filled(template: str, **values: Any) -> str:
    """The text of a page; `template` is the name of a file in this folder."""
    environment = Environment(
        loader=PackageLoader("twoarm", "publish/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**values)
