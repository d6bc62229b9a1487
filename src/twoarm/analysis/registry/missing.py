"""Registry entries for outcomes that some patients lack: the missing values are imputed, the estimates pooled."""

from __future__ import annotations

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.registry.method import COUNTED, Method
from twoarm.analysis.registry.scale import Scale
from twoarm.study.dictionary import AVERAGED

_PSEUDO = (
    "values imputed within each arm by chained equations, twenty times at least; {}; pooled by Rubin's rules"
)


def _entry(
    name: str, measures: tuple[str, ...], estimand: str, scale: Scale, words: str, when: Occasion
) -> Method:
    return Method(
        name=name,
        estimand=estimand,
        measures=measures,
        when=when,
        scale=scale,
        function=None,
        words=f"multiple imputation by chained equations, {words}",
        pseudo=_PSEUDO.format(words),
        reference="vanBuuren2011",
        uses_baseline=when is Occasion.IMPUTED_CHANGE,
        shown="later",
    )


IMPUTED: tuple[Method, ...] = (
    _entry(
        "imputed_ancova",
        AVERAGED,
        "adjusted mean difference",
        Scale.UNIT,
        "analysis of covariance with the baseline value",
        Occasion.IMPUTED_CHANGE,
    ),
    _entry(
        "imputed_mean_difference",
        AVERAGED,
        "mean difference",
        Scale.UNIT,
        "difference of means",
        Occasion.IMPUTED,
    ),
    _entry(
        "imputed_risk_difference",
        COUNTED,
        "risk difference",
        Scale.PROPORTION,
        "difference of shares",
        Occasion.IMPUTED,
    ),
    _entry("imputed_hazard_ratio", ("time",), "hazard ratio", Scale.RATIO, "Cox model", Occasion.IMPUTED),
)
