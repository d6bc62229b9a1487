# Reference values of the methods for two counts, computed by R from the small tables that are written beside them.
# Run from the top of the repository: Rscript tests/reference/counts.R
# Debian: r-cran-brglm2 r-cran-coin r-cran-jsonlite
suppressPackageStartupMessages({
  library(brglm2)
  library(coin)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "counts.R")

# A lone number is written as a number. JSON has no infinity: it is written as the word that Python's float() reads.
case <- function(r, inputs, value) {
  worded <- function(x) if (is.numeric(x) && length(x) == 1 && is.infinite(x)) "inf" else x
  list(r_function = r, inputs = inputs, value = if (is.list(value)) lapply(value, worded) else value)
}

tables <- list(c(4, 30, 10, 32), c(5, 60, 0, 64), c(3, 30, 0, 32), c(4, 30, 0, 32), c(5, 30, 0, 32), c(29, 30, 20, 32),
               c(0, 30, 6, 32), c(30, 30, 25, 32), c(1, 1, 0, 1), c(7, 9, 3, 14), c(8, 20, 3, 20), c(12, 100, 30, 90))
each <- function(make, of = tables) lapply(of, make)
cells <- function(t) matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2)  # arms in columns, event then none

# Where a monotone function of the logarithm of a ratio is 0.
root <- function(f) exp(uniroot(f, c(-25, 25), tol = 1e-14, maxiter = 10000)$root)

# ---- risk difference and ratio ----------------------------------------------------------------------------------

wilson <- function(x, n, level) suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)
newcombe <- function(t, level) {
  p <- c(t[1] / t[2], t[3] / t[4])
  a <- wilson(t[1], t[2], level)
  b <- wilson(t[3], t[4], level)
  d <- p[1] - p[2]
  list(value = d, low = d - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2), high = d + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2))
}
newcombe_cases <- unlist(lapply(c(0.9, 0.95), function(level) each(function(t) {
  case("stats::prop.test(correct = FALSE) of both arms, combined as method 10 of Newcombe 1998",
       list(counts = t, conf_level = level), newcombe(t, level))
})), recursive = FALSE)

# Koopman's chi-square: the risks of greatest likelihood under the ratio found by optimize, not by the quadratic.
koopman <- function(log_ratio, t) {
  r <- exp(log_ratio)
  xlogy <- function(x, y) if (x == 0) 0 else x * log(y)
  # p2 runs on the logit scale below its bound min(1, 1 / r).
  loglik <- function(u) {
    p2 <- min(1, 1 / r) * plogis(u)
    xlogy(t[1], r * p2) + xlogy(t[2] - t[1], 1 - r * p2) + xlogy(t[3], p2) + xlogy(t[4] - t[3], 1 - p2)
  }
  slope <- function(p2) (t[1] + t[3]) / p2 - r * (t[2] - t[1]) / (1 - r * p2) - (t[4] - t[3]) / (1 - p2)
  top <- min(1, 1 / r)
  p2 <- if (slope(top * (1 - 1e-12)) >= 0) top else uniroot(slope, top * c(1e-12, 1 - 1e-12), tol = 1e-16)$root
  p1 <- r * p2
  chi <- function(x, n, p) if (x == n && p >= 1 - 1e-11) 0 else (x - n * p)^2 / (n * p * (1 - p))
  chi(t[1], t[2], p1) + chi(t[3], t[4], p2)
}
risk_ratio <- function(t, level) {
  q <- qchisq(level, 1)
  best <- log((t[1] + 0.5) / (t[2] + 1)) - log((t[3] + 0.5) / (t[4] + 1))
  best <- if (t[1] > 0 && t[3] > 0) log(t[1] / t[2]) - log(t[3] / t[4]) else best
  side <- function(from, to) {
    exp(uniroot(function(u) koopman(u, t) - q, sort(c(from, to)), tol = 1e-14, maxiter = 10000)$root)
  }
  list(value = (t[1] / t[2]) / (t[3] / t[4]),
       low = if (t[1] == 0) 0 else side(best - 12, best + if (t[3] == 0) 6 else 0),
       high = if (t[3] == 0) Inf else side(best - if (t[1] == 0) 6 else 0, best + 12),
       p_value = suppressWarnings(chisq.test(cells(t), correct = FALSE)$p.value))
}
ratio_tables <- Filter(function(t) !(t[2] == 1), tables)
risk_ratio_cases <- unlist(lapply(c(0.9, 0.95), function(level) each(function(t) {
  case("uniroot on Koopman's chi-square (written out here); P of stats::chisq.test(correct = FALSE)",
       list(counts = t, conf_level = level), risk_ratio(t, level))
}, ratio_tables)), recursive = FALSE)

