# Reference values of the statistical methods, computed by R from small arrays that are written beside them.
# Run from the top of the repository: Rscript tests/reference/make_reference.R
# Debian: r-base-core r-cran-survival r-cran-sandwich r-cran-jsonlite
suppressPackageStartupMessages({
  library(survival)
  library(sandwich)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "make_reference.R")

# A lone number is written as a number, an array of one only where it says I(...).
case <- function(r, inputs, value) {
  list(r_function = r, inputs = lapply(inputs, function(x) if (length(x) > 1) I(x) else x), value = value)
}

# ---- arrays -----------------------------------------------------------------------------------------------------

minutes_t <- c(41.5, 38.2, 45.0, 39.9, 47.3, 36.4, 42.8, 44.1, 40.6)
minutes_c <- c(46.0, 52.3, 43.7, 49.8, 55.1, 47.2, 50.5, 44.9, 58.4, 48.6, 51.0)
offset_t <- 1e6 + minutes_t
offset_c <- 1e6 + minutes_c
scores_t <- c(2, 3, 3, 4, 5, 1, 2, 3, 0, 4)
scores_c <- c(4, 5, 3, 6, 4, 5, 7, 2)
before <- c(7.5, 6.0, 8.2, 5.9, 7.7, 6.8, 8.0, 7.1)
after <- c(3.1, 2.5, 4.6, 3.0, 2.2, 3.9, 3.3, 2.8)
months_t <- c(1.5, 2, 2, 3, 3.5, 4, 4, 5, 6, 6, 7.5, 9)
event_t <- c(1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0)
months_c <- c(2, 3, 4, 4.5, 5, 6, 6.5, 7, 8, 8, 9.5, 10, 11)
event_c <- c(1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1)

# ---- proportions ------------------------------------------------------------------------------------------------

# Restricted maximum likelihood by the closed form of the cubic (Farrington and Manning 1990): another way than the
# package's halving.
restricted <- function(d, x1, n1, x2, n2) {
  theta <- n2 / n1
  p1 <- x1 / n1
  p2 <- x2 / n2
  a <- 1 + theta
  b <- -(1 + theta + p1 + theta * p2 + d * (theta + 2))
  c <- d^2 + d * (2 * p1 + theta + 1) + p1 + theta * p2
  e <- -p1 * d * (1 + d)
  v <- b^3 / (3 * a)^3 - b * c / (6 * a^2) + e / (2 * a)
  u <- (if (v > 0) 1 else -1) * sqrt(max(0, b^2 / (3 * a)^2 - c / (3 * a)))
  w <- (pi + acos(max(-1, min(1, v / u^3)))) / 3
  r1 <- min(1, max(0, 2 * u * cos(w) - b / (3 * a)))
  c(r1, min(1, max(0, r1 - d)))
}

score <- function(d, x1, n1, x2, n2) {
  r <- restricted(d, x1, n1, x2, n2)
  n <- n1 + n2
  variance <- (r[1] * (1 - r[1]) / n1 + r[2] * (1 - r[2]) / n2) * n / (n - 1)
  (x1 / n1 - x2 / n2 - d) / sqrt(variance)
}

miettinen_nurminen <- function(x1, n1, x2, n2, level) {
  z <- qnorm(1 - (1 - level) / 2)
  d <- x1 / n1 - x2 / n2
  root <- function(target, from, to) {
    uniroot(function(t) score(t, x1, n1, x2, n2) - target, c(from, to), tol = 1e-14, maxiter = 10000)$root
  }
  edge <- 1e-9
  list(value = d, low = root(z, -1 + edge, d - edge), high = root(-z, d + edge, 1 - edge),
       p_value = 2 * pnorm(-abs(score(0, x1, n1, x2, n2))))
}

tables <- list(c(4, 30, 10, 32), c(5, 60, 0, 64), c(3, 30, 0, 32), c(4, 30, 0, 32), c(5, 30, 0, 32), c(29, 30, 20, 32),
               c(7, 9, 3, 14), c(120, 400, 90, 410), c(1, 3, 2, 3))
score_cases <- unlist(lapply(tables, function(t) lapply(c(0.9, 0.95), function(level) {
  case("uniroot on the score statistic, restricted maximum likelihood by the closed cubic (written out here)",
       list(counts = t, conf_level = level), miettinen_nurminen(t[1], t[2], t[3], t[4], level))
})), recursive = FALSE)

two_by_two <- function(t) matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2)
fisher_cases <- lapply(tables, function(t) {
  case("stats::fisher.test", list(counts = t), fisher.test(two_by_two(t))$p.value)
})

