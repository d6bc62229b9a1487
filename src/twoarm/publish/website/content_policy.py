"""A Content-Security-Policy in every page: what the theme wrote may run, what anybody else slipped in may not."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HEAD = re.compile(r"<head\b[^>]*>")


def write_policy(html: Path) -> None:
    """Add the policy to every page of the website in the folder `html`.

    The search page holds nothing of the study, so its inline scripts are the theme's own; they are trusted by
    their hash, in every page, and so is the line with which Sphinx tells a page its name. Nothing else is.
    """
    search = html / "search.html"
    trusted = (
        frozenset(_inline_scripts(search.read_text(encoding="utf-8"))) if search.exists() else frozenset()
    )
    for page in sorted(html.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        head = _HEAD.search(text)
        if head and "Content-Security-Policy" not in text[: head.end() + 100]:
            name = page.relative_to(html).with_suffix("").as_posix()
            meta = _meta(trusted | {f"DOCUMENTATION_OPTIONS.pagename = '{name}';"})
            page.write_text(text[: head.end()] + meta + text[head.end() :], encoding="utf-8")


def _inline_scripts(text: str) -> list[str]:
    """Return the bodies of a page's inline scripts, in their order."""
    return _INLINE.findall(text)


def script_hash(script: str) -> str:
    """Return the source expression that lets one inline script run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _meta(trusted: frozenset[str]) -> str:
    rules = [
        "default-src 'none'",
        " ".join(["script-src 'self'", *sorted(map(script_hash, trusted))]),
        # Widths and alignments stand in style attributes, which have no hash that all browsers know.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    ]
    return f'\n    <meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}" />'