# ---- odds ratios ------------------------------------------------------------------------------------------------

# Noncentral hypergeometric tails from dhyper, their roots by uniroot: fisher.test does the same at a tolerance of 1e-4.
conditional <- function(t, level) {
  m <- t[1] + t[3]
  k <- max(0, m - t[4]):min(m, t[2])
  logs <- dhyper(k, t[2], t[4], m, log = TRUE)
  chance <- function(u) {
    w <- logs + u * k
    w <- exp(w - max(w))
    w / sum(w)
  }
  tail <- (1 - level) / 2
  at_least <- function(u) sum(chance(u)[k >= t[1]])
  at_most <- function(u) sum(chance(u)[k <= t[1]])
  first <- t[1] == min(k)
  last <- t[1] == max(k)
  list(value = if (first) 0 else if (last) Inf else root(function(u) sum(chance(u) * k) - t[1]),
       low = if (first) 0 else root(function(u) log(at_least(u)) - log(tail)),
       high = if (last) Inf else root(function(u) log(at_most(u)) - log(tail)),
       p_value = min(1, 2 * min(fisher.test(cells(t), alternative = "less")$p.value,
                                fisher.test(cells(t), alternative = "greater")$p.value)))
}
odds_ratio_cases <- unlist(lapply(c(0.9, 0.95), function(level) each(function(t) {
  case("uniroot on tails of stats::dhyper tilted by the odds ratio (fisher.test tightened); P doubled from fisher.test",
       list(counts = t, conf_level = level), conditional(t, level))
})), recursive = FALSE)

# Logistic regression; the penalised likelihood with the information of both coefficients, its profile by optimize.
penalised <- function(beta, t) {
  p <- plogis(c(beta[1] + beta[2], beta[1]))
  x <- cbind(1, c(1, 0))
  n <- c(t[2], t[4])
  information <- t(x) %*% diag(n * p * (1 - p)) %*% x
  sum(dbinom(c(t[1], t[3]), n, p, log = TRUE)) + log(det(information)) / 2
}
firth <- function(t, level) {
  data <- data.frame(events = c(t[1], t[3]), n = c(t[2], t[4]), arm = c(1, 0))
  fit <- glm(cbind(events, n - events) ~ arm, binomial, data, method = "brglmFit", type = "AS_mean", epsilon = 1e-14,
             maxit = 10000)
  best <- coef(fit)
  profile <- function(b) optimize(function(a) penalised(c(a, b), t), best[1] + c(-15, 15), maximum = TRUE, tol = 1e-9)$objective
  loss <- function(b) 2 * (penalised(best, t) - profile(b))
  limit <- function(to) {
    exp(uniroot(function(b) loss(b) - qchisq(level, 1), sort(c(best[2], best[2] + to)), tol = 1e-12)$root)
  }
  list(value = exp(best[[2]]), low = limit(-14), high = limit(14), p_value = pchisq(loss(0), 1, lower.tail = FALSE))
}
firth_cases <- each(function(t) {
  case("brglm2::brglmFit(type = 'AS_mean'); profile of the penalised likelihood by optimize (written out here)",
       list(counts = t, conf_level = 0.95), firth(t, 0.95))
})

