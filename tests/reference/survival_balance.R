# Reference values of Cox's model, overlap weights, weighted balance, Benjamini-Hochberg and power, computed by R from
# arrays that are written beside them. Run from the top of the repository: Rscript tests/reference/survival_balance.R
# Debian: r-cran-survival r-cran-survey r-cran-numderiv r-cran-boot r-cran-pwr r-cran-jsonlite
suppressPackageStartupMessages({
  library(survival)
  library(survey)
  library(numDeriv)
  library(boot)
  library(pwr)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "survival_balance.R")

# A lone number is written as a number, an array of one only where it says I(...).
case <- function(r, inputs, value) {
  list(r_function = r, inputs = lapply(inputs, function(x) if (length(x) > 1) I(x) else x), value = value)
}

# ---- Cox --------------------------------------------------------------------------------------------------------

months_t <- c(1.5, 2, 2, 3, 3.5, 4, 4, 5, 6, 6, 7.5, 9)
event_t <- c(1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0)
months_c <- c(2, 3, 4, 4.5, 5, 6, 6.5, 7, 8, 8, 9.5, 10, 11)
event_c <- c(1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1)
set.seed(20)
drawn <- function(n, rate, grid) {
  time <- ceiling(rexp(n, rate) * grid) / grid
  end <- ceiling(runif(n, 2, 12) * grid) / grid
  list(time = pmin(time, end), event = as.integer(time <= end))
}
tied_t <- drawn(30, 0.3, 1)
tied_c <- drawn(32, 0.15, 1)
fine_t <- drawn(20, 0.2, 1000)
fine_c <- drawn(25, 0.2, 1000)
survivals <- list(list(months_t, event_t, months_c, event_c), list(tied_t$time, tied_t$event, tied_c$time, tied_c$event),
                  list(fine_t$time, fine_t$event, fine_c$time, fine_c$event),
                  list(c(1, 3, 5), c(1, 0, 1), c(2, 3, 6), c(1, 1, 0)),
                  list(c(rep(1, 40), 2), rep(1, 41), c(1, rep(5, 40)), rep(1, 41)))
cox <- function(s) {
  data <- data.frame(time = c(s[[1]], s[[3]]), event = c(s[[2]], s[[4]]), arm = rep(c(1, 0), c(length(s[[1]]), length(s[[3]]))))
  coxph(Surv(time, event) ~ arm, data, ties = "efron",
        control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 200))
}
arrays <- function(s) list(t_time = s[[1]], t_event = s[[2]], c_time = s[[3]], c_event = s[[4]])
hazard_cases <- unlist(lapply(survivals, function(s) lapply(c(0.9, 0.95), function(level) {
  fit <- cox(s)
  b <- coef(fit)[[1]]
  error <- sqrt(vcov(fit)[1])
  reach <- qnorm(1 - (1 - level) / 2) * error
  case("survival::coxph(ties = 'efron', eps = 1e-14)", c(arrays(s), conf_level = level),
       list(value = exp(b), low = exp(b - reach), high = exp(b + reach), p_value = 2 * pnorm(-abs(b / error))))
})), recursive = FALSE)
zph_cases <- lapply(survivals, function(s) {
  case("survival::cox.zph(transform = 'km')", arrays(s), cox.zph(cox(s), transform = "km")$table["arm", "p"])
})

# ---- overlap weights --------------------------------------------------------------------------------------------

cohort <- function(seed, n_t, n_c, p, shift) {
  set.seed(seed)
  arm <- rep(c(1, 0), c(n_t, n_c))
  x <- matrix(rnorm(length(arm) * p), ncol = p) + arm * shift
  x[, seq(2, p, 2)] <- (x[, seq(2, p, 2)] > 0.2) + 0
  x <- round(x, 2)
  line <- drop(x %*% rep(c(0.5, 0.6, -0.3, 0.4), length.out = p))
  list(x = x, arm = arm, outcome = round(5 + line + 0.5 * arm + rnorm(length(arm)), 2),
       event = rbinom(length(arm), 1, plogis(-0.8 + line)))
}
small <- cohort(1, 30, 32, 8, 0.3)
tiny <- cohort(4, 8, 11, 2, 0.2)
bare <- list(x = matrix(0, 9, 0), arm = c(1, 1, 1, 1, 0, 0, 0, 0, 0), outcome = c(3, 5, 4, 8, 1, 2, 2, 4, 6))
offset <- list(x = cbind(1e6 + tiny$x[, 1], tiny$x[, 2], 3 - 2 * tiny$x[, 2]), arm = tiny$arm, outcome = 1e6 + tiny$outcome)