levels_t <- list(c(12, 9, 6, 3), c(4, 26), c(5, 0, 25))
levels_c <- list(c(8, 8, 9, 7), c(10, 22), c(9, 0, 23))
chi_square_cases <- mapply(function(t, c) {
  used <- t + c > 0
  p <- suppressWarnings(chisq.test(rbind(t[used], c[used]), correct = FALSE)$p.value)
  case("stats::chisq.test(correct = FALSE), empty levels dropped", list(treated = t, control = c), p)
}, levels_t, levels_c, SIMPLIFY = FALSE)

one_arm <- list(c(4, 30), c(0, 32), c(32, 32), c(5, 60), c(1, 1), c(250, 1000))
wilson_cases <- lapply(one_arm, function(t) {
  limits <- suppressWarnings(prop.test(t[1], t[2], conf.level = 0.95, correct = FALSE)$conf.int)
  case("stats::prop.test(correct = FALSE)", list(counts = t, conf_level = 0.95), as.numeric(limits))
})
exact_cases <- lapply(one_arm, function(t) {
  case("stats::binom.test", list(counts = t, conf_level = 0.9),
       as.numeric(binom.test(t[1], t[2], conf.level = 0.9)$conf.int))
})

# ---- means ------------------------------------------------------------------------------------------------------

of_t_test <- function(test, value) {
  list(value = value, low = test$conf.int[1], high = test$conf.int[2], p_value = test$p.value)
}
welch_case <- function(t, c, level) {
  case("stats::t.test(var.equal = FALSE)", list(treated = t, control = c, conf_level = level),
       of_t_test(t.test(t, c, conf.level = level), mean(t) - mean(c)))
}
welch_cases <- list(welch_case(minutes_t, minutes_c, 0.95), welch_case(minutes_t, minutes_c, 0.9),
                    welch_case(scores_t, scores_c, 0.95), welch_case(c(1, 3), c(0, 2, 7), 0.99),
                    welch_case(offset_t, offset_c, 0.95), welch_case(c(5, 5, 5), scores_c, 0.95))
one_mean <- t.test(minutes_t, conf.level = 0.95)
mean_case <- case("stats::t.test", list(values = minutes_t, conf_level = 0.95),
                  list(value = mean(minutes_t), low = one_mean$conf.int[1], high = one_mean$conf.int[2]))
paired_case <- case("stats::t.test(paired = TRUE)", list(before = before, after = after, conf_level = 0.95),
                    of_t_test(t.test(after, before, paired = TRUE, conf.level = 0.95), mean(after - before)))

# ---- ranks ------------------------------------------------------------------------------------------------------

# Brunner and Munzel 2000, by ranks as in their paper (the package uses placements).
brunner_munzel <- function(t, c, level) {
  m <- length(t)
  n <- length(c)
  pooled <- rank(c(t, c))
  r1 <- pooled[1:m]
  r2 <- pooled[m + 1:n]
  value <- (mean(r1) - (m + 1) / 2) / n
  s1 <- sum((r1 - rank(t) - mean(r1) + (m + 1) / 2)^2) / (m - 1)
  s2 <- sum((r2 - rank(c) - mean(r2) + (n + 1) / 2)^2) / (n - 1)
  error <- sqrt(s1 / (m * n^2) + s2 / (n * m^2))
  df <- (s1 / n + s2 / m)^2 / ((s1 / n)^2 / (m - 1) + (s2 / m)^2 / (n - 1))
  reach <- qt(1 - (1 - level) / 2, df) * error
  list(value = value, low = max(0, value - reach), high = min(1, value + reach),
       p_value = 2 * pt(-abs((value - 0.5) / error), df))
}
superiority_case <- function(t, c, level) {
  case("Brunner-Munzel by ranks (written out here)", list(treated = t, control = c, conf_level = level),
       brunner_munzel(t, c, level))
}
superiority_cases <- list(superiority_case(minutes_t, minutes_c, 0.95), superiority_case(scores_t, scores_c, 0.95),
                          superiority_case(scores_t, scores_c, 0.8), superiority_case(c(1, 2, 9), c(3, 4, 5, 8), 0.95))
