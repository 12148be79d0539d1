"""Pages of providers, clerks and beneficiaries."""
