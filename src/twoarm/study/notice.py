"""The words that mark a simulated cohort: one sentence for a run, its figures and documents, and for the stock site."""

AUDIT_IS_REAL = " The audit of published claims is real."  # said after it where a study has published claims


def simulated_notice(treated: str, control: str, edited: bool = False) -> str:
    """What is said of a simulated cohort of two arms, by their labels.

    Examples
    --------
    >>> simulated_notice("A", "B", edited=True)
    'Simulated cohort, edited since: shows how the report works; says nothing about A or B.'
    """
    kind = "Simulated cohort, edited since" if edited else "Simulated cohort"
    return f"{kind}: shows how the report works; says nothing about {treated} or {control}."
