# Test statistics and their degrees of freedom, curves at stated times, and the parts of a variance.
# Run from the top of the repository: Rscript tests/reference/statistics.R
# Debian: r-base-core r-cran-survival r-cran-sandwich r-cran-lme4 r-cran-lmertest r-cran-jsonlite
suppressPackageStartupMessages({
  library(survival)
  library(sandwich)
  library(lme4)
  library(lmerTest)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "statistics.R")

case <- function(r, inputs, value) {
  list(r_function = r, inputs = lapply(inputs, function(x) if (length(x) > 1) I(x) else x), value = value)
}

# ---- arrays -----------------------------------------------------------------------------------------------------

treated <- c(41.5, 38.2, 45.0, 39.9, 47.3, 36.4, 42.8, 44.1, 40.6)
control <- c(46.0, 52.3, 43.7, 49.8, 55.1, 47.2, 50.5, 44.9, 58.4, 48.6, 51.0)
t_before <- c(40.1, 39.5, 43.2, 41.7, 44.0, 38.8, 40.9, 45.6, 42.3)
c_before <- c(44.4, 47.9, 45.1, 46.3, 49.0, 43.8, 48.2, 46.6, 50.7, 45.9, 47.3)
scores_t <- c(2, 3, 3, 4, 5, 1, 2, 3, 0, 4)
scores_c <- c(4, 5, 3, 6, 4, 5, 7, 2)
months_t <- c(1.5, 2, 2, 3, 3.5, 4, 4, 5, 6, 6, 7.5, 9)
event_t <- c(1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0)
months_c <- c(2, 3, 4, 4.5, 5, 6, 6.5, 7, 8, 8, 9.5, 10, 11)
event_c <- c(1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1)
times <- data.frame(time = c(months_t, months_c), event = c(event_t, event_c), arm = rep(1:0, c(12, 13)))
times_in <- list(t_time = months_t, t_event = event_t, c_time = months_c, c_event = event_c)

# ---- statistics -------------------------------------------------------------------------------------------------

values_in <- list(treated = treated, control = control)
welch <- t.test(treated, control)
arm <- rep(1:0, c(length(treated), length(control)))
fit <- lm(c(treated, control) ~ arm + c(t_before, c_before))
hc3 <- unname(coef(fit)["arm"] / sqrt(vcovHC(fit, type = "HC3")["arm", "arm"]))
cox <- coxph(Surv(time, event) ~ arm, data = times, ties = "efron", control = coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15))
tables <- list(c(4, 30, 10, 32), c(5, 60, 1, 64), c(29, 30, 20, 32))
pearson <- function(t) {
  suppressWarnings(chisq.test(matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2), correct = FALSE)$statistic)
}
signed <- function(t, square) unname(sign(t[1] / t[2] - t[3] / t[4]) * sqrt(square))
score_cases <- lapply(tables, function(t) {
  n <- t[2] + t[4]
  case("stats::chisq.test(correct = FALSE), times (N - 1) / N, its signed root", list(counts = t),
       list(statistic = signed(t, pearson(t) * (n - 1) / n)))
})
ratio_cases <- lapply(tables, function(t) {
  case("stats::chisq.test(correct = FALSE), its signed root", list(counts = t), list(statistic = signed(t, pearson(t))))
})

# Brunner and Munzel by ranks, as in their paper.
brunner_munzel <- function(t, c) {
  m <- length(t)
  n <- length(c)
  pooled <- rank(c(t, c))
  r1 <- pooled[1:m]
  r2 <- pooled[m + 1:n]
  s1 <- sum((r1 - rank(t) - mean(r1) + (m + 1) / 2)^2) / (m - 1)
  s2 <- sum((r2 - rank(c) - mean(r2) + (n + 1) / 2)^2) / (n - 1)
  value <- (mean(r1) - (m + 1) / 2) / n
  list(statistic = (value - 0.5) / sqrt(s1 / (m * n^2) + s2 / (n * m^2)),
       df = (s1 / n + s2 / m)^2 / ((s1 / n)^2 / (m - 1) + (s2 / m)^2 / (n - 1)))
}
ranks_case <- function(t, c) {
  case("stats::wilcox.test", list(treated = t, control = c),
       list(statistic = unname(suppressWarnings(wilcox.test(t, c))$statistic)))
}

# ---- curves at stated times -------------------------------------------------------------------------

