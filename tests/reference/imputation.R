# Reference values of multiple imputation, computed by R's mice from arrays written here.
# Run from the top of the repository: Rscript tests/reference/imputation.R
# Debian: r-cran-mice r-cran-survival r-cran-jsonlite
suppressPackageStartupMessages({
  library(mice)
  library(survival)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "imputation.R")

# ---- Rubin's rules on fixed estimates and on fixed imputations ----------------------------------------------------

pooled <- function(values, errors, df) {
  found <- pool.scalar(values, errors^2, n = df + 1, k = 1)
  list(r_function = "mice::pool.scalar",
       inputs = list(values = values, errors = errors, df = if (is.finite(df)) df else NULL),
       value = list(value = found$qbar, error = sqrt(found$t), df = found$df, within = found$ubar, between = found$b,
                    share = (1 + 1 / length(values)) * found$b / found$t, lost_information = found$fmi))
}
pool_cases <- list(
  pooled(c(1.2, 1.9, 0.7, 1.4, 1.1), c(0.50, 0.55, 0.48, 0.52, 0.47), 37.25),
  pooled(c(1.2, 1.9, 0.7, 1.4, 1.1), c(0.50, 0.55, 0.48, 0.52, 0.47), Inf),
  pooled(c(-3, 4), c(1, 2), 8),
  pooled(c(0.10, 0.11, 0.12), c(0.2, 0.2, 0.2), 500))

age <- c(71, 66, 80, 74, 69, 77, 83, 62, 70, 75, 68, 79, 73, 65, 81, 76)
treated <- rep(c(1, 0), c(7, 9))
pain <- rbind(c(3, 4, 6, 5, 2, 4, 7, 3, 5, 6, 4, 7, 5, 4, 8, 6), c(3, 4, 6, 5, 3, 4, 7, 3, 5, 6, 4, 6, 5, 4, 8, 5),
              c(3, 4, 6, 5, 1, 4, 7, 3, 5, 6, 4, 9, 5, 4, 8, 7))
fits <- lapply(1:3, function(i) { y <- pain[i, ]; lm(y ~ treated + age) })
by_fit <- summary(pool(as.mira(fits)), conf.int = TRUE, conf.level = 0.9)
by_fit <- by_fit[by_fit$term == "treated", ]
fit_cases <- list(list(
  r_function = "stats::lm, mice::pool, summary",
  inputs = list(age = age, treated = treated, outcomes = pain, conf_level = 0.9),
  value = list(value = by_fit$estimate, low = by_fit[["5 %"]], high = by_fit[["95 %"]], p_value = by_fit$p.value)))

# ---- fixed imputations whose values move --------------------------------------------------------------------------

# In each row of an array one completed data set; `moved` says whose value was imputed.
before <- rbind(c(3, 4, 6, 5, 2, 4, 7, 3, 5, 6, 4, 7, 5, 4, 8, 6), c(3, 4, 6, 5, 2, 4, 5, 3, 5, 6, 4, 7, 5, 4, 7, 6),
                c(3, 4, 6, 5, 2, 4, 6, 3, 5, 6, 4, 7, 5, 4, 9, 6))
moved <- c(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1)
of_sets <- function(one, null = 0) {
  fits <- sapply(seq_len(nrow(pain)), one)
  found <- pool.scalar(fits[1, ], fits[2, ], n = if (nrow(fits) > 2) mean(fits[3, ]) + 1 else Inf, k = 1)
  reach <- qt(0.975, found$df) * sqrt(found$t)
  list(value = found$qbar, low = found$qbar - reach, high = found$qbar + reach,
       p_value = 2 * pt(-abs(found$qbar) / sqrt(found$t), found$df), lost_information = found$fmi)
}
by_ancova <- function(shift) of_sets(function(i) {
  outcome <- pain[i, ] + shift * moved * treated
  fit <- lm(outcome ~ treated + before[i, ])
  c(coef(fit)[["treated"]], sandwich::vcovHC(fit, type = "HC3")["treated", "treated"], 16 - 3)
})
by_welch <- function(shift) of_sets(function(i) {
  outcome <- pain[i, ] - shift * moved * (1 - treated)
  found <- t.test(outcome[treated == 1], outcome[treated == 0])
  c(-diff(found$estimate), found$stderr^2, found$parameter)
})
by_cox <- of_sets(function(i) {
  fit <- coxph(Surv(pain[i, ], before[i, ] > 4) ~ treated, ties = "efron", control = coxph.control(eps = 1e-14))
  c(coef(fit), vcov(fit))
})
shifts <- c(0, 2.5, -4)
arrays <- list(treated = treated, before = before, after = pain, moved = moved)
moved_cases <- lapply(shifts, function(shift) list(
  r_function = "lm, sandwich::vcovHC(type = \"HC3\"), t.test, mice::pool.scalar", inputs = c(arrays, shift = shift),
  value = list(ancova = by_ancova(shift), means = by_welch(shift))))
cox_cases <- list(list(r_function = "survival::coxph(ties = \"efron\"), mice::pool.scalar", inputs = arrays,
                       value = by_cox))

# ---- every completion of two arms ----------------------------------------------------------------------------------

# The score test of Miettinen and Nurminen is Pearson's chi-square times (N - 1) / N.
side <- function(x1, n1, x2, n2) {
  if (x1 + x2 == 0 || x1 + x2 == n1 + n2) return(0)
  found <- suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))
  reached <- found$statistic * (n1 + n2 - 1) / (n1 + n2) > qchisq(0.95, 1)
  if (reached) sign(x1 / n1 - x2 / n2) else 0
}
grid <- function(t, c) list(
  r_function = "prop.test(correct = FALSE), every table", inputs = list(treated = t, control = c),
  value = list(
    sides = t(sapply(0:t[3], function(i) sapply(0:c[3], function(j) side(t[1] + i, t[2] + t[3], c[1] + j, c[2] + c[3])))),
    conclusion = side(t[1], t[2], c[1], c[2])))
