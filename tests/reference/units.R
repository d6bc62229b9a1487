# Reference values of two arms whose patients have several units each, computed by R from arrays written here.
# Run from the top of the repository: Rscript tests/reference/units.R
# Debian: r-cran-nlme r-cran-clubsandwich r-cran-gee r-cran-lme4 r-cran-jsonlite
suppressPackageStartupMessages({
  library(nlme)
  library(clubSandwich)
  library(gee)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "units.R")

case <- function(r, inputs, value) list(r_function = r, inputs = lapply(inputs, I), value = value)
by_patient <- function(units, values) matrix(values, ncol = units, byrow = TRUE)

# ---- arrays: one row per patient, one column per unit ---------------------------------------------------------------

hips <- list(
  treated = by_patient(2, c(71, 74,  82, NA,  65, 69,  90, 88,  77, 70,  84, 86,  58, NA,  73, 79)),
  control = by_patient(2, c(68, 66,  75, 78,  NA, 61,  70, 72,  80, 77,  66, NA,  59, 64,  74, 69,  63, 60)))
levels <- list(  # one patient has many vertebrae
  treated = by_patient(5, c(12, 14, 11, 15, 13,  20, 22, NA, NA, NA,  17, NA, NA, NA, NA,  9, 8, 12, NA, NA,  18, 16, NA, NA, NA)),
  control = by_patient(5, c(10, 11, NA, NA, NA,  7, NA, NA, NA, NA,  14, 12, 13, NA, NA,  9, 9, 8, 10, NA)))
shares <- list(  # in percent, yes or no
  treated = by_patient(2, c(100, 100,  0, 0,  100, 0,  0, 0,  100, 100,  0, NA,  100, NA)),
  control = by_patient(2, c(0, 0,  0, 0,  100, 100,  0, NA,  0, 0,  0, 100)))
balanced <- list(
  treated = by_patient(2, c(5.1, 5.6,  7.2, 6.8,  4.4, 5.0,  6.1, 6.9,  8.0, 7.1)),
  control = by_patient(2, c(3.9, 4.6,  6.0, 5.1,  4.8, 5.5,  5.0, 3.8)))
studies <- list(hips, levels, shares, balanced)

long_data <- function(study) {
  values <- c(t(study$treated), t(study$control))
  k <- ncol(study$treated)
  n <- c(nrow(study$treated), nrow(study$control))
  data <- data.frame(y = values, arm = rep(c(1, 0), n * k), patient = rep(seq_len(sum(n)), each = k))
  data <- data[!is.na(data$y), ]
  rownames(data) <- NULL
  data
}
limits <- function(value, error, df, level) {
  reach <- qt(1 - (1 - level) / 2, df) * error
  list(value = value, low = value - reach, high = value + reach, p_value = 2 * pt(-abs(value / error), df))
}
inputs_of <- function(study, level) c(study, list(conf_level = level))

robust_cases <- mapply(function(study, level) {
  data <- long_data(study)
  table <- as.data.frame(coef_test(lm(y ~ arm, data), vcov = "CR2", cluster = data$patient, test = "Satterthwaite"))
  case("stats::lm with clubSandwich::coef_test(vcov = 'CR2', test = 'Satterthwaite')", inputs_of(study, level),
       limits(table$beta[2], table$SE[2], table[[grep("^df", names(table))[1]]][2], level))
}, studies, c(0.95, 0.9, 0.95, 0.99), SIMPLIFY = FALSE)

# gee (Carey) iterates the moments of Liang and Zeger; nlme::gls at that correlation with clubSandwich's CR3 gives the
# covariance of Mancl and DeRouen.
estimating_cases <- mapply(function(study, level) {
  data <- long_data(study)
  invisible(capture.output(suppressMessages(
    fit <- gee::gee(y ~ arm, id = patient, data = data, corstr = "exchangeable", tol = 1e-13, maxiter = 500))))
  rho <- fit$working.correlation[1, 2]
  unit_data <<- data  # clubSandwich looks for the data by their name
  fixed <- eval(bquote(nlme::gls(y ~ arm, unit_data, correlation = corCompSymm(.(rho), form = ~ 1 | patient, fixed = TRUE))))
  stopifnot(max(abs(coef(fixed) - coef(fit))) < 1e-8)
  error <- sqrt(diag(as.matrix(vcovCR(fixed, type = "CR3"))))[2]
  case("gee::gee(corstr = 'exchangeable'); nlme::gls at its correlation, clubSandwich::vcovCR(type = 'CR3')",
       inputs_of(study, level), limits(unname(coef(fit)[2]), unname(error), length(unique(data$patient)) - 2, level))
}, studies, c(0.95, 0.9, 0.95, 0.99), SIMPLIFY = FALSE)

# The mean squares of the analysis of variance; the number of units as its expected mean square between patients has it.
variance_case <- function(study) {
  data <- long_data(study)
  squares <- anova(lm(y ~ factor(arm) + factor(patient), data))$"Mean Sq"
  model <- model.matrix(~ factor(arm), data)
  left <- diag(nrow(data)) - model %*% solve(crossprod(model), t(model))
  of_patient <- outer(data$patient, unique(data$patient), "==") + 0
  each <- sum(diag(t(of_patient) %*% left %*% of_patient)) / (ncol(of_patient) - 2)
  case("stats::anova(lm(y ~ arm + patient)); the trace of its expected mean square", study,
       list(value = (squares[2] - squares[3]) / (squares[2] + (each - 1) * squares[3])))
}

# Where all patients have as many units, restricted maximum likelihood has the same variances.
likely_case <- function(study) {
  fit <- lme4::lmer(y ~ arm + (1 | patient), long_data(study), REML = TRUE,
                    control = lme4::lmerControl(optCtrl = list(xtol_abs = 1e-15, ftol_abs = 1e-15, maxeval = 1e5)))
  parts <- as.data.frame(lme4::VarCorr(fit))$vcov
  case("lme4::lmer(REML = TRUE)", study, list(value = parts[1] / sum(parts)))
}

used <- c("nlme", "clubSandwich", "gee", "lme4", "jsonlite")
reference <- list(
  made_by = list(script = "units.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(setNames(used, used), function(p) as.character(packageVersion(p)))),
  difference_of_units = robust_cases, exchangeable_units = estimating_cases,
  intraclass_correlation = lapply(studies, variance_case), intraclass_correlation_lme4 = list(likely_case(balanced)))
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "units.json"))
