"""Published tables made by hand: two arms of forty patients, and the few cells that a test cares for."""

from __future__ import annotations

from small_studies import rows_of

from attack.published import Design, Published, Row
from twoarm.study.dictionary import Variable
from twoarm.study.disclosure.policy import HOSPITAL, Policy
from twoarm.tables.every import RUN_TABLES

ARMS = ("A", "B")
PLACE = {"section": "perioperative", "visit": ""}


def outcome(name: str, kind: str, **said: object) -> Variable:
    """A dictionary row."""
    usual: dict = {"label": name, "table": "patients", "role": "outcome", "section": "perioperative"}
    return Variable(name=name, kind=kind, **(usual | said))  # type: ignore[arg-type]


YES_NO = (("0", "no"), ("1", "yes"))
LEAK = outcome("leak", "binary", levels=YES_NO)
EVERYONE = outcome("everyone", "date", role="none", section="")
SIZES = """\
variable  arm  role  n   missing
everyone  A    none  40  0
everyone  B    none  40  0
"""


def published(
    *variables: Variable, policy: Policy = HOSPITAL, visits: tuple[str, ...] = (), **tables: str | list[Row]
) -> Published:
    """Tables of a run: rows as text, where ``.`` is empty and ``_`` a blank, or as they are; what is not said is empty.

    A date that is known of every patient tells the size of both arms; a policy that masks zeros would mask that.
    """
    design = Design(ARMS, (EVERYONE, *variables), visits, visits[0] if visits else "")
    made = {name: _rows(name, rows) for name, rows in tables.items()}
    made["flow"] = _rows("flow", SIZES) + made.get("flow", [])
    return Published(policy, design, made)


def _rows(table: str, rows: str | list[Row]) -> list[Row]:
    read = rows_of(rows) if isinstance(rows, str) else rows
    spoken = [{k: str(v).replace("_to_", " to ") for k, v in row.items()} for row in read]
    for row in spoken:
        row["level"] = row.get("level", "").replace("_", " ")
    return [dict.fromkeys(RUN_TABLES[table].header, "") | PLACE | row for row in spoken]
