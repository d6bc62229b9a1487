# Reference values of the models over visits and of the proportional odds model, computed by R from arrays written here.
# Run from the top of the repository: Rscript tests/reference/courses.R
# Debian: r-cran-lme4 r-cran-lmertest r-cran-nlme r-cran-clubsandwich r-cran-gee r-cran-geepack r-cran-ordinal r-cran-mass r-cran-rms r-cran-jsonlite
suppressPackageStartupMessages({
  library(lme4)
  library(lmerTest)
  library(nlme)
  library(clubSandwich)
  library(gee)
  library(geepack)
  library(ordinal)
  library(rms)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "courses.R")

case <- function(r, inputs, value) {
  list(r_function = r, inputs = lapply(inputs, function(x) if (length(x) > 1) I(x) else x), value = value)
}

# ---- arrays: one row per patient, one column per visit --------------------------------------------------------------

by_patient <- function(visits, values) matrix(values, ncol = visits, byrow = TRUE)

large_t <- by_patient(4, c(
  2.2, 1.7, 1.8, 0.6,  3.7, 2.6, 2.9, 3.5,  2.4, 1.7, 2.1, 2.8,  2.2, 1.1, 3.6, 2.5,  NA, 1.9, 0.0, 0.0,
  0.4, 1.1, 0.6, 0.0,  4.8, 3.8, 3.9, NA,  3.7, 2.3, 2.3, 2.1,  1.2, 0.0, NA, NA,  4.5, 2.4, 2.9, 2.8,
  0.3, 0.0, 0.0, 0.7,  3.5, NA, 2.3, 1.3,  2.8, 2.4, 2.2, 2.5,  3.1, 2.8, 3.5, 2.4,  0.0, NA, 0.0, NA,
  2.1, 3.8, 2.7, 2.3,  NA, NA, 2.8, 2.0,  1.1, 1.1, 0.5, NA,  2.8, 1.6, 2.8, 2.1,  1.8, 4.7, 2.1, 2.6,
  2.7, 1.9, 3.0, 2.0,  2.0, NA, 0.7, 2.0,  3.5, 2.0, NA, 1.2,  2.2, 1.9, 2.4, 1.9,  3.0, 1.7, 1.2, 2.1,
  0.5, 2.0, 0.0, 1.2,  0.2, 0.6, NA, 0.8,  NA, 1.3, NA, 0.8,  0.0, 0.0, 0.0, 0.2,  1.9, 2.5, 1.0, 0.6))
large_t_before <- c(6.9, 9.0, 8.2, 7.0, 7.4, NA, 8.1, 7.4, 5.7, 9.0, 4.6, 7.5, 7.5, 8.3, 7.9, 8.4, 7.4, 6.6, 7.3, 8.1,
  7.6, 7.5, 8.1, 7.2, 7.1, 5.8, 5.8, 8.3, 5.2, 6.8)
large_c <- by_patient(4, c(
  5.2, 2.9, 4.0, 3.0,  4.4, 2.5, 4.5, NA,  4.1, 2.5, 2.0, 3.5,  3.3, 4.2, 2.8, 2.0,  3.7, 2.3, 1.5, 0.7,
  3.1, 2.7, 0.8, 0.0,  3.3, 2.8, 1.9, 3.0,  NA, 4.6, 2.7, 3.9,  2.3, 3.0, 1.7, 2.5,  NA, 2.0, 0.0, 0.3,
  3.3, 1.8, 0.0, 0.8,  1.4, 1.9, 1.8, 1.4,  NA, 3.3, 3.3, 3.1,  NA, 0.3, 0.5, 1.3,  NA, 4.2, 1.5, 4.4,
  2.3, 1.7, 1.5, 3.4,  NA, 1.1, NA, NA,  NA, 0.7, 2.5, 3.4,  5.8, 6.0, 3.7, NA,  3.3, 2.4, 2.3, 3.2,
  3.8, 1.5, 2.7, 1.9,  NA, 3.6, 2.7, 2.2,  1.8, 3.4, 2.0, 1.8,  4.2, 3.2, 1.5, 3.1,  1.6, 2.5, 1.7, 1.7,
  4.0, 1.6, 1.0, 1.4,  3.4, 2.5, 1.9, 0.4,  3.9, 3.3, 1.7, NA,  2.9, 0.7, 1.0, 0.7,  1.3, 1.0, 3.0, 0.7,
  2.7, 0.7, 0.0, NA,  NA, 2.2, 1.6, 2.8))
large_c_before <- c(7.0, 8.6, 7.0, 7.9, 7.6, 7.6, 7.3, 8.5, 7.0, 5.8, 6.5, 6.7, 9.5, 7.8, 9.7, 6.5, 7.6, 6.0, 9.2, 7.5,
  8.2, 7.9, 6.9, 6.8, 6.1, 6.1, 6.0, 7.8, 5.6, 6.2, 6.3, 7.3)
small_t <- by_patient(3, c(
  3.1, 3.4, 1.8,  3.3, NA, 2.4,  NA, 4.3, 3.3,  0.4, 1.0, 1.2,  3.3, 4.1, NA,
  2.0, NA, 1.9,  1.1, 1.0, 0.3,  3.4, 2.5, NA,  1.5, NA, 2.6))
small_t_before <- c(7.8, 7.8, 7.2, 7.6, 9.2, 8.9, 6.6, 7.4, 7.3)
small_c <- by_patient(3, c(
  2.4, 3.1, 2.9,  NA, 4.5, 2.7,  2.9, 3.0, 3.1,  3.8, 3.6, 3.6,  4.6, 5.0, 4.2,
  NA, 4.2, 2.6,  NA, NA, 0.9,  3.9, 0.1, 1.5,  NA, 3.1, 2.9,  3.7, 3.8, 2.1,
  3.2, 3.8, 4.8))
small_c_before <- c(8.1, 8.6, 9.8, 8.4, 8.5, 9.0, 6.4, 6.2, 6.6, 8.4, 9.1)
# Patients vary less than their visits do: the variance of the random intercept is estimated as 0.
flat_t <- by_patient(3, c(1, 5, 3, 4, 2, 3, 5, 1, 2, 2, 4, 5, 3, 3, 2))
flat_c <- by_patient(3, c(6, 2, 4, 3, 5, 6, 2, 6, 3, 4, 3, 6, 5, 4, NA, 3, 6, 4))

studies <- list(
  list(treated = large_t, control = large_c, treated_baseline = large_t_before, control_baseline = large_c_before),
  list(treated = large_t, control = large_c),
  list(treated = small_t, control = small_c, treated_baseline = small_t_before, control_baseline = small_c_before),
  list(treated = small_t, control = small_c),
  list(treated = 1e6 + small_t, control = 1e6 + small_c, treated_baseline = small_t_before,
       control_baseline = small_c_before),
  list(treated = flat_t, control = flat_c))

# Baselines are centred, which no difference of the arms feels and the optimisers do.
long_data <- function(study) {
  values <- rbind(study$treated, study$control)
  n <- nrow(values)
  k <- ncol(values)
  data <- data.frame(patient = rep(seq_len(n), k), visit = factor(rep(seq_len(k), each = n)),
                     arm = rep(rep(c(1, 0), c(nrow(study$treated), nrow(study$control))), k),
                     outcome = as.vector(values))
  if (!is.null(study$treated_baseline)) {
    data$baseline <- rep(c(study$treated_baseline, study$control_baseline), k)
    data$baseline <- data$baseline - mean(data$baseline, na.rm = TRUE)
  }
  data <- data[complete.cases(data), ]
  data <- data[order(data$patient, data$visit), ]
  data$patient <- factor(data$patient)
  data
}
fixed_of <- function(study) {
  if (is.null(study$treated_baseline)) outcome ~ 0 + visit + visit:arm
  else outcome ~ 0 + visit + visit:arm + visit:baseline
}
arms_of <- function(names) grep("^visit[0-9]+:arm$", names)
rows <- function(value, error, df, level) {
  reach <- qt(1 - (1 - level) / 2, df) * error
  list(value = I(unname(value)), low = I(unname(value - reach)), high = I(unname(value + reach)),
       p_value = I(unname(2 * pt(-abs(value / error), df))))
}
inputs_of <- function(study, level) c(study, list(conf_level = level))

# ---- mixed model ----------------------------------------------------------------------------------------------------

tight <- lmerControl(optimizer = "nloptwrap", check.conv.singular = "ignore",
                     optCtrl = list(xtol_abs = 1e-15, xtol_rel = 1e-15, ftol_abs = 1e-15, ftol_rel = 1e-15, maxeval = 1e5))
mixed_case <- function(study, level) {
  fit <- lmerTest::lmer(update(fixed_of(study), . ~ . + (1 | patient)), long_data(study), REML = TRUE, control = tight)
  table <- coef(summary(fit, ddf = "Satterthwaite"))
  table <- table[arms_of(rownames(table)), , drop = FALSE]
  value <- rows(table[, "Estimate"], table[, "Std. Error"], table[, "df"], level)
  value$df <- I(unname(table[, "df"]))
  case("lmerTest::lmer(REML = TRUE), Satterthwaite", inputs_of(study, level), value)
}
mixed_cases <- mapply(mixed_case, studies[-5], c(0.95, 0.95, 0.9, 0.95, 0.95), SIMPLIFY = FALSE)

# The second implementation in R: estimates and standard errors only, its degrees of freedom are others.
nlme_cases <- lapply(studies[1:4], function(study) {
  fit <- nlme::lme(fixed_of(study), random = ~ 1 | patient, data = long_data(study), method = "REML",
                   control = lmeControl(opt = "optim", tolerance = 1e-12, msTol = 1e-14, reltol = 1e-16, maxIter = 500,
                                        msMaxIter = 500))
  table <- summary(fit)$tTable
  table <- table[arms_of(rownames(table)), , drop = FALSE]
  case("nlme::lme(method = 'REML')", inputs_of(study, 0.95),
       list(value = I(unname(table[, "Value"])), error = I(unname(table[, "Std.Error"]))))
})

# ---- cluster-robust least squares -----------------------------------------------------------------------------------

robust_cases <- mapply(function(study, level) {
  data <- long_data(study)
  table <- as.data.frame(coef_test(lm(fixed_of(study), data), vcov = "CR2", cluster = data$patient,
                                   test = "Satterthwaite"))
  table <- table[arms_of(names(coef(lm(fixed_of(study), data)))), ]
  case("stats::lm with clubSandwich::coef_test(vcov = 'CR2', test = 'Satterthwaite')", inputs_of(study, level),
       rows(table$beta, table$SE, table[[grep("^df", names(table))[1]]], level))
}, studies, c(0.95, 0.9, 0.95, 0.95, 0.95, 0.95), SIMPLIFY = FALSE)

# ---- generalised estimating equations -------------------------------------------------------------------------------

# gee (Carey) iterates the moments of Liang and Zeger; nlme::gls at that correlation with clubSandwich's CR3 gives the
# covariance of Mancl and DeRouen.
seen_of <- function(study, data) {
  as.vector(table(data$visit)) - if (is.null(study$treated_baseline)) 2 else 3
}
estimating_cases <- mapply(function(study, level) {
  data <- long_data(study)
  invisible(capture.output(suppressMessages(
    fit <- gee::gee(fixed_of(study), id = patient, data = data, corstr = "exchangeable", tol = 1e-13, maxiter = 500))))
  rho <- fit$working.correlation[1, 2]
  course_data <<- data  # clubSandwich looks for the data by their name
  fixed <- eval(bquote(nlme::gls(.(fixed_of(study)), course_data,
                                 correlation = corCompSymm(.(rho), form = ~ 1 | patient, fixed = TRUE))))
  stopifnot(max(abs(coef(fixed) - coef(fit))) < 1e-8)
  where <- arms_of(names(coef(fit)))
  error <- sqrt(diag(as.matrix(vcovCR(fixed, type = "CR3"))))[where]
  value <- rows(coef(fit)[where], error, seen_of(study, data), level)
  case("gee::gee(corstr = 'exchangeable'); nlme::gls at its correlation, clubSandwich::vcovCR(type = 'CR3')",
       inputs_of(study, level), value)
}, studies[c(1, 2, 3, 4, 6)], c(0.95, 0.9, 0.95, 0.95, 0.95), SIMPLIFY = FALSE)

# A second program for the weights: geepack with that correlation given.
geepack_cases <- lapply(studies[1:4], function(study) {
  data <- long_data(study)
  invisible(capture.output(suppressMessages(
    rho <- gee::gee(fixed_of(study), id = patient, data = data, corstr = "exchangeable", tol = 1e-13,
                    maxiter = 500)$working.correlation[1, 2])))
  data$wave <- as.integer(data$visit)
  visits <- nlevels(data$visit)
  zcor <- rep(rho, sum(choose(table(data$patient), 2)))
  fit <- geepack::geeglm(fixed_of(study), id = patient, data = data, corstr = "fixed", zcor = zcor,
                         control = geese.control(epsilon = 1e-12, maxit = 500))
  case("geepack::geeglm(corstr = 'fixed') at the correlation of gee::gee", inputs_of(study, 0.95),
       list(value = I(unname(coef(fit)[arms_of(names(coef(fit)))]))))
})

# ---- proportional odds ----------------------------------------------------------------------------------------------

scores_t <- c(2, 3, 3, 4, 5, 1, 2, 3, 0, 4)
scores_c <- c(4, 5, 3, 6, 4, 5, 7, 2)
minutes_t <- c(41.5, 38.2, 45.0, 39.9, 47.3, 36.4, 42.8, 44.1, 40.6)
minutes_c <- c(46.0, 52.3, 43.7, 49.8, 55.1, 47.2, 50.5, 44.9, 58.4, 48.6, 51.0)
grades <- function(counts) rep(seq_along(counts), counts)
sharp <- clm.control(gradTol = 1e-11, relTol = 1e-13, maxIter = 500L, maxLineIter = 100L)

odds_case <- function(t, c, level) {
  t <- t[!is.na(t)]
  c <- c[!is.na(c)]
  y <- factor(c(t, c), ordered = TRUE)
  x <- rep(c(1, 0), c(length(t), length(c)))
  fit <- clm(y ~ x, control = sharp)
  at <- function(beta) as.numeric(logLik(clm(y ~ 1 + offset(beta * x), control = sharp)))
  top <- as.numeric(logLik(fit))
  beta <- coef(fit)[["x"]]
  edge <- function(beta1) 2 * (top - at(beta1)) - qchisq(level, 1)
  reach <- 6 * sqrt(vcov(fit)["x", "x"])
  root <- function(from, to) uniroot(edge, c(from, to), tol = 1e-13, maxiter = 1000)$root
  case("ordinal::clm; limits by uniroot on its log likelihood with the log odds ratio as offset",
       list(treated = t, control = c, conf_level = level),
       list(value = exp(beta), low = exp(root(beta - reach, beta)), high = exp(root(beta, beta + reach)),
            p_value = pchisq(2 * (top - at(0)), 1, lower.tail = FALSE)))
}
odds_cases <- list(odds_case(large_t[, 4], large_c[, 4], 0.95), odds_case(scores_t, scores_c, 0.95),
                   odds_case(minutes_t, minutes_c, 0.9), odds_case(small_c[, 3], small_t[, 3], 0.95),
                   odds_case(grades(c(12, 9, 6, 3)), grades(c(8, 8, 9, 7)), 0.99), odds_case(grades(c(26, 4)), grades(c(22, 10)), 0.95))

# Two more programs for the ratio itself.
both <- function(t, c) data.frame(y = factor(c(t, c), ordered = TRUE), x = rep(c(1, 0), c(length(t), length(c))))
polr_case <- function(t, c) {
  fit <- MASS::polr(y ~ x, both(t, c), method = "logistic", control = list(reltol = 1e-16, maxit = 2000))
  case("MASS::polr", list(treated = t, control = c), exp(coef(fit)[["x"]]))
}
orm_case <- function(t, c) {
  fit <- rms::orm(y ~ x, data.frame(y = c(t, c), x = rep(c(1, 0), c(length(t), length(c)))), eps = 1e-14, maxit = 200)
  case("rms::orm", list(treated = t, control = c), exp(coef(fit)[["x"]]))
}
other_odds_cases <- list(polr_case(scores_t, scores_c), polr_case(grades(c(12, 9, 6, 3)), grades(c(8, 8, 9, 7))),
                         orm_case(scores_t, scores_c), orm_case(minutes_t, minutes_c),
                         orm_case(grades(c(12, 9, 6, 3)), grades(c(8, 8, 9, 7))))

check_case <- function(t, c) {
  data <- both(t, c)
  common <- clm(y ~ x, data = data, control = sharp)
  free <- clm(y ~ 1, nominal = ~ x, data = data, control = sharp)
  case("ordinal::clm(y ~ x) against clm(nominal = ~ x), likelihood ratio", list(treated = t, control = c),
       pchisq(2 * as.numeric(logLik(free) - logLik(common)), nlevels(data$y) - 2, lower.tail = FALSE))
}
check_cases <- list(check_case(grades(c(12, 9, 6, 3)), grades(c(8, 8, 9, 7))),
                    check_case(grades(c(3, 20, 20, 2)), grades(c(12, 8, 9, 15))), check_case(grades(c(10, 9, 11)), grades(c(15, 2, 15))))

# ---- write ----------------------------------------------------------------------------------------------------------

used <- c("lme4", "lmerTest", "nlme", "clubSandwich", "gee", "geepack", "ordinal", "MASS", "rms", "jsonlite")
reference <- list(
  made_by = list(script = "courses.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(setNames(used, used), function(p) as.character(packageVersion(p)))),
  mixed_model = mixed_cases, mixed_model_nlme = nlme_cases, cluster_robust = robust_cases,
  generalised_estimating = estimating_cases, generalised_estimating_geepack = geepack_cases,
  proportional_odds = odds_cases, proportional_odds_others = other_odds_cases,
  proportional_odds_check_p = check_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "courses.json"))
