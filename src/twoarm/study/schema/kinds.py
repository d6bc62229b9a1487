"""What a column can be: the words of ``dictionary.csv`` under role and kind, and what follows from a kind."""

from __future__ import annotations

from enum import StrEnum


class _Word(StrEnum):
    """A word of the dictionary, which a reader of the library sees as that."""

    def __repr__(self) -> str:
        return repr(self.value)


class Role(_Word):
    """What a column is for."""

    ID = "id"
    ARM = "arm"
    COVARIATE = "covariate"
    OUTCOME = "outcome"
    NONE = "none"


class Kind(_Word):
    """How a value is read, and which methods answer."""

    ID = "id"
    ARM = "arm"
    BINARY = "binary"
    CATEGORICAL = "categorical"
    ORDINAL = "ordinal"
    CONTINUOUS = "continuous"
    COUNT = "count"
    TIME = "time"
    DATE = "date"

    @property
    def levelled(self) -> bool:
        """Whether its values are levels with labels."""
        return self in (Kind.ARM, Kind.BINARY, Kind.CATEGORICAL, Kind.ORDINAL)

    @property
    def averaged(self) -> bool:
        """Whether a mean of it is told."""
        return self in (Kind.CONTINUOUS, Kind.COUNT)

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.averaged or self is Kind.TIME

    @property
    def compared(self) -> bool:
        """Whether it can be an outcome."""
        return self not in (Kind.ID, Kind.ARM, Kind.DATE)

    @property
    def of_visits(self) -> bool:
        """Whether a column of visits.csv can be of it."""
        return self not in (Kind.ID, Kind.ARM, Kind.TIME)

    @property
    def of_units(self) -> bool:
        """Whether a patient has a mean of it over several units: of yes and no it is the share."""
        return self.averaged or self is Kind.BINARY

    @property
    def never_negative(self) -> bool:
        """Whether its values begin at zero."""
        return self in (Kind.COUNT, Kind.TIME)
