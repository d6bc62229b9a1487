# Michelson's 100 measurements of the speed of light, which NIST certifies as its data set Michelso, as R contains them.
# Run from the top of the repository: Rscript tests/reference/nist.R
# Debian: r-base-core r-cran-jsonlite
suppressPackageStartupMessages(library(jsonlite))

folder <- file.path("tests", "reference")
script <- file.path(folder, "nist.R")

# R has km/s above 299,000; NIST has thousands of km/s, which are printed with two decimals.
michelso <- list(r_function = "datasets::morley", inputs = setNames(list(), character()),
                 value = sprintf("%.2f", 299 + datasets::morley$Speed / 1000))

reference <- list(
  made_by = list(script = "nist.R", script_md5 = unname(tools::md5sum(script)), R = R.version.string,
                 packages = list(jsonlite = as.character(packageVersion("jsonlite")))),
  michelso = list(michelso))
writeLines(toJSON(reference, auto_unbox = TRUE, pretty = TRUE), file.path(folder, "nist.json"))
