"""The child's half: bounds that the system keeps and that cannot be taken back."""

import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may take: memory and size of each file it writes in bytes, processor time in seconds."""

    memory: int
    cpu_seconds: int
    output: int


def confine(bounds: Bounds) -> None:
    """Bound memory, processor time and output for good, and leave no core behind."""
    for kind, value in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_FSIZE, bounds.output),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def close_doors() -> None:
    """Give up the right to open anything more: without descriptors there is no file, socket or pipe."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