many_t <- round(50 + 9 * qnorm(ppoints(55)), 3)
many_c <- round(53 + 11 * qnorm(ppoints(40)), 4)
wilcoxon_case <- function(t, c) {
  case("stats::wilcox.test", list(treated = t, control = c), suppressWarnings(wilcox.test(t, c)$p.value))
}
wilcoxon_cases <- list(wilcoxon_case(minutes_t, minutes_c), wilcoxon_case(scores_t, scores_c),
                       wilcoxon_case(c(1, 2, 9), c(3, 4, 5, 8)), wilcoxon_case(many_t, many_c))

# ---- survival ---------------------------------------------------------------------------------------------------

fit_of <- function(time, event, level) survfit(Surv(time, event) ~ 1, conf.type = "log-log", conf.int = level)
number <- function(x) if (is.na(x)) NULL else as.numeric(x)
curve_case <- function(time, event, level, ticks) {
  fit <- fit_of(time, event, level)
  rows <- summary(fit)$table
  at <- summary(fit, times = ticks, extend = TRUE)
  # Limits that R leaves empty (a share of 1 or 0) are empty here too.
  case("survival::survfit(conf.type = 'log-log') and its summary",
       list(time = time, event = event, conf_level = level, ticks = ticks),
       list(times = I(fit$time), survival = I(fit$surv), low = I(fit$lower), high = I(fit$upper), at_risk = I(fit$n.risk),
            events = I(fit$n.event), censored = I(fit$n.censor), at_ticks = I(at$surv), at_risk_ticks = I(at$n.risk),
            events_ticks = I(cumsum(at$n.event)), censored_ticks = I(cumsum(at$n.censor)),
            median = list(value = number(rows["median"]), low = number(rows[8]), high = number(rows[9]))))
}
ticks <- c(0, 2, 4, 6, 8, 12)
curve_cases <- list(curve_case(months_t, event_t, 0.95, ticks), curve_case(months_c, event_c, 0.9, ticks),
                    curve_case(c(1, 2, 3, 4), c(1, 1, 1, 1), 0.95, c(0, 1, 2.5, 4)),
                    curve_case(1:20 + 0, rep(1, 20), 0.95, c(0, 10, 20)),
                    curve_case(c(1, 2, 3, 4), c(1, 1, 0, 0), 0.95, c(0, 2, 4)),
                    curve_case(c(1, 2, 3, 4, 5), c(0, 1, 0, 0, 0), 0.95, c(0, 2, 5)),
                    curve_case(c(2, 2, 2), c(1, 1, 1), 0.95, c(0, 2)))

log_rank_case <- function(t1, e1, t2, e2) {
  arm <- rep(c(1, 0), c(length(t1), length(t2)))
  test <- survdiff(Surv(c(t1, t2), c(e1, e2)) ~ arm)
  case("survival::survdiff", list(t_time = t1, t_event = e1, c_time = t2, c_event = e2),
       pchisq(test$chisq, 1, lower.tail = FALSE))
}
log_rank_cases <- list(log_rank_case(months_t, event_t, months_c, event_c),
                       log_rank_case(c(1, 2, 3), c(1, 1, 0), c(2, 4, 5, 6), c(1, 0, 1, 1)),
                       log_rank_case(c(1, 2, 3), c(0, 0, 0), c(2, 4, 5, 6), c(1, 0, 1, 1)))

rmean_of <- function(time, event, tau) summary(survfit(Surv(time, event) ~ 1), rmean = tau)$table[c("rmean", "se(rmean)")]
rmean_case <- function(time, event, tau) {
  r <- rmean_of(time, event, tau)
  case("survival::survfit, summary(rmean = tau)", list(time = time, event = event, tau = tau),
       list(mean = r[[1]], error = r[[2]]))
}
rmean_cases <- list(rmean_case(months_t, event_t, 9), rmean_case(months_t, event_t, 5.5), rmean_case(months_c, event_c, 9),
                    rmean_case(months_c, event_c, 6), rmean_case(c(1, 2, 3, 4), c(1, 1, 1, 1), 4))
