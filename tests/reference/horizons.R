# Reference values of the difference of two restricted means as far as both curves are known, computed by R from arrays that
# are written beside them. Run from the top of the repository: Rscript tests/reference/horizons.R
# Debian: r-cran-survival r-cran-jsonlite
suppressPackageStartupMessages({
  library(survival)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "horizons.R")

# A curve that has come down to 0 is known for ever.
known_to <- function(curve) if (tail(curve$surv, 1) < 1e-12) Inf else max(curve$time)

case_of <- function(t_time, t_event, c_time, c_event) {
  curves <- list(survfit(Surv(t_time, t_event) ~ 1), survfit(Surv(c_time, c_event) ~ 1))
  known <- sapply(curves, known_to)
  horizon <- if (all(is.infinite(known))) max(t_time, c_time) else min(known)
  # Only a curve at 0 ends before the horizon, and nothing is beneath it from there on.
  means <- sapply(curves, function(curve) {
    summary(curve, rmean = min(horizon, max(curve$time)))$table[c("rmean", "se(rmean)")]
  })
  error <- sqrt(sum(means[2, ]^2))
  difference <- means[1, 1] - means[1, 2]
  list(r_function = "survival::survfit, summary(rmean)",
       inputs = list(t_time = t_time, t_event = t_event, c_time = c_time, c_event = c_event),
       value = list(horizon = horizon, difference = unname(difference),
                    low = unname(difference - qnorm(0.975) * error), high = unname(difference + qnorm(0.975) * error)))
}

cases <- list(
  # the treated all have the event, the last of them at 6; of the control one leaves at 9
  case_of(c(1, 2, 4, 6), c(1, 1, 1, 1), c(2, 3, 5, 8, 9), c(1, 0, 1, 1, 0)),
  # somebody is left in both arms
  case_of(c(1, 2, 4, 6), c(1, 0, 1, 0), c(2, 3, 5, 8, 9), c(1, 0, 1, 1, 0)),
  # nobody is censored
  case_of(c(1, 2, 4, 6), c(1, 1, 1, 1), c(2, 3, 5, 8, 9), c(1, 1, 1, 1, 1)),
  # at the last time of the treated one has the event and one leaves: the curve is not at 0
  case_of(c(1, 2, 6, 6), c(1, 1, 1, 0), c(2, 3, 5, 8, 9), c(1, 1, 1, 1, 1))
)
reference <- list(
  made_by = list(script = "horizons.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(c(survival = "survival", jsonlite = "jsonlite"), function(p) as.character(packageVersion(p)))),
  restricted_mean_difference = cases
)
writeLines(toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE), file.path(folder, "horizons.json"))
