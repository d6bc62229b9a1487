"""Counts masked one by one, as a spreadsheet would do it, and nothing else: what an attacker has to see through."""

from __future__ import annotations

from attack.published import Row

from twoarm.study.disclosure.policy import Policy
from twoarm.tables.every import RUN_TABLES

NO_PATIENTS = {"draws", "asked", "agreeing", "below", "contrary", "single", "not_estimable"}
DESIGN = {"alpha", "power", "limit", "conf_level"}


def masked_one_by_one(tables: dict[str, list[Row]], policy: Policy) -> dict[str, list[Row]]:
    """Every small count as the policy's word, every other one rounded, statistics to their digits, no extremes."""
    return {name: [_masked(name, row, policy) for row in rows] for name, rows in tables.items()}


def _masked(table: str, row: Row, policy: Policy) -> Row:
    counts = {c: _count(row[c], policy) for c in RUN_TABLES[table].counts if row[c] and c not in NO_PATIENTS}
    numbers = {c: _number(row[c], policy.digits) for c in RUN_TABLES[table].numbers if c not in DESIGN}
    ends = {c: "" for c in ("min", "max") if c in row and policy.extremes == "masked"}
    return {**row, **counts, **numbers, **ends}


def _count(text: str, policy: Policy) -> str:
    count = int(text)
    return policy.word if policy.small(count) else str(policy.rounding * round(count / policy.rounding))


def _number(text: str, digits: int | None) -> str:
    return text if not text or digits is None else repr(float(f"{float(text):.{digits - 1}e}"))
