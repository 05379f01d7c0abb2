"""Fuzzing by coverage, outside of the tests: see `documents`."""