at <- c(1, 3, 6, 8.25)
at_case <- function(time, event, level) {
  curve <- summary(survfit(Surv(time, event) ~ 1, conf.type = "log-log", conf.int = level), times = at)
  # Where everybody is still free of the event R has no interval; ours is the share itself.
  known <- function(limit) ifelse(is.na(limit), curve$surv, limit)
  case("summary(survival::survfit(conf.type = \"log-log\"), times)",
       list(time = time, event = event, conf_level = level, at = at),
       list(survival = curve$surv, low = known(curve$lower), high = known(curve$upper), std_err = curve$std.err))
}
both <- lapply(list(list(months_t, event_t), list(months_c, event_c)), function(x) {
  summary(survfit(Surv(x[[1]], x[[2]]) ~ 1), times = at[2:4])
})
gap <- both[[1]]$surv - both[[2]]$surv
gap_error <- sqrt(both[[1]]$std.err^2 + both[[2]]$std.err^2)
gap_case <- case("summary(survival::survfit, times): difference, root of the sum of both squared errors",
                 c(times_in, list(at = at[2:4], conf_level = 0.95)),
                 list(value = gap, low = gap - qnorm(0.975) * gap_error, high = gap + qnorm(0.975) * gap_error,
                      p_value = 2 * pnorm(-abs(gap / gap_error)), statistic = gap / gap_error))
mean_case <- function(time, event, tau) {
  found <- summary(survfit(Surv(time, event) ~ 1), rmean = tau)$table
  value <- unname(found["rmean"])
  reach <- qnorm(0.975) * unname(found["se(rmean)"])
  case("summary(survival::survfit, rmean = tau), normal interval", list(time = time, event = event, tau = tau),
       list(value = value, low = value - reach, high = value + reach))
}

# ---- parts of a variance ----------------------------------------------------------------------------------------

visits_t <- rbind(c(7.1, 5.2, 4.8), c(6.4, 6.1, 5.5), c(8.2, 7.7, 7.9), c(5.9, 4.1, 3.6), c(7.5, 6.0, NA))
visits_c <- rbind(c(8.0, 7.4, 7.1), c(6.9, 6.6, 6.0), c(9.1, 8.8, 8.2), c(7.2, NA, 6.3), c(6.1, 5.9, 5.7), c(8.4, 7.0, 7.7))
long <- do.call(rbind, lapply(1:11, function(i) {
  row <- rbind(visits_t, visits_c)[i, ]
  data.frame(id = i, arm = as.numeric(i <= 5), visit = factor(1:3), y = row)
}))
model <- lmer(y ~ 0 + visit + visit:arm + (1 | id), data = long[!is.na(long$y), ], REML = TRUE,
              control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14)))
parts <- as.data.frame(VarCorr(model))
between <- parts$vcov[1]
within <- parts$vcov[2]

methods <- list(
  statistic_mean_difference = list(case("stats::t.test", values_in, list(statistic = unname(welch$statistic),
                                                                        df = unname(welch$parameter)))),
  statistic_ancova = list(case("lm, sandwich::vcovHC(type = \"HC3\")",
                               list(treated_before = t_before, treated = treated, control_before = c_before, control = control),
                               list(statistic = hc3, df = fit$df.residual))),
  statistic_risk_difference = score_cases,
  statistic_risk_ratio = ratio_cases,
  statistic_superiority = list(case("written out here, by ranks", list(treated = scores_t, control = scores_c),
                                    brunner_munzel(scores_t, scores_c))),
  statistic_mann_whitney = list(ranks_case(treated, control), ranks_case(scores_t, scores_c)),
  statistic_log_rank = list(case("survival::survdiff", times_in,
                                 list(statistic = survdiff(Surv(time, event) ~ arm, data = times)$chisq, df = 1))),
  statistic_hazard_ratio = list(case("survival::coxph, Wald's z", times_in,
                                     list(statistic = unname(summary(cox)$coefficients[1, "z"])))),
  survival_at = list(at_case(months_t, event_t, 0.95), at_case(months_c, event_c, 0.9)),
  survival_difference = list(gap_case),
  restricted_mean_interval = list(mean_case(months_t, event_t, 6), mean_case(months_c, event_c, 10)),
  variance_parts = list(case("lme4::lmer(REML = TRUE), VarCorr", list(treated = visits_t, control = visits_c),
                             list(between = between, within = within, correlation = between / (between + within))))
)

versions <- sapply(c("survival", "sandwich", "lme4", "lmerTest", "jsonlite"), function(p) as.character(packageVersion(p)))
made_by <- list(script = basename(script), script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                packages = as.list(versions))
write_json(c(list(made_by = made_by), methods), file.path(folder, "statistics.json"), auto_unbox = TRUE, digits = NA,
           pretty = TRUE, na = "null")
