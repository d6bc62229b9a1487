"""Write patients.csv from the copy of the trial that the package lifelines holds.

    python examples/gbsg2/make_patients.py

The same bytes each time: identifiers and the order of the rows come from one fixed seed.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pandas as pd
from lifelines.datasets import load_gbsg2

SEED = 1994
NAMES = {
    "horTh": "hormonal_therapy",
    "age": "age",
    "menostat": "menopause",
    "tsize": "tumour_size",
    "tgrade": "tumour_grade",
    "pnodes": "positive_nodes",
    "progrec": "progesterone_receptor",
    "estrec": "oestrogen_receptor",
    "time": "recurrence_free_survival",
    "cens": "recurrence_free_event",
}


def make_patients(seed: int = SEED) -> pd.DataFrame:
    """The trial under the dictionary's names, with made-up identifiers, in a shuffled order."""
    random = Random(seed)
    table = load_gbsg2()[list(NAMES)].rename(columns=NAMES)
    order = list(table.index)
    random.shuffle(order)
    table = table.loc[order]
    table.insert(0, "patient_id", made_up_ids(len(table), random))
    return table


def made_up_ids(count: int, random: Random) -> list[str]:
    """Distinct identifiers of ``P-`` and six hexadecimal digits, a letter among them: no number looks like one."""
    found: dict[str, None] = {}
    while len(found) < count:
        digits = f"{random.getrandbits(24):06x}"
        if not digits.isdigit():
            found[f"P-{digits}"] = None
    return list(found)


if __name__ == "__main__":
    path = Path(__file__).with_name("patients.csv")
    path.write_bytes(make_patients().to_csv(index=False, lineterminator="\n").encode())
    print(f"wrote {path.name}")