# ---- every two-sided P ------------------------------------------------------------------------------------------

g_test <- function(observed, expected) {
  p <- 2 * sum(ifelse(observed > 0, observed * log(observed / expected), 0))
  pchisq(max(0, p), 1, lower.tail = FALSE)
}
hyper <- function(t) {
  m <- t[1] + t[3]
  k <- max(0, m - t[4]):min(m, t[2])
  d <- dhyper(k, t[2], t[4], m)
  list(seen = d[k == t[1]], d = d, left = sum(d[k <= t[1]]), right = sum(d[k >= t[1]]))
}

# Every table of the arms' sizes, its statistic, and the common risk that makes the extreme ones likeliest, by optimize
# between the neighbours of each point of a grid.
unconditional <- function(t, extreme) {
  together <- function(p) {
    sum((outer(dbinom(0:t[2], t[2], p), dbinom(0:t[4], t[4], p)))[extreme])
  }
  grid <- seq(0.0005, 0.9995, by = 0.0005)
  at <- sapply(grid, together)
  peaks <- grid[at > 0.99 * max(at)]
  if (length(peaks) > 20) peaks <- peaks[order(-at[at > 0.99 * max(at)])][1:20]
  min(1, max(at, sapply(peaks, function(p) {
    optimize(together, pmin(1, pmax(0, p + c(-0.0005, 0.0005))), maximum = TRUE, tol = 1e-12)$objective
  })))
}
of_tables <- function(t, f) outer(0:t[2], 0:t[4], Vectorize(function(a, b) f(c(a, t[2], b, t[4]))))
wald <- function(pooled) function(t) {
  p <- c(t[1] / t[2], t[3] / t[4])
  q <- (t[1] + t[3]) / (t[2] + t[4])
  spread <- if (pooled) q * (1 - q) * (1 / t[2] + 1 / t[4]) else sum(p * (1 - p) / c(t[2], t[4]))
  if (p[1] == p[2]) 0 else abs(p[1] - p[2]) / sqrt(spread)
}
barnard <- function(t, pooled) {
  z <- of_tables(t, wald(pooled))
  unconditional(t, z >= z[t[1] + 1, t[3] + 1] * (1 - 1e-9))
}
boschloo <- function(t, alternative) {
  p <- of_tables(t, function(s) fisher.test(cells(s), alternative = alternative)$p.value)
  unconditional(t, p <= p[t[1] + 1, t[3] + 1] * (1 + 1e-9))
}
definitions <- function(t) {
  observed <- cells(t)
  pearson <- suppressWarnings(chisq.test(observed, correct = FALSE))
  expected <- pearson$expected
  moved <- observed - sign(observed - expected) * pmin(0.5, abs(observed - expected))
  n <- sum(observed)
  h <- hyper(t)
  # dhyper leaves ties that differ in their last digits: those of fisher.test count as equal here too.
  tied <- abs(h$d - h$seen) <= 1e-7 * h$seen
  below <- sum(h$d[h$d < h$seen & !tied])
  list(
    pearson = pearson$p.value,
    n_minus_1 = pchisq(pearson$statistic[[1]] * (n - 1) / n, 1, lower.tail = FALSE),
    likelihood_ratio = g_test(observed, expected),
    likelihood_ratio_yates = g_test(moved, expected),
    yates = suppressWarnings(chisq.test(observed, correct = TRUE)$p.value),
    fisher = fisher.test(observed)$p.value,
    fisher_doubled = min(1, 2 * min(h$left, h$right)),
    fisher_mid_p = below + sum(h$d[tied]) / 2,
    fisher_mid_p_doubled = min(1, 2 * (min(h$left, h$right) - h$seen / 2)),
    barnard_pooled = barnard(t, TRUE), barnard_unpooled = barnard(t, FALSE),
    boschloo_doubled = min(1, 2 * min(boschloo(t, "less"), boschloo(t, "greater"))), boschloo = boschloo(t, "two.sided"),
    firth = firth(t, 0.95)$p_value)
}
definition_cases <- each(function(t) {
  case(paste("stats::chisq.test, fisher.test, dhyper; 2 * sum(O * log(O / E)); dbinom over every table with optimize;",
             "brglm2::brglmFit with a profile"), list(counts = t), definitions(t))
}, Filter(function(t) t[2] <= 60, tables))

