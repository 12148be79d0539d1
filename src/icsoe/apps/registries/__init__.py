"""The Institute's own registers: insured persons, taxpayers, REPSE."""
