"""A hostile file is opened in a process that can do no harm. The one runner of such processes.

`run` is the parent's half: `run_confined`. `bounds` is the child's: `confine` before it reads a byte,
`close_doors` once it holds the files it needs. This file stays empty of imports: a child pays
only for what it uses.
"""
