"""On which scale the estimate of a published row lies."""

from __future__ import annotations

import pytest

from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.runs.scales import scale_of_row
from twoarm.tables.outcomes import SURVIVAL


@pytest.mark.parametrize(("arm", "scale"), [("0", Scale.SHARE), ("", Scale.PROPORTION)])
def test_shares_at_stated_times_are_of_an_arm_or_of_their_difference(arm, scale):
    row = dict.fromkeys(SURVIVAL.header, "") | {"time": "10", "arm": arm, "estimate": "0.5"}
    assert scale_of_row(row) == scale
