"""Floor 2: the capabilities, a Django app each, in order of dependence (see .importlinter)."""
