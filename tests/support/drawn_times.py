"""Times with censoring for the tests of survival: drawn on a coarse grid, so that some are tied."""

import numpy as np


def draw(seed, n=60, rate=0.2):
    """Times and events of one arm."""
    rng = np.random.default_rng(seed)
    time, limit = np.ceil(rng.exponential(1 / rate, n) * 4) / 4, np.ceil(rng.uniform(2, 12, n) * 4) / 4
    return np.minimum(time, limit), (time <= limit).astype(int)
