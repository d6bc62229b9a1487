from twoarm.methods.weights.adjusted import adjusted_difference as adjusted_difference
from twoarm.methods.weights.balance import smd_categories as smd_categories
from twoarm.methods.weights.balance import smd_continuous as smd_continuous
from twoarm.methods.weights.balance import smd_standard_error as smd_standard_error
from twoarm.methods.weights.balance import weighted_smd_categories as weighted_smd_categories
from twoarm.methods.weights.balance import weighted_smd_continuous as weighted_smd_continuous
from twoarm.methods.weights.bootstrapped import (
    weighted_difference_by_bootstrap as weighted_difference_by_bootstrap,
)
from twoarm.methods.weights.firth import PropensityFit as PropensityFit
from twoarm.methods.weights.firth import firth_log_odds_of_treatment as firth_log_odds_of_treatment
from twoarm.methods.weights.firth import propensity_fit as propensity_fit
from twoarm.methods.weights.firth import surviving_log_odds as surviving_log_odds
from twoarm.methods.weights.firth import tells_apart as tells_apart
from twoarm.methods.weights.overlap import effective_sizes as effective_sizes
from twoarm.methods.weights.overlap import influence as influence
from twoarm.methods.weights.overlap import observed_rows as observed_rows
from twoarm.methods.weights.overlap import overlap_weights as overlap_weights
from twoarm.methods.weights.overlap import weighted_difference as weighted_difference
from twoarm.methods.weights.overlap import weights_of as weights_of
from twoarm.methods.weights.propensity import design as design
from twoarm.methods.weights.propensity import log_odds_of_treatment as log_odds_of_treatment
from twoarm.methods.weights.resampled import fixed_order as fixed_order
from twoarm.methods.weights.resampled import overlap_resampled as overlap_resampled
from twoarm.methods.weights.resampled import percentile_error as percentile_error
from twoarm.methods.weights.resampled import percentile_estimate as percentile_estimate
from twoarm.methods.weights.resampled import percentile_p_error as percentile_p_error
from twoarm.methods.weights.resampled import weighted_replicates as weighted_replicates