grid_cases <- list(grid(c(14, 40, 9), c(5, 38, 7)), grid(c(2, 30, 12), c(9, 28, 3)), grid(c(10, 25, 6), c(10, 25, 6)))

# ---- chained equations ---------------------------------------------------------------------------------------------

sizes <- c(60, 70)
arm <- rep(c(1, 0), sizes)
set.seed(20261129)
x <- round(rnorm(130, 70, 8), 1)
s <- rbinom(130, 1, plogis((x - 70) / 8))
z <- round(0.5 * x + 4 * s + rnorm(130, 0, 6), 1)
y <- round(0.6 * z - 0.2 * x + 3 * arm + rnorm(130, 0, 4), 1)
g <- rbinom(130, 1, plogis(0.1 * (y - 9)))
# Missing at random: what is missing depends on age, which is always known.
y[runif(130) < plogis((x - 72) / 4) * 0.6] <- NA
z[runif(130) < 0.2] <- NA
s[runif(130) < 0.15] <- NA
g[runif(130) < plogis((70 - x) / 4) * 0.5] <- NA
cohort <- data.frame(x = x, s = factor(s), z = z, y = y, g = factor(g))

# So many that three Monte-Carlo errors are a fiftieth of the standard error, and the variance is known within a tenth.
number <- 2000
drawn <- lapply(1:2, function(which) mice(
  cohort[arm == 2 - which, ], m = number, maxit = 10, seed = 100 + which, printFlag = FALSE,
  method = c(x = "", s = "logreg", z = "norm", y = "norm", g = "logreg")))
sets <- lapply(drawn, function(made) lapply(seq_len(number), function(i) complete(made, i)))
contrast <- function(name, variance) {
  get <- function(set) as.numeric(as.character(set[[name]]))
  values <- sapply(seq_len(number), function(i) mean(get(sets[[1]][[i]])) - mean(get(sets[[2]][[i]])))
  errors2 <- sapply(seq_len(number), function(i) variance(get(sets[[1]][[i]])) + variance(get(sets[[2]][[i]])))
  found <- pool.scalar(values, errors2)
  list(value = found$qbar, error = sqrt(found$t), monte_carlo_error = sqrt(found$b / number))
}
chained_cases <- list(list(
  r_function = "mice::mice(method = \"norm\" and \"logreg\"), mice::pool.scalar",
  inputs = list(arm = arm, x = x, s = s, z = z, y = y, g = g, number = number),
  value = list(y = contrast("y", function(v) var(v) / length(v)),
               g = contrast("g", function(v) mean(v) * (1 - mean(v)) / length(v)))))

# ---- cumulative hazard ---------------------------------------------------------------------------------------------

months <- c(3, 5, 5, 8, 12, 12, 1, 20, 8, 15)
died <- c(1, 0, 1, 1, 0, 1, 1, 0, 1, 0)
hazard_cases <- list(list(r_function = "survival::survfit", inputs = list(time = months, event = died),
                          value = {
                            fit <- survfit(Surv(months, died) ~ 1, ctype = 1)
                            fit$cumhaz[match(months, fit$time)]
                          }))

# ---- write ---------------------------------------------------------------------------------------------------------

packages <- c(mice = "mice", survival = "survival", jsonlite = "jsonlite")
reference <- list(
  made_by = list(script = "imputation.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(packages, function(p) as.character(packageVersion(p)))),
  pool = pool_cases, pooled_estimate = fit_cases, moved = moved_cases, completed_hazards = cox_cases, share_grid = grid_cases,
  impute_arms = chained_cases, cumulative_hazard = hazard_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "imputation.json"))
