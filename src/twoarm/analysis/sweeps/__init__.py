"""Runs of a sweep, which this floor compares and takes together."""
