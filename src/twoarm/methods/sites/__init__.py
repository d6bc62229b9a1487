"""Estimates of several sites together: what they say as one, and how far they differ."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
