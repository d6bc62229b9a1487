"""A page of its own from its template: every text is escaped, and a value that is missing is an error."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

SHEET_STYLE = "diff.css"


def filled(template: str, *, own_style: str = "", **values: Any) -> str:
    """The text of a page; `template` and `own_style`, a sheet of the page's own, are names of files in this folder.

    The pages stand alone, so their style stands within them: their policy trusts it by its hash, and no other.
    """
    environment = Environment(
        loader=PackageLoader("twoarm", "publish/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = "\n".join(environment.get_template(name).render() for name in (SHEET_STYLE, own_style) if name)
    trusted = b64encode(sha256(style.encode()).digest()).decode()
    policy = {"style": style, "trusted": f"'sha256-{trusted}'"}
    return environment.get_template(template).render(**policy, **values)
