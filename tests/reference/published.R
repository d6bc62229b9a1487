# Reference values of what published numbers alone allow, computed by R.
# Run from the top of the repository: Rscript tests/reference/published.R
# Debian: r-base-core r-cran-jsonlite
suppressPackageStartupMessages(library(jsonlite))

folder <- file.path("tests", "reference")
script <- file.path(folder, "published.R")
case <- function(r, inputs, value) list(r_function = r, inputs = inputs, value = value)

# ---- a bare P between two arms -----------------------------------------------------------------------------------

arms <- list(c(30, 32), c(5, 9), c(400, 380), c(2, 2))
error <- function(n) sqrt(1 / n[1] + 1 / n[2])
boundary <- function(n, alpha) qt(1 - alpha / 2, sum(n) - 2) * error(n)
both <- function(f) unlist(lapply(arms, function(n) lapply(c(0.05, 0.01), function(alpha) f(n, alpha))), recursive = FALSE)
sizes <- function(n, ...) c(list(n_treated = n[1], n_control = n[2]), list(...))

boundary_d_cases <- both(function(n, alpha) case("stats::qt", sizes(n, alpha = alpha), boundary(n, alpha)))
boundary_g_cases <- both(function(n, alpha) {
  df <- sum(n) - 2
  case("stats::qt, beta for Hedges's factor", sizes(n, alpha = alpha),
       # gamma(df / 2) / gamma((df - 1) / 2) by the beta function, as an independent way
       boundary(n, alpha) * gamma(0.5) / beta((df - 1) / 2, 0.5) / sqrt(df / 2))
})
boundary_dz_cases <- lapply(c(2, 30, 32, 500), function(n) {
  case("stats::qt", list(n = n, alpha = 0.05), qt(0.975, n - 1) / sqrt(n))
})

# R's pt is good to about 1e-12 for these; its tolerance here is as small as uniroot allows.
noncentral <- function(d, n, level) {
  t <- d / error(n)
  root <- function(p) {
    uniroot(function(nc) suppressWarnings(pt(t, sum(n) - 2, nc)) - p, t + c(-1, 1) * (6 + abs(t)), tol = 1e-14,
            maxiter = 10000)$root
  }
  c(root((1 + level) / 2), root((1 - level) / 2)) * error(n)
}
interval_cases <- lapply(list(c(0.5083407089889876, 30, 32, 0.9), c(0.8, 30, 32, 0.95), c(-1.3, 5, 9, 0.95),
                              c(0, 30, 32, 0.95), c(0.2, 400, 380, 0.99), c(1.5, 2, 2, 0.95)), function(x) {
  case("stats::uniroot on stats::pt(ncp)", sizes(x[2:3], d = x[1], conf_level = x[4]), noncentral(x[1], x[2:3], x[4]))
})

farthest_cases <- both(function(n, alpha) {
  case("stats::qt", sizes(n, alpha = alpha, conf_level = 0.9), boundary(n, alpha) + qt(0.95, sum(n) - 2) * error(n))
})
equality_cases <- lapply(arms, function(n) {
  # Equal means in pooled standard deviation 1: the larger of the two one-sided P values is 0.05 at the margin.
  tost <- function(margin) pt(-margin / error(n), sum(n) - 2) - 0.05
  case("stats::uniroot on the two one-sided P (stats::pt)", sizes(n, conf_level = 0.9),
       uniroot(tost, c(0, 1000), tol = 1e-14, maxiter = 10000)$root)
})
superiority_cases <- lapply(list(c(30, 32, 0.05), c(30, 32, 0.01), c(5, 9, 0.05), c(3, 3, 0.1), c(2, 2, 0.05)), function(x) {
  below <- cumsum(dwilcox(0:(x[1] * x[2]), x[1], x[2]))
  u <- which(2 * below <= x[3] * (1 + 1e-12)) - 1
  case("stats::dwilcox", sizes(x[1:2], alpha = x[3]), if (length(u)) 1 - max(u) / (x[1] * x[2]) else NULL)
})

# ---- counts -------------------------------------------------------------------------------------------------------

upper_cases <- lapply(list(c(0, 64, 0.95), c(0, 32, 0.95), c(0, 62, 0.95), c(3, 30, 0.95), c(5, 5, 0.9), c(1, 40, 0.99)),
                      function(x) {
  case("stats::binom.test(alternative = 'less')", list(events = x[1], n = x[2], conf_level = x[3]),
       binom.test(x[1], x[2], alternative = "less", conf.level = x[3])$conf.int[2])
})

