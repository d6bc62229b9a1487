"""One value per patient: means, ranks, shifts, effect sizes, ordered levels, counts per patient, responders, resampling."""
