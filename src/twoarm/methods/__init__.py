"""Methods: two arms as arrays or counts go in, an estimate with its interval and P comes out. Nothing here knows a study."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
