"""The choices behind one way to analyse an outcome."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

PATIENTS, NONE, ALL = "patients", "none", "all"
BASELINE, KNOWN, BOTH, OVERLAP = "baseline", "known", "both", "overlap"
# Unadjusted, or adjusted for the value before treatment alone, of the patients whose covariates are all known.
COMPLETE, BASELINE_COMPLETE = "complete", "baseline_complete"
TEST_WORDS = {  # a test among other choices, in words; one that is not here is called as its entry says
    "robust": "means, each arm’s own variance (Welch, HC3)",
    "pooled": "means, one variance for both arms (Student)",
    "ranks": "ranks (Mann-Whitney, Hodges-Lehmann)",
    "cluster": "exact permutation of whole patients",
    "score": "score test (Miettinen-Nurminen)",
    "brunner_munzel": "Brunner-Munzel test",
    "mann_whitney": "Mann-Whitney test",
    "proportional_odds": "proportional odds model",
    "restricted_mean": "restricted mean time",
    "restricted_mean_known": "restricted mean time, both curves known",
    "restricted_mean_first": "restricted mean time, to the end of one arm",
    "plain_mean": "means of the times (Welch)",
    "log_rank": "log-rank test",
    "cox": "Cox model",
}

# Tests that estimate, in the same unit, something else than those of means or of shares do.
OTHER_QUANTITIES = (
    "ranks",
    "restricted_mean",
    "restricted_mean_known",
    "restricted_mean_first",
    "plain_mean",
)


@dataclass(frozen=True)
class Specification:
    """The choices behind an analysis, as codes.

    Attributes
    ----------
    test : ``robust`` (each arm's own variance: Welch, HC3), ``pooled`` (Student, ordinary least squares), ``ranks``,
        ``cluster``, ``restricted_mean`` (up to the horizon of the primary result; ``_known`` and ``_first`` up to
        another one), ``plain_mean``, ``cox``; any other one is the name of an entry of the registry.
    unit : ``patients`` or ``units``, among which events are counted.
    covariates : ``none``, ``baseline``, ``known`` or ``both``; ``complete`` and ``baseline_complete`` are the first two of
        the patients whose covariates are all known.
    weights : ``none`` or ``overlap``.
    outliers : ``all``, or ``within`` Tukey's fences.
    """

    test: str
    unit: str = PATIENTS
    covariates: str = NONE
    weights: str = NONE
    outliers: str = ALL

    @property
    def same_patients(self) -> Specification:
        """The same of the patients whose covariates are all known."""
        codes = {NONE: COMPLETE, BASELINE: BASELINE_COMPLETE}
        return replace(self, covariates=codes.get(self.covariates, self.covariates))

    @property
    def adjusted(self) -> bool:
        """Whether covariates other than the value before treatment enter, or weights made from them."""
        return self.covariates in (KNOWN, BOTH) or self.weights == OVERLAP

    def differs_in(self, other: Specification) -> list[str]:
        """The dimensions in which two analyses differ.

        Examples
        --------
        >>> Specification("robust").differs_in(Specification("ranks", outliers="within"))
        ['test', 'outliers']
        """
        mine, others = asdict(self), asdict(other)
        return [name for name in mine if mine[name] != others[name]]
