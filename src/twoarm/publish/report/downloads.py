"""The formats of a report, and how its pages call what can be downloaded."""

from __future__ import annotations

FORMATS = ("html", "pdf", "docx", "jats")
DOWNLOADS = {
    "pdf": ("PDF", "supplement.pdf"),
    "docx": ("Word", "supplement.docx"),
    "jats": ("JATS", "supplement.jats.xml"),
}
CHANGES = "changes"  # folder of a run: the numbers that changed since the version before
CHANGES_PAGE = f"{CHANGES}/index.html"
