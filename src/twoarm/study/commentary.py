"""The authors' own prose: ``commentary.md``, a heading per section or outcome, text with live values in braces."""

from __future__ import annotations

from twoarm.study.study import Study


def read_commentary(study: Study) -> dict[str, str]:
    """Heading to text; empty where the study has no commentary."""
    if not study.has("commentary.md"):
        return {}
    parts: dict[str, list[str]] = {}
    heading = ""
    for line in (study.folder / "commentary.md").read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
            parts[heading] = []
        elif heading:
            parts[heading].append(line)
    return {name: "\n".join(lines).strip() for name, lines in parts.items()}
