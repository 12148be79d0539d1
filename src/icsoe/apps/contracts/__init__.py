"""Contracts, beneficiaries and workers: acts one by one and in bulk."""
