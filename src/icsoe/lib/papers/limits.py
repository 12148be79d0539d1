"""The bounds inside which a paper is looked into."""

MIB = 1024 * 1024

#: Largest file kept, in bytes (also a constraint of the database).
MAX_BYTES = 10 * MIB
#: A registration is a handful of pages; the number is told in the message of pdf_too_many_pages.
MAX_PAGES = 300
#: What all the compressed streams may unfold to, together, in bytes: a scan of twenty pages stays far below.
MAX_UNFOLDED = 768 * MIB
#: Pixels one image may declare: a sheet of 1.2 m at 600 dots per inch.
MAX_PIXELS = 400_000_000
#: Objects looked at, and how deep one may nest others.
MAX_OBJECTS = 50_000
MAX_DEPTH = 60

# The process that opens the file. Wall time is ours, the rest the system keeps; all of it under five seconds.
CHILD_MEMORY = 512 * MIB
CHILD_SECONDS = 4.0
CHILD_CPU_SECONDS = 4
CHILD_OUTPUT = 4096
