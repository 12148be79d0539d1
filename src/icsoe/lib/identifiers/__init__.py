"""Keys of persons, companies and papers: how each is written, cleaned and checked.

One module a key. `normalise` cleans what a person typed, `check` returns the code of the first rule it
breaks (the sentences live in `icsoe.lib.rulebook`), and `*_expr` is the same rule over a Polars column.
"""
