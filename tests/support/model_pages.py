"""The pages and schemas that are made from what checks a study and what a run writes; as a program it makes them."""

from __future__ import annotations

from pathlib import Path

from twoarm.study.reference.pages import (
    between_marks,
    claim_tables,
    dictionary_table,
    evidence_table,
    grid_tables,
    key_tables,
    policy_table,
)
from twoarm.study.reference.schemas import YAML_FILES, schema_file, schema_text
from twoarm.tables.page import columns_of, tables_page
from twoarm.tables.sweeps import POOLED

DOCS = Path(__file__).parents[2] / "docs"
TABLES = {
    "study.md": key_tables,
    "claims.md": claim_tables,
    "dictionary.md": dictionary_table,
    "evidence.md": evidence_table,
    "files.md": tables_page,
    "privacy.md": policy_table,
    "sweep.md": lambda: f"{grid_tables()}\n\n{columns_of(POOLED)}",
}


def made() -> dict[Path, str]:
    """Every file that is made, with what it should hold."""
    pages = {
        DOCS / name: between_marks((DOCS / name).read_text("utf-8"), table())
        for name, table in TABLES.items()
    }
    return pages | {schema_file(name): schema_text(name) for name in YAML_FILES}


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text, "utf-8")
