"""Tables of a run as text, from a few cells that a test cares for."""

from __future__ import annotations

import pandas as pd

from twoarm.analysis.runs.tables import keyed_rows
from twoarm.tables.every import RUN_TABLES

RESULT = {
    "section": "perioperative",
    "variable": "operation_time",
    "visit": "",
    "arm": "",
    "analysis": "mean_difference",
    "estimand": "mean difference",
    "estimate": "2.0",
    "low": "-1.0",
    "high": "5.0",
    "conf_level": "0.95",
    "p_value": "0.2",
    "p_adjusted": "",
    "method": "Welch's t interval and test",
    "n_treated": "30",
    "n_control": "32",
    "unit": "min",
    "role": "primary",
    "reason": "",
    **dict.fromkeys(
        ("horizon", "draws", "monte_carlo_p", "monte_carlo_limit", "pooled_sd", "horizon_source"), ""
    ),
    **dict.fromkeys(("statistic", "df", "arm_label"), ""),
}
CLAIM = {
    **dict.fromkeys(("part", "published", "recomputed", "significant", "method", "quote"), ""),
    "id": "C01",
    "statistic": "p_value",
    "verdict": "consistent",
}
SPECIFICATION = {
    **{
        k: RESULT[k]
        for k in ("section", "variable", "visit", "estimate", "low", "high", "conf_level", "p_value")
    },
    **{k: RESULT[k] for k in ("n_treated", "n_control", "role", "reason")},
    **{"test": "robust", "unit": "patients", "covariates": "none", "weights": "none", "outliers": "all"},
    "measure_unit": "min",
}
ORDINARY = {"results": RESULT, "claims": CLAIM, "specifications": SPECIFICATION}


def frame(table: str, *rows: dict[str, str]) -> pd.DataFrame:
    """A table with the ordinary row, but for the cells given, once for each row; indexed from line 2."""
    return pd.DataFrame([ORDINARY[table] | row for row in rows], index=range(2, 2 + len(rows)), dtype=object)


def rows(table: str, *cells: dict[str, str]):
    """The same by their keys, as a comparison reads them."""
    return keyed_rows(RUN_TABLES[table], frame(table, *cells), "A")
