# Reference values of a difference adjusted for several covariates, computed by R from arrays written here.
# Run from the top of the repository: Rscript tests/reference/sensitivity.R
# Debian: r-cran-sandwich r-cran-jsonlite
suppressPackageStartupMessages({
  library(sandwich)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "sensitivity.R")

# ---- arrays -----------------------------------------------------------------------------------------------------

age <- c(71, 66, 80, 74, 69, 77, 83, 62, 70, 75, 68, 79, 73, 65, 81, 76, 72, 67, 78, 64)
score <- c(-2.6, -3.1, -2.9, -3.8, -2.7, -3.3, -4.0, -2.5, -3.0, -3.5, -2.8, -3.6, -3.2, -2.4, -3.9, -3.4, -2.2, -3.7, -2.3, -2.1)
female <- c(1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1)
treated <- rep(c(1, 0), c(9, 11))
minutes <- c(41, 38, 52, 47, 36, 55, 60, 33, 44, 49, 37, 58, 46, 35, 51, 57, 45, 40, 48, 39)
event <- c(0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1)

# ---- the coefficient of the arm -----------------------------------------------------------------------------------

adjusted <- function(y, x, robust, conf_level) {
  fit <- if (ncol(x)) lm(y ~ treated + x) else lm(y ~ treated)
  covariance <- if (robust) vcovHC(fit, type = "HC3") else vcov(fit)
  value <- unname(coef(fit)["treated"])
  error <- sqrt(covariance["treated", "treated"])
  reach <- qt(1 - (1 - conf_level) / 2, fit$df.residual) * error
  list(r_function = paste0("stats::lm, ", if (robust) "sandwich::vcovHC(type = \"HC3\")" else "stats::vcov"),
       inputs = list(outcome = y, covariates = if (ncol(x)) unname(x) else matrix(0, 20, 0), treated = treated,
                     conf_level = conf_level, robust = robust),
       value = list(value = value, low = value - reach, high = value + reach,
                    p_value = 2 * pt(-abs(value / error), fit$df.residual)))
}
none <- matrix(0, 20, 0)
adjusted_cases <- list(
  adjusted(minutes, cbind(age, score, female), TRUE, 0.95), adjusted(minutes, cbind(age, score, female), FALSE, 0.95),
  adjusted(minutes, cbind(age), TRUE, 0.9), adjusted(event, cbind(age, score), TRUE, 0.95),
  adjusted(event, cbind(age, female), TRUE, 0.99), adjusted(minutes, none, FALSE, 0.95))

# ---- write ------------------------------------------------------------------------------------------------------

packages <- c(sandwich = "sandwich", jsonlite = "jsonlite")
reference <- list(
  made_by = list(script = "sensitivity.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(packages, function(p) as.character(packageVersion(p)))),
  adjusted_difference = adjusted_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "sensitivity.json"))
