from twoarm.methods.times.adjusted_hazards import adjusted_hazard_ratio as adjusted_hazard_ratio
from twoarm.methods.times.adjusted_hazards import as_ratio as as_ratio
from twoarm.methods.times.adjusted_hazards import followed as followed
from twoarm.methods.times.adjusted_hazards import no_ratio as no_ratio
from twoarm.methods.times.proportional_hazards import hazard_ratio as hazard_ratio
from twoarm.methods.times.proportional_hazards import proportional_hazards_p as proportional_hazards_p
from twoarm.methods.times.restricted_means import common_horizon as common_horizon
from twoarm.methods.times.restricted_means import known_until as known_until
from twoarm.methods.times.restricted_means import restricted_mean as restricted_mean
from twoarm.methods.times.restricted_means import restricted_mean_difference as restricted_mean_difference
from twoarm.methods.times.restricted_means import restricted_mean_interval as restricted_mean_interval
from twoarm.methods.times.stated_times import difference_of_curves as difference_of_curves
from twoarm.methods.times.stated_times import median_time as median_time
from twoarm.methods.times.stated_times import share_of_curve as share_of_curve
from twoarm.methods.times.stated_times import survival_at as survival_at
from twoarm.methods.times.stated_times import survival_difference as survival_difference
from twoarm.methods.times.survival import Survival as Survival
from twoarm.methods.times.survival import actuarial as actuarial
from twoarm.methods.times.survival import counts_at as counts_at
from twoarm.methods.times.survival import greenwood_terms as greenwood_terms
from twoarm.methods.times.survival import kaplan_meier as kaplan_meier
from twoarm.methods.times.survival import life_table as life_table
from twoarm.methods.times.survival import log_rank as log_rank
from twoarm.methods.times.survival import log_rank_p as log_rank_p
from twoarm.methods.times.survival import number_at_risk as number_at_risk
from twoarm.methods.times.weighted_hazards import RiskTable as RiskTable
from twoarm.methods.times.weighted_hazards import by_weight as by_weight
from twoarm.methods.times.weighted_hazards import weighted_hazard_ratio as weighted_hazard_ratio
from twoarm.methods.times.weighted_hazards import weighted_log_ratios as weighted_log_ratios
from twoarm.methods.times.weighted_times import (
    weighted_hazard_ratio_by_bootstrap as weighted_hazard_ratio_by_bootstrap,
)
from twoarm.methods.times.weighted_times import (
    weighted_restricted_mean_difference as weighted_restricted_mean_difference,
)
