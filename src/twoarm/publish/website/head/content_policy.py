"""A Content-Security-Policy in every page: scripts and styles are files of the site, and nothing is sent or asked for.

No script and no style stands within a page, the theme's own ones included, so none is trusted there: neither by its hash,
which would trust whatever else had got into the page it was taken from, nor by a number used once, which a file cannot have.
"""

from __future__ import annotations

import re
from pathlib import Path

_HEAD = re.compile(r"<head\b[^>]*>")
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'none'",  # the search reads its index as a script
        "form-action 'none'",
        "base-uri 'none'",
    ]
)
_META = f'\n    <meta http-equiv="Content-Security-Policy" content="{POLICY}" />'


def write_policy(html: Path) -> None:
    """Add the policy to every page of the website in the folder `html`, before anything else that its head says."""
    for page in sorted(html.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        head = _HEAD.search(text)
        if head and not text.startswith(_META, head.end()):
            page.write_text(text[: head.end()] + _META + text[head.end() :], encoding="utf-8")
