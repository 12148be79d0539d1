"""Papers: PDF files people upload, looked into before they are kept.

A copy of a REPSE registration is pages to be read, so anything else a PDF may carry is refused: scripts,
actions, forms with code, files inside, encryption, bytes of another kind of file. `inspection.inspect_pdf`
is the one door in. This file stays empty of imports: the child that opens the file imports this package.
"""
