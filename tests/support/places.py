"""Where things stand in the checkout, for tests of every depth."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
