"""Four-month periods, the days to present each, business days, and the values in force in each."""
