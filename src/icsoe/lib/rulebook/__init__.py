"""The rulebook: every rule with its code, severity, legal source and sentence, and the checks themselves.

One source for the form, the bulk load, the API and the command line.
"""
