"""One value per patient: means, ranks, shifts, effect sizes, ordered levels, counts per patient, responders, resampling."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