r_t <- rmean_of(months_t, event_t, 9)
r_c <- rmean_of(months_c, event_c, 9)
r_gap <- r_t[[1]] - r_c[[1]]
r_error <- sqrt(r_t[[2]]^2 + r_c[[2]]^2)
rmean_difference_case <- case(
  "survival::survfit, summary(rmean = 9) of both arms; normal interval",
  list(t_time = months_t, t_event = event_t, c_time = months_c, c_event = event_c, conf_level = 0.95),
  list(value = r_gap, low = r_gap - qnorm(0.975) * r_error, high = r_gap + qnorm(0.975) * r_error,
       p_value = 2 * pnorm(-abs(r_gap / r_error))))

# ---- longitudinal -----------------------------------------------------------------------------------------------

ancova_case <- function(bt, ot, bc, oc, level) {
  data <- data.frame(outcome = c(ot, oc), baseline = c(bt, bc), arm = rep(c(1, 0), c(length(ot), length(oc))))
  fit <- lm(outcome ~ arm + baseline, data)
  error <- sqrt(vcovHC(fit, type = "HC3")["arm", "arm"])
  value <- coef(fit)[["arm"]]
  reach <- qt(1 - (1 - level) / 2, fit$df.residual) * error
  case("stats::lm with sandwich::vcovHC(type = 'HC3')",
       list(treated_baseline = bt, treated_outcome = ot, control_baseline = bc, control_outcome = oc, conf_level = level),
       list(value = value, low = value - reach, high = value + reach,
            p_value = 2 * pt(-abs(value / error), fit$df.residual)))
}
control_before <- c(7.0, 6.4, 8.8, 7.9, 6.1, 7.3, 8.5, 6.6, 7.8)
control_after <- c(3.9, 3.6, 5.1, 4.4, 2.9, 3.5, 5.6, 3.0, 4.9)
ancova_cases <- list(ancova_case(before, after, control_before, control_after, 0.95),
                     ancova_case(1000 + 10 * before, 1000 + after, 1000 + 10 * control_before, 1000 + control_after, 0.9),
                     ancova_case(c(1, 4), c(2, 3), c(2, 3, 7), c(5, 4, 9), 0.95))

# ---- balance ----------------------------------------------------------------------------------------------------

smd_case <- case("stats::var, written out here", list(treated = minutes_t, control = minutes_c),
                 (mean(minutes_t) - mean(minutes_c)) / sqrt((var(minutes_t) + var(minutes_c)) / 2))
yang_dalton <- function(t, c) {
  used <- t + c > 0
  p <- (t[used] / sum(t))[-1]
  q <- (c[used] / sum(c))[-1]
  spread <- (diag(p, length(p)) - outer(p, p) + diag(q, length(q)) - outer(q, q)) / 2
  sqrt(stats::mahalanobis(p, q, spread))
}
smd_level_cases <- mapply(function(t, c) {
  signed <- if (length(t) == 2) sign(t[2] / sum(t) - c[2] / sum(c)) else 1
  case("stats::mahalanobis on the shares (Yang and Dalton 2012)", list(treated = t, control = c),
       signed * yang_dalton(t, c))
}, levels_t, levels_c, SIMPLIFY = FALSE)

# ---- multiplicity -----------------------------------------------------------------------------------------------

families <- list(c(0.01, 0.04, 0.03, 0.005), c(0.2, 0.2, 0.9), I(0.03), c(0.0094, 0.13, 0.024, 0.5, 0.5, 0.7, 0.001))
holm_cases <- lapply(families, function(p) case("stats::p.adjust(method = 'holm')", list(p_values = p),
                                                I(p.adjust(p, "holm"))))

# ---- write ------------------------------------------------------------------------------------------------------

reference <- list(
  made_by = list(script = "make_reference.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(c(survival = "survival", sandwich = "sandwich", jsonlite = "jsonlite"),
                                   function(p) as.character(packageVersion(p)))),
  risk_difference = score_cases, fisher_p = fisher_cases, chi_square_p = chi_square_cases, wilson = wilson_cases,
  clopper_pearson = exact_cases, mean_difference = welch_cases, mean_interval = list(mean_case),
  paired_change = list(paired_case), probability_of_superiority = superiority_cases, mann_whitney_p = wilcoxon_cases,
  kaplan_meier = curve_cases, log_rank_p = log_rank_cases, restricted_mean = rmean_cases,
  restricted_mean_difference = list(rmean_difference_case), ancova = ancova_cases, smd_continuous = list(smd_case),
  smd_categories = smd_level_cases, holm = holm_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "reference.json"))
