"""Measurements: each prints a table and writes JSON, beside a floor measured in the same run."""
