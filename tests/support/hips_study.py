"""Hips of patients, most of whom have two: by hips the arms seem to differ, by patients they do not."""

from __future__ import annotations

from pathlib import Path

from small_studies import write_study

DESCRIBED = """\
name      label     table     role       section    kind        unit     levels    better
age       Age       patients  covariate  baseline   continuous  years    .         .
flexion   Flexion   units     outcome    follow_up  continuous  degrees  .         higher
necrosis  Necrosis  units     outcome    follow_up  binary      .        0=no|1=yes  lower
clicks    Clicks    units     outcome    follow_up  count       .        .         lower
"""
# arm, age; flexion, necrosis and clicks of the left hip and, where there is one, of the right
HIPS = """\
A 61 117 0 0 115 0 1
A 55 103 1 2 106 1 1
A 70 120 0 0 118 0 0
A 48 108 0 1 .
A 66 125 0 0 123 0 0
A 59 100 1 3 102 0 2
A 63 113 0 1 116 0 0
A 52 121 0 0 119 0 1
A 68 109 0 2 .
A 57 116 0 0 114 1 1
A 64 124 0 1 121 0 0
A 60 105 1 2 108 1 2
B 62 108 0 1 106 0 2
B 58 97 1 3 99 1 4
B 71 112 0 0 114 0 1
B 49 103 0 2 .
B 65 116 0 1 115 0 0
B 54 95 1 4 98 1 3
B 67 118 0 0 116 0 1
B 56 105 1 1 102 1 2
B 69 111 0 2 .
B 61 100 1 2 103 0 1
B 63 119 0 0 117 0 2
B 50 107 0 1 110 0 1
"""


def write_hips(folder: Path, spec: str = "", described: str = DESCRIBED) -> Path:
    """Write the study of hips."""
    lines = [line.split() for line in HIPS.strip().splitlines()]
    patients = "\n".join(["arm age", *(f"{arm} {age}" for arm, age, *_ in lines)])
    units = ["patient unit flexion necrosis clicks"]
    for n, (_, _, *values) in enumerate(lines, 1):
        units += [f"{n} left {' '.join(values[:3])}"]
        units += [f"{n} right {' '.join(values[3:])}"] if values[3] != "." else []
    return write_study(folder, described, patients, spec=spec, units="\n".join(units))
