# Reference values of times to an event of which some are zero, an event and a censoring, computed by R from arrays that
# are written beside them. Run from the top of the repository: Rscript tests/reference/zero_times.R
# Debian: r-cran-survival r-cran-jsonlite
suppressPackageStartupMessages({
  library(survival)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "zero_times.R")
tau <- 11

t_time <- c(0, 0, 3, 5, 8, 8, 12, 15)
t_event <- c(1, 0, 1, 1, 0, 1, 1, 0)
c_time <- c(0, 2, 2, 4, 6, 7, 9, 11, 14)
c_event <- c(1, 1, 0, 1, 1, 1, 0, 1, 1)
arms <- list(t_time = t_time, t_event = t_event, c_time = c_time, c_event = c_event)
both <- data.frame(time = c(t_time, c_time), event = c(t_event, c_event), arm = rep(1:0, c(length(t_time), length(c_time))))

case <- function(r, inputs, value) list(list(r_function = r, inputs = inputs, value = value))
curve <- survfit(Surv(t_time, t_event) ~ 1)
mean_of <- function(time, event) {
  found <- summary(survfit(Surv(time, event) ~ 1), rmean = tau)$table
  list(r_function = "survival::survfit, summary(rmean)", inputs = list(time = time, event = event, tau = tau),
       value = c(found[["rmean"]], found[["se(rmean)"]]^2))
}
cox <- coxph(Surv(time, event) ~ arm, both, ties = "efron", control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 200))

reference <- list(
  made_by = list(script = "zero_times.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(c(survival = "survival", jsonlite = "jsonlite"), function(p) as.character(packageVersion(p)))),
  kaplan_meier = case("survival::survfit", list(time = t_time, event = t_event),
                      list(times = curve$time, at_risk = curve$n.risk, events = curve$n.event, survival = curve$surv)),
  log_rank_p = case("survival::survdiff", arms, survdiff(Surv(time, event) ~ arm, both)$pvalue),
  hazard_ratio = case("survival::coxph(ties = 'efron', eps = 1e-14)", arms,
                      list(value = exp(coef(cox)[["arm"]]), p_value = summary(cox)$coefficients["arm", "Pr(>|z|)"])),
  restricted_mean = list(mean_of(t_time, t_event), mean_of(c_time, c_event))
)
writeLines(toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE), file.path(folder, "zero_times.json"))