propensity <- function(x, arm) {
  # Neither changes the weights: glm loses its digits on numbers near a million, and so tight an epsilon keeps collinear
  # columns.
  x <- sweep(x, 2, apply(x, 2, min))
  full <- qr(cbind(1, x))
  x <- x[, sort(full$pivot[seq_len(full$rank)])[-1] - 1, drop = FALSE]
  fit <- if (ncol(x)) glm(arm ~ ., binomial, data.frame(x), control = list(epsilon = 1e-15, maxit = 100)) else
    glm(arm ~ 1, binomial, control = list(epsilon = 1e-15, maxit = 100))
  e <- fitted(fit)
  stopifnot(fit$converged, e > 0.005, e < 0.995)
  list(weights = unname(ifelse(arm == 1, 1 - e, e)), fit = fit)
}
rows <- function(x) if (ncol(x)) I(lapply(seq_len(nrow(x)), function(i) I(unname(x[i, ])))) else I(rep(list(list()), nrow(x)))
weight_cases <- lapply(list(small, tiny, offset, bare), function(s) {
  w <- propensity(s$x, s$arm)$weights
  case("stats::glm(binomial, epsilon = 1e-15); the chance of the other arm", list(covariates = rows(s$x), treated = s$arm),
       list(weights = I(w), treated_size = sum(w[s$arm == 1])^2 / sum(w[s$arm == 1]^2),
            control_size = sum(w[s$arm == 0])^2 / sum(w[s$arm == 0]^2)))
})

# The stacked estimating equations of the logistic regression and of both weighted means; their derivatives are numeric.
sandwich_error <- function(s, y) {
  fit <- propensity(s$x, s$arm)$fit
  kept <- !is.na(coef(fit))
  design <- model.matrix(fit)[, kept, drop = FALSE]
  # Columns of length near 1, so that Richardson's steps suit them all; the fitted chances stay as they are.
  columns <- apply(design, 2, function(x) if (length(unique(x)) == 1) x else (x - mean(x)) / sd(x))
  k <- ncol(columns)
  z <- s$arm
  y <- y - mean(y)
  equations <- function(theta) {
    e <- drop(plogis(columns %*% theta[1:k]))
    cbind(columns * (z - e), z * (1 - e) * (y - theta[k + 1]), (1 - z) * e * (y - theta[k + 2]))
  }
  start <- coef(glm.fit(columns, z, family = binomial(), control = list(epsilon = 1e-15, maxit = 100)))
  w <- propensity(s$x, s$arm)$weights
  theta <- c(start, weighted.mean(y[z == 1], w[z == 1]), weighted.mean(y[z == 0], w[z == 0]))
  bread <- solve(jacobian(function(t) colSums(equations(t)), theta))
  cover <- bread %*% crossprod(equations(theta)) %*% t(bread)
  contrast <- c(rep(0, k), 1, -1)
  df <- length(z) - k - 1
  list(error = sqrt(drop(contrast %*% cover %*% contrast) * length(z) / df), df = df)
}
difference_case <- function(s, y, level) {
  data <- data.frame(y = y, arm = s$arm)
  survey <- svydesign(ids = ~1, weights = propensity(s$x, s$arm)$weights, data = data)
  value <- coef(svyglm(y ~ arm, survey))[["arm"]]
  found <- sandwich_error(s, y)
  reach <- qt(1 - (1 - level) / 2, found$df) * found$error
  case("survey::svyglm; sandwich of the stacked equations with numDeriv::jacobian, n / (n - p - 2) (written out here)",
       list(outcome = y, covariates = rows(s$x), treated = s$arm, conf_level = level),
       list(value = value, low = value - reach, high = value + reach, p_value = 2 * pt(-abs(value / found$error), found$df)))
}
difference_cases <- list(difference_case(small, small$outcome, 0.95), difference_case(small, small$event, 0.9),
                         difference_case(tiny, tiny$outcome, 0.95), difference_case(offset, offset$outcome, 0.95),
                         difference_case(bare, bare$outcome, 0.95))

