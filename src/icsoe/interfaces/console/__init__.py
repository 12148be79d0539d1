"""The console of the Institute's officers."""