# Patient after patient: how many of the events that are left fall on him is hypergeometric.
patients_hit <- function(events, patients, each) {
  chance <- matrix(0, events + 1, patients + 1) # events placed, patients hit
  chance[1, 1] <- 1
  for (i in seq_len(patients)) {
    after <- 0 * chance
    # More events cannot be left than there are units.
    for (placed in max(0, events - each * (patients - i + 1)):events) for (x in 0:min(each, events - placed)) {
      p <- dhyper(x, each, each * (patients - i), events - placed)
      hit <- as.integer(x > 0)
      moved <- c(rep(0, hit), chance[placed + 1, seq_len(patients + 1 - hit)])
      after[placed + x + 1, ] <- after[placed + x + 1, ] + p * moved
    }
    chance <- after
  }
  k <- which(chance[events + 1, ] > 0)
  setNames(as.list(chance[events + 1, k]), k - 1)
}
hit_cases <- lapply(list(c(5, 30, 2), c(2, 2, 2), c(6, 4, 3), c(1, 7, 2), c(8, 4, 2)), function(x) {
  case("stats::dhyper, patient after patient", list(events = x[1], patients = x[2], each = x[3]),
       patients_hit(x[1], x[2], x[3]))
})

# ---- GRIM and GRIMMER: every multiset of five levels, listed --------------------------------------------------------

solutions <- function(n, mean, sd, first, digits, ddof) {
  # A value half-way between two printed numbers may be printed as either; the last digits of a float must not decide.
  half <- 0.5 * 10^-digits + 1e-9
  a <- first + 0:4
  grid <- expand.grid(c2 = 0:(n - 2), c3 = 0:(n - 2), c4 = 0:(n - 2))
  grid <- grid[rowSums(grid) <= n - 2, ]
  out <- list()
  for (c1 in 1:(n - 1)) {
    c5 <- n - c1 - rowSums(grid)
    total <- c1 * a[1] + as.matrix(grid) %*% a[2:4] + c5 * a[5]
    squares <- c1 * a[1]^2 + as.matrix(grid) %*% a[2:4]^2 + c5 * a[5]^2
    spread <- sqrt(pmax(0, squares - total^2 / n) / (n - ddof))
    fits <- c5 >= 1 & abs(total / n - mean) <= half & abs(spread - sd) <= half
    if (any(fits)) out[[c1]] <- cbind(c1, as.matrix(grid[fits, , drop = FALSE]), c5[fits])
  }
  do.call(rbind, out)
}
grim_case <- function(n, mean, sd, first, digits, ddof) {
  found <- solutions(n, mean, sd, first, digits, ddof)
  value <- list(solutions = 0, most_even = NULL)
  if (!is.null(found)) {
    entropy <- -rowSums(ifelse(found > 0, found / n * log(found / n), 0))
    # Of equal entropies the one with the fewest values in the highest levels.
    best <- found[entropy > max(entropy) - 1e-9, , drop = FALSE]
    best <- best[order(best[, 5], best[, 4], best[, 3], best[, 2]), , drop = FALSE]
    value <- list(solutions = nrow(found), most_even = I(as.numeric(best[1, ])))
  }
  case("base::expand.grid, every multiset listed",
       list(n = n, mean = sprintf("%.*f", digits, mean), sd = sprintf("%.*f", digits, sd), low = as.character(first),
            high = as.character(first + 4), ddof = ddof), value)
}
grim_cases <- list(grim_case(62, 14.11, 1.29, 12, 2, 1), grim_case(62, 14.11, 1.29, 12, 2, 0),
                   grim_case(20, 2.6, 1.2, 1, 1, 1), grim_case(17, -0.47, 1.37, -2, 2, 1),
                   grim_case(30, 3.0, 1.0, 1, 1, 0), grim_case(19, 3.05, 1.31, 1, 2, 1))

# ---- write --------------------------------------------------------------------------------------------------------

reference <- list(
  made_by = list(script = "published.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = list(jsonlite = as.character(packageVersion("jsonlite")))),
  boundary_d = boundary_d_cases, boundary_g = boundary_g_cases, boundary_dz = boundary_dz_cases,
  interval_of_d = interval_cases, farthest_limit = farthest_cases, margin_at_equality = equality_cases,
  boundary_superiority = superiority_cases, upper_bound = upper_cases, patients_hit = hit_cases, grim = grim_cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "published.json"))
