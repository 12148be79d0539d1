"""The bounds inside which a file of workers is read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one read. Sizes in bytes, times in seconds, rows without the header.

    `workbook_*` rule what an .xlsx may unzip to; `child_*` what the process that opens it may take.
    """

    max_bytes: int = 256 * MIB
    max_rows: int = 1_000_000
    max_columns: int = 200
    max_line_bytes: int = 128 * 1024
    max_cell_chars: int = 32_767
    workbook_parts: int = 2_000
    workbook_bytes: int = 1024 * MIB
    workbook_ratio: int = 100
    workbook_ratio_floor: int = 16 * MIB
    child_memory: int = 512 * MIB
    child_output: int = 1024 * MIB
    child_seconds: float = 3.0
    child_seconds_per_mib: float = 2.0

    def child_cpu_seconds(self, size: int) -> float:
        """Processor time to read a workbook of `size` bytes: a small bomb never gets a large file's."""
        return self.child_seconds + self.child_seconds_per_mib * size / MIB

    def child_wall_seconds(self, size: int) -> float:
        """The same on the clock of a busy machine."""
        return 3 * self.child_cpu_seconds(size)
