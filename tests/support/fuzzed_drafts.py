"""Small tables of any kind, given to `twoarm init`."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import strategies as st

from twoarm import cli

NAMES = st.sampled_from(
    [
        "arm",
        "group",
        "treat",
        "id",
        "patient",
        "age",
        "vas_pre",
        "vas_post",
        "vas_6m",
        "bp_0",
        "bp_6",
        "time",
        "status",
        "event",
        "sex",
        "leak",
        "visit",
        "week",
        "date",
        "notes",
        "weight_kg",
        "op_time_min",
        "Grade",
        "年齢",
        "x=y",
    ]
)
CELLS = {
    "arm": st.sampled_from(["A", "B"]),
    "codes": st.sampled_from(["0", "1", "2", "9", ""]),
    "numbers": st.one_of(
        st.integers(-5, 1200).map(str), st.floats(0, 1e6).map(repr), st.sampled_from(["999", "NA", "", "."])
    ),
    "words": st.sampled_from(
        ["none", "mild", "severe", "Yes", "no", "a|b", "x=1", "<b>", "=1+1", "I", "II", ""]
    ),
    "dates": st.sampled_from(["2024-01-05", "2023-02-29", "05/01/2024", ""]),
    "anything": st.text(st.characters(codec="utf-8"), max_size=12),
}


@st.composite
def tables(draw) -> str:
    """A table with an arm and up to five more columns of ten patients."""
    columns = [
        "arm",
        *draw(st.lists(NAMES.filter(lambda n: n != "arm"), min_size=1, max_size=5, unique=True)),
    ]
    rows = draw(st.integers(4, 14))
    cells = [draw(st.lists(CELLS["arm"], min_size=rows, max_size=rows))]
    for _ in columns[1:]:
        kind = draw(st.sampled_from(sorted(CELLS)))
        cells.append(draw(st.lists(CELLS[kind], min_size=rows, max_size=rows)))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *zip(*cells, strict=True)])
    return text.getvalue()


def drafted(text: str, *flags: str) -> None:
    """Draft, and where a folder was written, check it."""
    with tempfile.TemporaryDirectory() as place:
        table, folder = Path(place, "t.csv"), Path(place, "study")
        table.write_text(text, "utf-8", newline="")
        code = cli.main(["init", str(table), "--to", str(folder), "--min-count", "0", "--confirm", *flags])
        assert code in (0, 2, 3, 5)
        assert folder.exists() == (code == 0)
        assert len(list(Path(place).iterdir())) == 1 + (code == 0)
        if code == 0:
            assert cli.main(["check", str(folder)]) == 0
