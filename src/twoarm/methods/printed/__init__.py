"""What printed numbers allow: rounding, GRIM and GRIMMER, distributions, bounds of a bare P, nested events,
t tests of means and deviations, the P of an interval, the counts of a percentage."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
