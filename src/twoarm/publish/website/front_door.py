"""A page that leads on to another one: what an address without a file's name shows."""

from __future__ import annotations

import html

_PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="0; url={page}" />
    <title>{title}</title>
  </head>
  <body><p><a href="{page}">{title}</a></p></body>
</html>
"""


def front_door(page: str, title: str) -> str:
    """The text of a page called `title` that opens `page`, whose address is relative to it.

    Examples
    --------
    >>> "url=html/index.html" in front_door("html/index.html", "Stent & balloon")
    True
    """
    return _PAGE.format(page=html.escape(page), title=html.escape(title))
