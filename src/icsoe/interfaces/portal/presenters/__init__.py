"""Turn what the acts and reads give into what a person reads."""
