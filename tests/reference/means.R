# Reference values of standardised and shifted means, resampling, equivalence and rates, computed by R.
# Run from the top of the repository: Rscript tests/reference/means.R
# Debian: r-cran-jsonlite r-cran-effectsize r-cran-boot r-cran-coin r-cran-mass r-cran-sandwich
suppressPackageStartupMessages({
  library(effectsize)
  library(boot)
  library(coin)
  library(MASS)
  library(sandwich)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "means.R")

# A lone number is written as a number, an array of one only where it says I(...).
case <- function(r, inputs, value) {
  list(r_function = r, inputs = lapply(inputs, function(x) if (length(x) > 1) I(x) else x), value = value)
}

# ---- arrays -----------------------------------------------------------------------------------------------------

minutes_t <- c(41.5, 38.2, 45.0, 39.9, 47.3, 36.4, 42.8, 44.1, 40.6)
minutes_c <- c(46.0, 52.3, 43.7, 49.8, 55.1, 47.2, 50.5, 44.9, 58.4, 48.6, 51.0)
scores_t <- c(2, 3, 3, 4, 5, 1, 2, 3, 0, 4)
scores_c <- c(4, 5, 3, 6, 4, 5, 7, 2)
set.seed(3)
normal_t <- round(rnorm(30, 40.2, 6), 3)
normal_c <- round(rnorm(32, 43, 7), 3)
skewed_t <- round(rexp(30, 1 / 5), 3)
skewed_c <- round(rexp(32, 1 / 7), 3)
vas_t <- pmin(10, rpois(30, 2.5))
vas_c <- pmin(10, rpois(32, 3.4))
large_t <- round(rnorm(60, 1, 2), 1)
large_c <- round(rnorm(75, 0, 3), 1)
counts_t <- rnbinom(30, mu = 12, size = 4)
counts_c <- rnbinom(32, mu = 16, size = 3)
sparse_t <- c(0, 0, 1, 0, 3, 0, 0, 9, 0, 1)
sparse_c <- c(2, 0, 0, 1, 14, 5, 0, 0, 3)
even_t <- c(4, 5, 5, 6, 4, 5)
even_c <- c(7, 8, 7, 6, 7, 8, 7)

# ---- Hedges' g --------------------------------------------------------------------------------------------------

# effectsize finds its limits by a coarse search (Nelder and Mead); here the same equations by bisection to 1e-14.
hedges_case <- function(t, c, level) {
  n1 <- length(t)
  n2 <- length(c)
  df <- n1 + n2 - 2
  j <- exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
  d <- (mean(t) - mean(c)) / sqrt(((n1 - 1) * var(t) + (n2 - 1) * var(c)) / df)
  root <- sqrt(1 / n1 + 1 / n2)
  limit <- function(p) {
    uniroot(function(ncp) pt(d / root, df, ncp) - p, d / root + c(-12, 12), tol = 1e-14, maxiter = 10000)$root
  }
  tail <- (1 - level) / 2
  case("stats::pt(ncp) by uniroot, stats::lgamma (written out here)", list(treated = t, control = c, conf_level = level),
       list(value = j * d, low = j * root * limit(1 - tail), high = j * root * limit(tail)))
}
effectsize_case <- function(t, c, level) {
  found <- effectsize::hedges_g(t, c, ci = level)
  case("effectsize::hedges_g", list(treated = t, control = c, conf_level = level),
       list(value = found$Hedges_g, low = found$CI_low, high = found$CI_high))
}
standardised <- list(list(minutes_t, minutes_c, 0.95), list(minutes_t, minutes_c, 0.9), list(scores_t, scores_c, 0.95),
                     list(normal_t, normal_c, 0.95), list(skewed_c, skewed_t, 0.99), list(c(1, 3), c(0, 2, 7), 0.8))
hedges_cases <- lapply(standardised, function(a) hedges_case(a[[1]], a[[2]], a[[3]]))
effectsize_cases <- lapply(standardised, function(a) effectsize_case(a[[1]], a[[2]], a[[3]]))

# ---- Hodges and Lehmann -----------------------------------------------------------------------------------------

# Only the estimate and the interval of the exact test come from one definition; its estimate is the median.
shift_case <- function(t, c, level) {
  test <- wilcox.test(t, c, exact = TRUE, conf.int = TRUE, conf.level = level)
  case("stats::wilcox.test(exact = TRUE, conf.int = TRUE)", list(treated = t, control = c, conf_level = level),
       list(value = test$estimate[[1]], low = test$conf.int[1], high = test$conf.int[2], p_value = test$p.value))
}
untied_t <- 40 + c(1.3, 4.1, -2.2, 0.4, 6.8, 3.05, -0.7)
untied_c <- 42 + c(0.15, 5.5, -3.9, 7.77, 2.6)
shift_cases <- list(shift_case(minutes_t, minutes_c, 0.95), shift_case(minutes_t, minutes_c, 0.9),
                    shift_case(normal_t, normal_c, 0.95), shift_case(skewed_t, skewed_c, 0.99),
                    shift_case(untied_t, untied_c, 0.95))

# With ties, or in large arms: the limits of the normal test, ties counted anew at each shift, searched to 1e-12 where R
# itself stops at 1e-4. Its estimate is another number, see below.
vas_latest_t <- rep(0:3, c(2, 11, 14, 3))
vas_latest_c <- rep(0:4, c(1, 10, 17, 3, 1))
stay_t <- rep(3:8, c(1, 8, 8, 1, 9, 3))
stay_c <- rep(2:9, c(1, 1, 4, 6, 8, 7, 4, 1))
ten_t <- rep(c(0, 1, 3, 5, 10), c(4, 9, 6, 5, 2))
ten_c <- rep(c(0, 2, 4, 5, 7, 10), c(2, 5, 8, 6, 5, 3))
tied_case <- function(t, c, level) {
  test <- wilcox.test(t, c, exact = FALSE, correct = TRUE, conf.int = TRUE, conf.level = level, tol.root = 1e-12)
  case("stats::wilcox.test(exact = FALSE, conf.int = TRUE, tol.root = 1e-12); value by stats::median of outer",
       list(treated = t, control = c, conf_level = level),
       list(value = median(outer(t, c, "-")), low = test$conf.int[1], high = test$conf.int[2],
            p_value = test$p.value))
}
tied_cases <- list(tied_case(scores_t, scores_c, 0.95), tied_case(vas_t, vas_c, 0.95), tied_case(vas_c, vas_t, 0.8),
                   tied_case(large_t, large_c, 0.95), tied_case(counts_t, counts_c, 0.9),
                   tied_case(vas_latest_t, vas_latest_c, 0.95), tied_case(vas_latest_c, vas_latest_t, 0.8),
                   tied_case(stay_t, stay_c, 0.95), tied_case(stay_t, stay_c, 0.5),
                   tied_case(ten_t, ten_c, 0.95), tied_case(ten_t, ten_c, 0.99),
                   tied_case(sparse_t, sparse_c, 0.8), tied_case(even_t, even_c, 0.95))
# What the asymptotic call names an estimate: kept to show that it is another number.
asymptotic <- wilcox.test(minutes_t, minutes_c, exact = FALSE, conf.int = TRUE)
asymptotic_cases <- list(case("stats::wilcox.test(exact = FALSE, conf.int = TRUE)",
                              list(treated = minutes_t, control = minutes_c), asymptotic$estimate[[1]]))

# ---- bootstrap and permutation ----------------------------------------------------------------------------------

# A million replicates: the Monte-Carlo error of a limit is 0.003 standard errors.
REPLICATES <- 1e6
bca_case <- function(t, c, level) {
  values <- c(t, c)
  arm <- rep(1:2, c(length(t), length(c)))
  first <- seq_along(t)
  # Weights are one over the arm's size, so that rows of an arm can be drawn as numbers of times.
  difference <- function(x, i) mean(x[i[first]]) - mean(x[i[-first]])
  set.seed(11)
  made <- boot(values, difference, R = REPLICATES, strata = arm)
  influence <- c((t - mean(t)) / length(t), -(c - mean(c)) / length(c))
  limits <- boot.ci(made, conf = level, type = "bca", L = influence)$bca[4:5]
  case("boot::boot.ci(type = 'bca'), R = 1e6, exact influence values",
       list(treated = t, control = c, conf_level = level),
       list(value = made$t0, low = limits[1], high = limits[2], standard_error = sd(made$t[, 1])))
}
bca_cases <- list(bca_case(normal_t, normal_c, 0.95), bca_case(skewed_t, skewed_c, 0.95),
                  bca_case(skewed_c, skewed_t, 0.9), bca_case(minutes_t, minutes_c, 0.95))

permutation_case <- function(t, c) {
  data <- data.frame(value = c(t, c), arm = factor(rep(c("t", "c"), c(length(t), length(c)))))
  case("coin::oneway_test(distribution = 'exact')", list(treated = t, control = c),
       as.numeric(pvalue(oneway_test(value ~ arm, data, distribution = "exact"))))
}
permutation_cases <- list(permutation_case(c(4.5, 6.1, 3.9, 5.2, 7.7), c(2.5, 3.1, 4.4, 1.9, 5.0, 3.3)),
                          permutation_case(c(1, 3, 4, 8), c(0, 2, 3, 3, 5)), permutation_case(scores_t[1:8], scores_c))
drawn_cases <- list(permutation_case(vas_t, vas_c), permutation_case(counts_t, counts_c),
                    permutation_case(minutes_t, minutes_c))

# ---- equivalence ------------------------------------------------------------------------------------------------

welch_case <- function(t, c, margin) {
  above <- t.test(t, c, mu = -margin, alternative = "greater")$p.value
  below <- t.test(t, c, mu = margin, alternative = "less")$p.value
  interval <- t.test(t, c, conf.level = 0.9)$conf.int
  case("stats::t.test(alternative = 'greater' and 'less')", list(treated = t, control = c, margin = margin),
       list(value = mean(t) - mean(c), low = interval[1], high = interval[2], p_value = max(above, below)))
}
equivalence_cases <- list(welch_case(normal_t, normal_c, 5), welch_case(normal_c, normal_t, 5),
                          welch_case(minutes_t, minutes_c, 7), welch_case(minutes_t, minutes_c, 20),
                          welch_case(vas_t, vas_c, 1.5), welch_case(scores_t, scores_c, 0.5))

# ---- rates ------------------------------------------------------------------------------------------------------

wald_ratio <- function(log_ratio, error, level) {
  reach <- qnorm(1 - (1 - level) / 2) * error
  list(value = exp(log_ratio), low = exp(log_ratio - reach), high = exp(log_ratio + reach),
       p_value = 2 * pnorm(-abs(log_ratio / error)))
}
framed <- function(t, c) data.frame(count = c(t, c), arm = rep(c(1, 0), c(length(t), length(c))))
# glm.nb stops at a relative change of 1e-4 in theta; its last step is repeated here to 1e-14.
negative_binomial_case <- function(t, c, level) {
  data <- framed(t, c)
  start <- glm.nb(count ~ arm, data, control = glm.control(epsilon = 1e-14, maxit = 1000))
  theta <- as.numeric(theta.ml(data$count, fitted(start), eps = 1e-14, limit = 1000))
  fit <- summary(glm(count ~ arm, negative.binomial(theta), data, control = glm.control(epsilon = 1e-14, maxit = 1000)),
                 dispersion = 1)$coefficients
  case("MASS::glm.nb, theta polished by MASS::theta.ml(eps = 1e-14)",
       list(treated = t, control = c, conf_level = level),
       c(wald_ratio(fit["arm", 1], fit["arm", 2], level), list(theta = theta)))
}
poisson_fit <- function(t, c) {
  glm(count ~ arm, poisson, framed(t, c), control = glm.control(epsilon = 1e-15, maxit = 1000))
}
poisson_limit_case <- function(t, c, level) {
  fit <- summary(poisson_fit(t, c))$coefficients
  case("stats::glm(family = poisson)", list(treated = t, control = c, conf_level = level),
       wald_ratio(fit["arm", 1], fit["arm", 2], level))
}
robust_case <- function(t, c, level) {
  fit <- poisson_fit(t, c)
  case("stats::glm(family = poisson) with sandwich::vcovHC(type = 'HC3')",
       list(treated = t, control = c, conf_level = level),
       wald_ratio(coef(fit)[["arm"]], sqrt(vcovHC(fit, type = "HC3")["arm", "arm"]), level))
}
negative_binomial_cases <- list(negative_binomial_case(counts_t, counts_c, 0.95),
                                negative_binomial_case(counts_c, counts_t, 0.9),
                                negative_binomial_case(sparse_t, sparse_c, 0.95))
robust_cases <- list(robust_case(counts_t, counts_c, 0.95), robust_case(sparse_t, sparse_c, 0.9),
                     robust_case(even_t, even_c, 0.95))

# ---- write ------------------------------------------------------------------------------------------------------

used <- c("effectsize", "boot", "coin", "MASS", "sandwich", "jsonlite")
names(used) <- used
reference <- list(
  made_by = list(script = "means.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(used, function(p) as.character(packageVersion(p)))),
  hedges_g = hedges_cases, hedges_g_effectsize = effectsize_cases, hodges_lehmann = shift_cases,
  hodges_lehmann_ties = tied_cases, hodges_lehmann_asymptotic = asymptotic_cases, bca_interval = bca_cases,
  permutation_p = permutation_cases, permutation_p_drawn = drawn_cases, equivalence = equivalence_cases,
  rate_ratio = negative_binomial_cases, rate_ratio_poisson_limit = list(poisson_limit_case(even_t, even_c, 0.95)),
  poisson_ratio = robust_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "means.json"))
