# Reference values of a penalised chance of treatment, of Cox's model with covariates and with weights, of weighted restricted
# means, and of bootstraps that find the weights anew, computed by R from arrays that are written beside them.
# Run from the top of the repository: Rscript tests/reference/weights.R
# Debian: r-cran-survival r-cran-brglm2 r-cran-boot r-cran-jsonlite
suppressPackageStartupMessages({
  library(survival)
  library(brglm2)
  library(boot)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "weights.R")
rows <- function(x) if (ncol(x)) I(lapply(seq_len(nrow(x)), function(i) I(unname(x[i, ])))) else I(rep(list(list()), nrow(x)))

# ---- cohorts ------------------------------------------------------------------------------------------------------

cohort <- function(seed, n_t, n_c, p, shift, grid) {
  set.seed(seed)
  arm <- rep(c(1, 0), c(n_t, n_c))
  x <- matrix(rnorm(length(arm) * p), ncol = p) + arm * shift
  x[, p] <- (x[, p] > 0.2) + 0
  x <- round(x, 2)
  line <- drop(x %*% rep(c(0.5, -0.4), length.out = p))
  time <- ceiling(rexp(length(arm), 0.15 * exp(line - 0.3 * arm)) * grid) / grid
  end <- ceiling(runif(length(arm), 4, 12) * grid) / grid
  list(x = x, arm = arm, time = pmin(time, end), event = as.integer(time <= end),
       outcome = round(5 + line + 0.5 * arm + rnorm(length(arm)), 2))
}
tied <- cohort(1, 28, 32, 3, 0.3, 1)
fine <- cohort(2, 24, 21, 2, 0.2, 1000)
bare <- list(x = matrix(0, 12, 0), arm = rep(c(1, 0), 6), time = c(1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 9),
             event = c(1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0))
# One treated patient, then two, then one of four have what nobody else has.
rare <- list(list(x = cbind(tied$x, seq_along(tied$arm) == 3), arm = tied$arm),
             list(x = cbind(fine$x, seq_along(fine$arm) %in% c(5, 9)), arm = fine$arm),
             list(x = cbind(c(1, 0, 0, 0, 0, 0, 0, 0)), arm = c(1, 1, 1, 1, 0, 0, 0, 0)))

# ---- the penalised chance of treatment ------------------------------------------------------------------------------

penalised_cases <- lapply(rare, function(s) {
  data <- data.frame(arm = s$arm, s$x + 0)
  fit <- glm(arm ~ ., binomial, data, method = "brglmFit", type = "AS_mean",
             control = brglmControl(epsilon = 1e-13, maxit = 5000, slowit = 0.5))
  list(r_function = "brglm2::brglmFit(type = 'AS_mean')", inputs = list(covariates = rows(s$x + 0), treated = s$arm),
       value = I(unname(predict(fit, type = "link"))))
})

# ---- Cox ------------------------------------------------------------------------------------------------------------

exact <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 200)
ratio <- function(b, error, level) {
  reach <- qnorm(1 - (1 - level) / 2) * error
  list(value = exp(b), low = exp(b - reach), high = exp(b + reach), p_value = 2 * pnorm(-abs(b / error)))
}
arrays <- function(s, level) list(time = s$time, event = s$event, covariates = rows(s$x), treated = s$arm, conf_level = level)
adjusted_cases <- lapply(list(list(tied, 0.95), list(fine, 0.9), list(bare, 0.95)), function(a) {
  s <- a[[1]]
  fit <- if (ncol(s$x)) coxph(Surv(s$time, s$event) ~ s$x + s$arm, ties = "efron", control = exact) else
    coxph(Surv(s$time, s$event) ~ s$arm, ties = "efron", control = exact)
  k <- length(coef(fit))
  list(r_function = "survival::coxph(ties = 'efron', eps = 1e-14)", inputs = arrays(s, a[[2]]),
       value = ratio(coef(fit)[[k]], sqrt(vcov(fit)[k, k]), a[[2]]))
})

