"""Two counts with the P of any of their tests are never found inconsistent; each table is tested in every way: slow."""

from __future__ import annotations

import numpy as np
from claimed import counted, last_found

from twoarm.analysis.claims.definitions import DEFINITIONS
from twoarm.study.published.base import Verdict


def test_no_drawn_table_with_the_p_of_any_of_its_tests_is_inconsistent():
    generator = np.random.default_rng(25)
    names = [name for name in DEFINITIONS if not name.startswith(("barnard", "boschloo"))]
    for _ in range(2000):
        n, m = (int(size) for size in generator.integers(4, 40, 2))
        x, y = (int(generator.binomial(size, generator.uniform())) for size in (n, m))
        p = DEFINITIONS[generator.choice(names)](x, n, y, m)
        if p is None:
            continue
        exact = f"P={p:.{generator.integers(2, 5)}f}"
        limit = generator.choice(["0.001", "0.01", "0.05", "0.1"])
        statement = exact if generator.integers(2) else f"P{'<' if p < float(limit) else '>'}{limit}"
        claim = {"id": "p", "kind": "two_by_two", "treated": "a", "control": "b", "p": statement}
        assert last_found(counted("a", x, n), counted("b", y, m), claim).verdict is not Verdict.INCONSISTENT
