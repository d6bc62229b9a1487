"""Computed once: numbers kept under the digest of all that they depend on, for the notebooks of a run and for later runs."""