overlap <- function(x, arm) {
  e <- if (ncol(x)) fitted(glm(arm ~ x, binomial, control = list(epsilon = 1e-15, maxit = 100))) else rep(mean(arm), length(arm))
  unname(ifelse(arm == 1, 1 - e, e))
}
weighted_cases <- lapply(list(list(tied, 0.95), list(fine, 0.9), list(bare, 0.95)), function(a) {
  s <- a[[1]]
  w <- overlap(s$x, s$arm)
  fit <- coxph(Surv(time, event) ~ arm, data.frame(time = s$time, event = s$event, arm = s$arm), weights = w, robust = TRUE,
               ties = "efron", control = exact)
  list(r_function = "survival::coxph(weights, robust = TRUE, ties = 'efron', eps = 1e-14)",
       inputs = list(time = s$time, event = s$event, weights = w, treated = s$arm, conf_level = a[[2]]),
       value = ratio(coef(fit)[[1]], sqrt(fit$var[1]), a[[2]]))
})

# ---- restricted means -------------------------------------------------------------------------------------------------

means <- function(time, event, arm, w, tau) {
  one <- function(k) summary(survfit(Surv(time[k], event[k]) ~ 1, weights = w[k]), rmean = tau)$table[["rmean"]]
  one(arm == 1) - one(arm == 0)
}
mean_cases <- lapply(list(list(tied, 6), list(tied, 3.5), list(fine, 7), list(bare, 8)), function(a) {
  s <- a[[1]]
  list(r_function = "survival::survfit(weights), summary(rmean = tau)",
       inputs = list(time = s$time, event = s$event, covariates = rows(s$x), treated = s$arm, tau = a[[2]]),
       value = means(s$time, s$event, s$arm, overlap(s$x, s$arm), a[[2]]))
})

# ---- weights found anew -------------------------------------------------------------------------------------------------

wide <- cohort(3, 80, 90, 2, 0.3, 10)
data <- data.frame(wide$x, arm = wide$arm, time = wide$time, event = wide$event, y = wide$outcome)
statistics <- function(data, drawn) {
  part <- data[drawn, ]
  part$w <- overlap(as.matrix(part[, 1:2]), part$arm)
  c(weighted.mean(part$y[part$arm == 1], part$w[part$arm == 1]) - weighted.mean(part$y[part$arm == 0], part$w[part$arm == 0]),
    exp(coef(coxph(Surv(time, event) ~ arm, part, weights = w, ties = "efron"))[[1]]),
    means(part$time, part$event, part$arm, part$w, 6))
}
set.seed(4)
drawn <- boot(data, statistics, R = 4999, strata = data$arm)
named <- "boot::boot(strata = arm, R = 4999), the weights by glm in each replicate; quantiles of type 6"
boot_case <- function(k, inputs) {
  limits <- unname(quantile(drawn$t[, k], c(0.025, 0.975), type = 6))
  # Errors of a limit in 4,999 replicates, from the density of the replicates about it.
  error <- sapply(limits, function(q) sqrt(0.025 * 0.975 / 4999) / density(drawn$t[, k], from = q, to = q, n = 1)$y)
  list(r_function = named, inputs = inputs,
       value = list(value = drawn$t0[k], low = limits[1], high = limits[2], monte_carlo = I(error), replicates = 4999))
}
followed <- list(time = wide$time, event = wide$event, covariates = rows(wide$x), treated = wide$arm)
measured <- list(outcome = wide$outcome, covariates = rows(wide$x), treated = wide$arm)

# ---- write ----------------------------------------------------------------------------------------------------------------

packages <- c(survival = "survival", brglm2 = "brglm2", boot = "boot", jsonlite = "jsonlite")
reference <- list(
  made_by = list(script = "weights.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(packages, function(p) as.character(packageVersion(p)))),
  firth_log_odds_of_treatment = penalised_cases, adjusted_hazard_ratio = adjusted_cases,
  weighted_hazard_ratio = weighted_cases, weighted_restricted_mean_difference = mean_cases,
  weighted_difference_by_bootstrap = list(boot_case(1, measured)),
  weighted_hazard_ratio_by_bootstrap = list(boot_case(2, followed)),
  weighted_restricted_mean_by_bootstrap = list(boot_case(3, c(followed, tau = 6))))
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "weights.json"))
