"""A practice authority with SAT's profile, for the demo and the tests. Nothing it makes is ever trusted
elsewhere.
"""
