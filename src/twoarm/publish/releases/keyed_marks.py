"""The marks of private data: whoever has the tables can make them under the key alone, so that nobody can try tables out."""

from __future__ import annotations

from twoarm.publish.records.data_marks import DATA_FOLDER, DataMarks, table_hashes
from twoarm.publish.releases.ledger import Ledger
from twoarm.publish.releases.nearness import closeness, earlier_releases
from twoarm.publish.releases.pseudonyms import Pseudonyms, keep_pseudonyms, pseudonyms_of
from twoarm.publish.stage import Stage


def keyed_marks(stage: Stage, ledger: Ledger) -> DataMarks:
    """HMAC-SHA256 of the tables; the keyed hashes of their patients go into the ledger, for a release of the run."""
    tables, found = table_hashes(stage), pseudonyms_of(stage.study, ledger)
    return DataMarks(
        {f"{DATA_FOLDER}/{name}": ledger.mark("table", name, value) for name, value in tables.items()},
        ledger.mark("tables", *(part for item in tables.items() for part in item)),
        {"key": ledger.key_name, "cohort": keep_pseudonyms(found, ledger)},
        _near(stage, found, ledger),
    )


def _near(stage: Stage, found: Pseudonyms, ledger: Ledger) -> str:
    study = stage.study
    near = earlier_releases(found, study.spec.policy.min_count, ledger)
    close = closeness(near, {arm.level: arm.label for arm in study.arms}, ledger)
    if not close:
        return ""
    return "\n".join(["twoarm release would refuse this run:", *(f"  {problem}" for problem in close)])
