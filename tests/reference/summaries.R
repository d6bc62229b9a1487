# Reference values of what printed summaries allow: t tests of means and deviations, P of an interval, counts of a share.
# Run from the top of the repository: Rscript tests/reference/summaries.R
# Debian: r-base-core r-cran-jsonlite
suppressPackageStartupMessages(library(jsonlite))

folder <- file.path("tests", "reference")
script <- file.path(folder, "summaries.R")
case <- function(r, inputs, value) list(r_function = r, inputs = inputs, value = value)

# ---- t tests: values that have exactly these means and deviations ----------------------------------------------------

values <- function(x) {
  z <- qnorm(ppoints(x[3]))
  x[1] + x[2] * (z - mean(z)) / sd(z)
}
means <- list(list(c(7.2, 2.1, 20), c(5.9, 1.8, 20)), list(c(14.11, 1.29, 30), c(13.2, 4.05, 32)),
              list(c(-3.5, 0.4, 2), c(1.25, 9.5, 60)), list(c(120, 15, 250), c(118, 22, 4)), list(c(0, 1, 5), c(0, 2, 9)))
printed <- function(x) list(mean = as.character(x[1]), sd = as.character(x[2]), n = x[3])
t_cases <- unlist(lapply(means, function(m) lapply(c(TRUE, FALSE), function(equal) {
  test <- t.test(values(m[[1]]), values(m[[2]]), var.equal = equal, conf.level = 0.9)
  case("stats::t.test", list(treated = printed(m[[1]]), control = printed(m[[2]]), conf_level = 0.9, equal_variances = equal),
       list(value = m[[1]][1] - m[[2]][1], low = test$conf.int[1], high = test$conf.int[2], p_value = test$p.value,
            statistic = unname(test$statistic), df = unname(test$parameter)))
})), recursive = FALSE)

# ---- the smallest and the largest P over the rounding: a fine grid of the box of means and deviations -----------------

p_of <- function(d, s1, s2, n1, n2, equal) {
  v1 <- s1^2 / n1
  v2 <- s2^2 / n2
  if (equal) {
    df <- n1 + n2 - 2
    error <- sqrt(((n1 - 1) * s1^2 + (n2 - 1) * s2^2) / df * (1 / n1 + 1 / n2))
  } else {
    df <- (v1 + v2)^2 / (v1^2 / (n1 - 1) + v2^2 / (n2 - 1))
    error <- sqrt(v1 + v2)
  }
  2 * pt(-abs(d) / error, df)
}
half <- function(x) 0.5 * 10^-nchar(sub("^[^.]*\\.?", "", as.character(x)))
ends <- function(x, points) seq(max(0, x - half(x)), x + half(x), length.out = points)
boxed <- function(m, equal) {
  x <- m[[1]]
  y <- m[[2]]
  slack <- half(x[1]) + half(y[1])
  d <- abs(x[1] - y[1])
  grid <- expand.grid(d = seq(max(0, d - slack), d + slack, length.out = 5), s1 = ends(x[2], 2001), s2 = ends(y[2], 101))
  other <- expand.grid(d = seq(max(0, d - slack), d + slack, length.out = 5), s1 = ends(x[2], 101), s2 = ends(y[2], 2001))
  all <- rbind(grid, other)
  all <- all[all$s1 + all$s2 > 0, ]
  range(p_of(all$d, all$s1, all$s2, x[3], y[3], equal))
}
# The last two have a smallest P of Welch's test that lies on an edge and in no corner.
boxes <- c(means[1:4], list(list(c(10, 1, 5), c(30, 1, 3)), list(c(10, 1, 3), c(200, 1, 2))))
box_cases <- unlist(lapply(boxes, function(m) lapply(c(TRUE, FALSE), function(equal) {
  case("stats::pt over a grid of everything that rounds to what is printed",
       list(treated = printed(m[[1]]), control = printed(m[[2]]), equal_variances = equal), boxed(m, equal))
})), recursive = FALSE)

# ---- standardised differences ----------------------------------------------------------------------------------------

d_cases <- lapply(means, function(m) {
  x <- values(m[[1]])
  y <- values(m[[2]])
  fit <- summary(lm(c(x, y) ~ rep(1:0, c(length(x), length(y)))))
  case("stats::lm", list(treated = printed(m[[1]]), control = printed(m[[2]])), (mean(x) - mean(y)) / fit$sigma)
})

# ---- P of an interval --------------------------------------------------------------------------------------------------

# The first two are the worked examples of Altman and Bland, BMJ 2011;343:d2090, read the other way round.
intervals <- list(list("17.0", "1.4", "32.6", 0.95, FALSE), list("0.30", "0.10", "0.90", 0.95, TRUE),
                  list("0.34", "0.09", "1.23", 0.95, TRUE), list("-2.5", "-6.1", "1.1", 0.9, FALSE),
                  list("1.85", "1.02", "3.36", 0.99, TRUE))
p_interval <- function(x) {
  number <- if (x[[5]]) function(i) log(as.numeric(x[[i]])) else function(i) as.numeric(x[[i]])
  error <- (number(3) - number(2)) / (2 * qnorm((1 + x[[4]]) / 2))
  2 * pnorm(-abs(number(1) / error))
}
interval_cases <- lapply(intervals, function(x) {
  case("stats::pnorm", list(printed = unlist(x[1:3]), conf_level = x[[4]], ratio = x[[5]]), p_interval(x))
})

# ---- whole numbers that are printed as a percentage --------------------------------------------------------------------

shares <- list(c("13.3", "30"), c("14", "30"), c("50", "1000"), c("31", "62"), c("12.5", "8"), c("12", "8"), c("0", "64"),
               c("100", "7"), c("99.9", "640"), c("0.1", "12"))
share_cases <- lapply(shares, function(x) {
  n <- as.integer(x[2])
  digits <- nchar(sub("^[^.]*\\.?", "", x[1]))
  # In whole numbers: 100 k / n lies within half a unit of what is printed, both ends included.
  unit <- 10^digits
  k <- 0:n
  fits <- k[abs(2 * (100 * unit * k - round(as.numeric(x[1]) * unit) * n)) <= n]
  case("base::abs, every whole number", list(percent = x[1], n = n), I(as.numeric(fits)))
})

# ---- write ------------------------------------------------------------------------------------------------------------

reference <- list(
  made_by = list(script = "summaries.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = list(jsonlite = as.character(packageVersion("jsonlite")))),
  t_test_of_summaries = t_cases, p_limits_of_summaries = box_cases, standardised_difference = d_cases,
  p_of_interval = interval_cases, possible_counts = share_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "summaries.json"))