# Another way to the same error, without any equation: the weights found anew in each of 4,000 samples of the patients.
wide <- cohort(3, 140, 160, 3, 0.3)
weighted <- function(data, drawn) {
  part <- data[drawn, ]
  e <- fitted(glm(arm ~ X1 + X2 + X3, binomial, part))
  w <- ifelse(part$arm == 1, 1 - e, e)
  weighted.mean(part$y[part$arm == 1], w[part$arm == 1]) - weighted.mean(part$y[part$arm == 0], w[part$arm == 0])
}
replicates <- 4000
boot_cases <- lapply(list(wide$outcome, wide$event), function(y) {
  found <- boot(data.frame(wide$x, arm = wide$arm, y = y), weighted, replicates)
  error <- sd(found$t)
  case("boot::boot, weights from stats::glm in each of 4,000 replicates",
       list(outcome = y, covariates = rows(wide$x), treated = wide$arm, conf_level = 0.95),
       list(error = error, monte_carlo = error / sqrt(2 * replicates)))
})

# ---- balance ----------------------------------------------------------------------------------------------------

small_weights <- propensity(small$x, small$arm)$weights
in_t <- small$arm == 1
weighted_smd <- function(t, c, w_t, w_c) (weighted.mean(t, w_t) - weighted.mean(c, w_c)) / sqrt((var(t) + var(c)) / 2)
first_w <- seq(1, 3, length.out = 30)
weighted_cases <- list(
  case("stats::weighted.mean over the unweighted root of the mean of stats::var (written out here)",
       list(treated = small$outcome[in_t], control = small$outcome[!in_t], treated_weights = small_weights[in_t],
            control_weights = small_weights[!in_t]),
       weighted_smd(small$outcome[in_t], small$outcome[!in_t], small_weights[in_t], small_weights[!in_t])),
  case("stats::weighted.mean over the unweighted root of the mean of stats::var (written out here)",
       list(treated = 1e6 + small$x[in_t, 1], control = 1e6 + small$x[!in_t, 1], treated_weights = first_w,
            control_weights = rep(1, 32)),
       weighted_smd(small$x[in_t, 1], small$x[!in_t, 1], first_w, rep(1, 32))))
shares <- function(codes, levels, w) vapply(levels, function(l) sum(w[codes == l]), 0) / sum(w)
weighted_level_case <- function(t, c, levels, w_t, w_c) {
  p <- shares(t, levels, rep(1, length(t)))[-1]
  q <- shares(c, levels, rep(1, length(c)))[-1]
  spread <- (diag(p, length(p)) - outer(p, p) + diag(q, length(q)) - outer(q, q)) / 2
  gap_t <- shares(t, levels, w_t)[-1]
  gap_c <- shares(c, levels, w_c)[-1]
  signed <- if (length(levels) == 2) sign(gap_t - gap_c) else 1
  case("stats::mahalanobis on weighted shares under the unweighted covariance (Yang and Dalton 2012)",
       list(treated_codes = t, control_codes = c, levels = levels, treated_weights = w_t, control_weights = w_c),
       unname(signed * sqrt(mahalanobis(gap_t, gap_c, spread))))
}
levels_3 <- c("low", "middle", "high")
codes_t <- rep(levels_3, c(14, 10, 6))
codes_c <- rep(levels_3, c(9, 11, 12))
weighted_level_cases <- list(
  weighted_level_case(codes_t, codes_c, levels_3, first_w, small_weights[!in_t]),
  weighted_level_case(codes_t[codes_t != "high"], codes_c[codes_c != "high"], levels_3[1:2], first_w[1:24], rep(2, 20)))

