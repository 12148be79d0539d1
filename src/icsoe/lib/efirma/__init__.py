"""e.firma: certificates, chain, revocation, challenge, signature and the frozen verdict over them. Pure
Python.
"""
