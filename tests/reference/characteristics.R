# Reference values of what characteristics of patients do to a comparison, computed by R from arrays written here.
# Run from the top of the repository: Rscript tests/reference/characteristics.R
# Debian: r-cran-sandwich r-cran-survival r-cran-jsonlite
suppressPackageStartupMessages({
  library(sandwich)
  library(survival)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "characteristics.R")

# ---- arrays -----------------------------------------------------------------------------------------------------

age <- c(71, 66, 80, 74, 69, 77, 83, 62, 70, 75, 68, 79, 73, 65, 81, 76, 72, 67, 78, 64)
before <- c(6.1, 5.4, 7.2, 6.8, 5.9, 6.3, 7.9, 4.8, 6.0, 6.6, 5.2, 7.1, 6.9, 5.1, 7.4, 6.2, 5.8, 5.0, 7.0, 4.9)
ward <- c(1, 0, 2, 1, 0, 2, 2, 0, 1, 1, 0, 2, 1, 0, 0, 2, 0, 0, 1, 0)
treated <- rep(c(1, 0), c(9, 11))
minutes <- c(41, 38, 52, 47, 36, 55, 60, 33, 44, 49, 37, 58, 46, 35, 51, 57, 45, 40, 48, 39)
event <- c(0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1)
months <- c(3, 5, 2, 8, 5, 12, 1, 14, 9, 4, 10, 2, 6, 15, 3, 7, 5, 11, 8, 13)
levels_of <- cbind(ward == 1, ward == 2) * 1

# ---- the part of a difference that an imbalance explains ---------------------------------------------------------

limits <- function(value, error, conf_level, df) {
  reach <- qt(1 - (1 - conf_level) / 2, df) * error
  list(value = value, low = value - reach, high = value + reach, p_value = 2 * pt(-abs(value / error), df))
}
bias <- function(y, x, conf_level, z = NULL) {
  x <- as.matrix(x)
  fit <- if (is.null(z)) lm(y ~ treated + x) else lm(y ~ treated + z + x)
  distance <- apply(x, 2, function(one) coef(if (is.null(z)) lm(one ~ treated) else lm(one ~ treated + z))["treated"])
  own <- grep("^x", names(coef(fit)))
  error <- sqrt(drop(distance %*% vcovHC(fit, type = "HC3")[own, own] %*% distance))
  short <- if (is.null(z)) lm(y ~ treated) else lm(y ~ treated + z)
  value <- sum(distance * coef(fit)[own])
  stopifnot(all.equal(value, unname(coef(short)["treated"] - coef(fit)["treated"])))
  list(r_function = "stats::lm, sandwich::vcovHC(type = \"HC3\")",
       inputs = list(outcome = y, characteristic = unname(x), treated = treated, conf_level = conf_level, beside = z),
       value = limits(value, error, conf_level, fit$df.residual))
}
bias_cases <- list(
  bias(minutes, age, 0.95), bias(minutes, levels_of, 0.9), bias(event, age, 0.95), bias(event, levels_of, 0.95),
  bias(minutes, age, 0.99, cbind(before)))

hazard_bias <- function(x, conf_level) {
  x <- as.matrix(x)
  fit <- coxph(Surv(months, event) ~ treated + x, ties = "efron", control = coxph.control(eps = 1e-14, iter.max = 100))
  distance <- colMeans(x[treated == 1, , drop = FALSE]) - colMeans(x[treated == 0, , drop = FALSE])
  own <- grep("^x", names(coef(fit)))
  value <- sum(distance * coef(fit)[own])
  found <- limits(value, sqrt(drop(distance %*% vcov(fit)[own, own] %*% distance)), conf_level, Inf)
  list(r_function = "survival::coxph(ties = \"efron\")",
       inputs = list(time = months, event = event, characteristic = unname(x), treated = treated, conf_level = conf_level),
       value = list(value = exp(found$value), low = exp(found$low), high = exp(found$high), p_value = found$p_value))
}
hazard_cases <- list(hazard_bias(age, 0.95), hazard_bias(levels_of, 0.9))

# ---- whether a difference is the same at every level ----------------------------------------------------------------

female <- c(1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1)
ended <- c(1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1)
interaction <- function(y, g, z = NULL) {
  level <- factor(g)
  fit <- if (is.null(z)) lm(y ~ treated * level) else lm(y ~ treated * level + z)
  own <- grep("^treated:level", names(coef(fit)))
  statistic <- drop(coef(fit)[own] %*% solve(vcovHC(fit, type = "HC3")[own, own], coef(fit)[own])) / length(own)
  list(r_function = "stats::lm, sandwich::vcovHC(type = \"HC3\"), stats::pf",
       inputs = list(outcome = y, group = g, treated = treated, beside = z),
       value = list(p_value = pf(statistic, length(own), fit$df.residual, lower.tail = FALSE)))
}
interaction_cases <- list(
  interaction(minutes, female), interaction(minutes, ward), interaction(event, female),
  interaction(minutes, ward, cbind(before)))
hazard_interaction <- function(g) {
  exactly <- coxph.control(eps = 1e-14, iter.max = 100)
  level <- factor(g)
  with_it <- coxph(Surv(months, ended) ~ treated * level, ties = "efron", control = exactly)
  without <- coxph(Surv(months, ended) ~ treated + level, ties = "efron", control = exactly)
  statistic <- 2 * (with_it$loglik[2] - without$loglik[2])
  list(r_function = "survival::coxph(ties = \"efron\"), stats::pchisq",
       inputs = list(time = months, event = ended, group = g, treated = treated),
       value = list(p_value = pchisq(statistic, nlevels(level) - 1, lower.tail = FALSE)))
}
hazard_interaction_cases <- list(hazard_interaction(female), hazard_interaction(ward))

# ---- write ------------------------------------------------------------------------------------------------------

packages <- c(sandwich = "sandwich", survival = "survival", jsonlite = "jsonlite")
reference <- list(
  made_by = list(script = "characteristics.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(packages, function(p) as.character(packageVersion(p)))),
  bias_of_imbalance = bias_cases, hazard_bias_of_imbalance = hazard_cases,
  interaction_test = interaction_cases, hazard_interaction_test = hazard_interaction_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "characteristics.json"))
