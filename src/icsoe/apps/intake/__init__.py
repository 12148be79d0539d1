"""Files of workers: stored, checked, told about, applied to contracts in one step, and undone."""
