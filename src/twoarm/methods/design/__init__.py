"""What surrounds a result: power and detectable differences, equivalence, several outcomes at once, E-values."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
