"""Times to an event of two arms: Kaplan-Meier, log-rank test, restricted mean and Cox's hazard ratio."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
