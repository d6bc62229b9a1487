"""What the value of an estimate is, and what that makes of it: its unit, the value of no difference, a word for it."""

from __future__ import annotations

from enum import StrEnum


class Scale(StrEnum):
    """What a value is.

    Attributes
    ----------
    null : the value of no difference; of a scale that compares nothing, zero.
    compares : whether some value of it means that the arms are alike.
    factor : by which a value is multiplied where it is read: a proportion in percentage points.
    shown_unit : the unit in which it is then read; empty for that of the variable, or for none.
    quantity : what was higher or lower where an interval lies on one side of no difference.
    """

    null: float
    compares: bool
    factor: float
    shown_unit: str
    quantity: str

    UNIT = "unit", 0.0, True, 1.0, "", "the mean"
    PROPORTION = "proportion", 0.0, True, 100.0, "percentage points", "the risk"
    SHARE = "share", 0.0, False, 100.0, "percent", "the share"  # of one arm
    PROBABILITY = "probability", 0.5, True, 1.0, "", "the level"
    SD = "sd", 0.0, True, 1.0, "", "the mean"
    RATIO = "ratio", 1.0, True, 1.0, "", "the ratio"
    PATIENTS = "patients", 0.0, False, 1.0, "patients", "the number needed"  # to treat
    COUNT = "count", 0.0, False, 1.0, "patients", "the number"  # of patients
    CORRELATION = "correlation", 0.0, False, 1.0, "", "the correlation"  # of the units of a patient
    P = "p", 0.0, False, 1.0, "", "the P value"  # and no value
    UNKNOWN = "", 0.0, False, 1.0, "", "the value"  # of a method that this version does not have

    def __new__(
        cls, code: str, null: float, compares: bool, factor: float, shown_unit: str, quantity: str
    ) -> Scale:
        scale = str.__new__(cls, code)
        scale._value_, scale.null, scale.compares = code, null, compares
        scale.factor, scale.shown_unit, scale.quantity = factor, shown_unit, quantity
        return scale

    @property
    def is_ratio(self) -> bool:
        """Whether a value is one arm over the other, and not one less the other."""
        return self.compares and self.null == 1.0

    def unit(self, of_variable: str) -> str:
        """Of a value of the scale, as ``results.csv`` has it: that of the variable, patients, or none."""
        return {Scale.UNIT: of_variable, Scale.PATIENTS: "patients", Scale.COUNT: "patients"}.get(self, "")
