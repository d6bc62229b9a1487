"""What printed numbers allow: rounding, GRIM and GRIMMER, distributions of values, bounds of a bare P, nested events."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
