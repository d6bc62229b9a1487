# Reference values of the estimates of several sites together, computed by R from arrays written here.
# Run from the top of the repository: Rscript tests/reference/sites.R
# Debian: r-cran-metafor r-cran-jsonlite
suppressPackageStartupMessages({
  library(metafor)
  library(jsonlite)
})

folder <- file.path("tests", "reference")
script <- file.path(folder, "sites.R")

together <- function(values, errors, conf_level) {
  fit <- rma(yi = values, sei = errors, method = "REML", test = "adhoc", level = 100 * conf_level,
             control = list(threshold = 1e-14, maxiter = 10000))
  further <- predict(fit, level = 100 * conf_level)
  list(r_function = "metafor::rma(method = \"REML\", test = \"adhoc\"), metafor::predict",
       inputs = list(values = values, errors = errors, conf_level = conf_level),
       value = list(value = as.numeric(fit$beta), low = fit$ci.lb, high = fit$ci.ub, p_value = fit$pval, error = fit$se,
                    variance = fit$tau2, share = fit$I2 / 100, q = fit$QE, q_p = fit$QEp,
                    next_low = further$pi.lb, next_high = further$pi.ub))
}

cases <- list(
  together(c(-2.1, 0.4, -3.6, 1.9, -0.7), c(0.9, 1.1, 0.8, 1.4, 0.6), 0.95),
  together(c(-0.62, -0.11, -1.35, 0.28, -0.47, -0.9, 0.05), c(0.21, 0.34, 0.4, 0.3, 0.15, 0.52, 0.27), 0.9),
  together(c(0.10, 0.12, 0.11, 0.13), c(0.05, 0.04, 0.06, 0.05), 0.95), # nothing between them
  together(c(5, -3), c(1.2, 0.7), 0.95),
  together(c(0.3, 0.5, 0.1), c(0.2, 0.9, 0.05), 0.99))

packages <- c(metafor = "metafor", jsonlite = "jsonlite")
reference <- list(
  made_by = list(script = "sites.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = lapply(packages, function(p) as.character(packageVersion(p)))),
  random_effects = cases)
text <- toJSON(reference, auto_unbox = TRUE, digits = NA, pretty = TRUE, null = "null", na = "null")
writeLines(text, file.path(folder, "sites.json"))