# ---- fragility --------------------------------------------------------------------------------------------------

# Every table of the arms' sizes, and how many patients lie between it and the one seen.
fragility <- function(t, p) {
  all <- of_tables(t, p)
  all[is.nan(all)] <- 1
  changed <- outer(abs(0:t[2] - t[1]), abs(0:t[4] - t[3]), "+")
  other <- (all < 0.05) != (all[t[1] + 1, t[3] + 1] < 0.05)
  min(changed[other])
}
fragility_cases <- each(function(t) {
  of_fisher <- fragility(t, function(s) fisher.test(cells(s))$p.value)
  of_pearson <- fragility(t, function(s) suppressWarnings(chisq.test(cells(s), correct = FALSE)$p.value))
  case("stats::fisher.test and chisq.test(correct = FALSE) of every table", list(counts = t, alpha = 0.05),
       list(fisher = of_fisher, pearson = of_pearson))
}, Filter(function(t) t[2] > 8 && t[2] <= 60, tables))

# ---- clusters ---------------------------------------------------------------------------------------------------

pattern <- function(events, n) c(events, rep(0, n - length(events)))
dealt_case <- function(treated, control) {
  data <- data.frame(events = c(treated, control), arm = factor(rep(1:2, c(length(treated), length(control)))))
  test <- oneway_test(events ~ arm, data, distribution = exact())
  case("coin::oneway_test(distribution = exact())", list(treated_events = treated, control_events = control),
       as.numeric(pvalue(test)))
}
# Units that differ: every arrangement, one by one, in whole numbers.
enumerated_case <- function(te, ce, tu, cu) {
  e <- c(te, ce)
  u <- c(tu, cu)
  gap <- function(i) abs(sum(e[i]) * sum(u[-i]) - sum(e[-i]) * sum(u[i])) / (sum(u[i]) * sum(u[-i]))
  all <- combn(length(e), length(te), gap)
  case("utils::combn over every arrangement",
       list(treated_events = te, control_events = ce, treated_units = tu, control_units = cu),
       mean(all >= gap(seq_along(te)) * (1 - 1e-12)))
}
cluster_cases <- list(
  dealt_case(pattern(c(2, 2, 1), 30), pattern(0, 32)), dealt_case(pattern(c(2, 1, 1, 1), 30), pattern(0, 32)),
  dealt_case(pattern(rep(1, 5), 30), pattern(0, 32)), dealt_case(c(0, 1, 1, 2, 3), c(2, 2, 0, 4, 4, 1, 3)),
  dealt_case(pattern(c(3, 3, 2, 2, 2, 1, 1), 20), pattern(c(1, 1, 2), 15)),
  enumerated_case(c(1, 0, 2, 1), c(0, 0, 1, 0, 0), c(2, 1, 3, 2), c(2, 2, 3, 1, 2)),
  enumerated_case(c(0, 1, 1, 3, 2, 0, 1), c(2, 2, 1, 0, 3, 1), c(1, 2, 1, 4, 2, 1, 3), c(2, 3, 1, 1, 4, 2)))

# ---- write ------------------------------------------------------------------------------------------------------

reference <- list(
  made_by = list(script = "counts.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(c(brglm2 = "brglm2", coin = "coin", jsonlite = "jsonlite"),
                                   function(p) as.character(packageVersion(p)))),
  newcombe = newcombe_cases, risk_ratio = risk_ratio_cases, odds_ratio = odds_ratio_cases,
  firth_odds_ratio = firth_cases, two_by_two = definition_cases, fragility_index = fragility_cases,
  cluster_permutation_p = cluster_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "counts.json"))