# ---- multiplicity -----------------------------------------------------------------------------------------------

families <- list(c(0.01, 0.04, 0.03, 0.005), c(0.2, 0.2, 0.9), I(0.03), c(0.0094, 0.13, 0.024, 0.5, 0.5, 0.7, 0.001))
bh_cases <- lapply(families, function(p) case("stats::p.adjust(method = 'BH')", list(p_values = p), I(p.adjust(p, "BH"))))

# ---- power ------------------------------------------------------------------------------------------------------

sizes <- list(c(30, 32), c(5, 40), c(100, 100), c(2, 3))
power_cases <- unlist(lapply(sizes, function(n) lapply(c(0.2, 0.5, 1.2), function(d) {
  case("pwr::pwr.t2n.test", list(difference = d, n_treated = n[1], n_control = n[2], alpha = 0.05),
       pwr.t2n.test(n[1], n[2], d = d, sig.level = 0.05)$power)
})), recursive = FALSE)
detectable_cases <- unlist(lapply(sizes, function(n) lapply(c(0.8, 0.9), function(power) {
  lack <- function(d) pwr.t2n.test(n[1], n[2], d = d, sig.level = 0.05)$power - power
  case("uniroot on pwr::pwr.t2n.test (tol = 1e-13)",
       list(n_treated = n[1], n_control = n[2], alpha = 0.05, power = power), uniroot(lack, c(0.01, 12), tol = 1e-13)$root)
})), recursive = FALSE)

rejects <- list(
  fisher = function(x1, n1, x2, n2) fisher.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2))$p.value,
  pearson = function(x1, n1, x2, n2) {
    if (x1 + x2 == 0 || x1 + x2 == n1 + n2) return(1)
    suppressWarnings(chisq.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2), correct = FALSE)$p.value)
  })
tables_case <- function(test, n1, n2, risk, alpha) {
  p <- outer(0:n1, 0:n2, Vectorize(function(x1, x2) rejects[[test]](x1, n1, x2, n2)))
  reached <- function(r) sum(outer(dbinom(0:n1, n1, r), dbinom(0:n2, n2, risk)) * (p < alpha * (1 - 1e-9)))
  root <- function(end) {
    if (reached(end) < 0.8) return(NULL)
    uniroot(function(r) reached(r) - 0.8, sort(c(risk, end)), tol = 1e-14, maxiter = 10000)$root
  }
  case(paste0("stats::", c(fisher = "fisher.test", pearson = "chisq.test(correct = FALSE)")[[test]],
              " of every table, stats::dbinom, uniroot (tol = 1e-14)"),
       list(n_treated = n1, n_control = n2, control_risk = risk, alpha = alpha, test = test),
       list(below = root(0), above = root(1), at_zero = reached(0), at_half = reached(0.5)))
}
risk_cases <- list(tables_case("fisher", 30, 32, 0.3125, 0.05), tables_case("pearson", 30, 32, 0.3125, 0.05),
                   tables_case("fisher", 12, 7, 0.5, 0.1), tables_case("pearson", 9, 14, 0.9, 0.05),
                   tables_case("fisher", 30, 32, 0, 0.05),
                   # P of 3 of 3 against 0 of 3 is alpha itself, and not below it.
                   tables_case("fisher", 3, 3, 0.5, 0.1))

# ---- write ------------------------------------------------------------------------------------------------------

packages <- c(survival = "survival", survey = "survey", numDeriv = "numDeriv", boot = "boot", pwr = "pwr", jsonlite = "jsonlite")
reference <- list(
  made_by = list(script = "survival_balance.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(packages, function(p) as.character(packageVersion(p)))),
  hazard_ratio = hazard_cases, proportional_hazards_p = zph_cases, overlap_weights = weight_cases,
  weighted_difference = difference_cases, weighted_difference_bootstrap = boot_cases,
  weighted_smd_continuous = weighted_cases, weighted_smd_categories = weighted_level_cases, benjamini_hochberg = bh_cases,
  power_of_difference = power_cases, detectable_difference = detectable_cases, detectable_risks = risk_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "survival_balance.json"))
