"""What a careful client notes before it sends, so that after a fault it knows what to ask about."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Intent:
    """A filing about to be presented: all that is needed to ask about it, or to send the same again."""

    key: str
    who: str
    period: str
    body: str


@dataclass(frozen=True)
class Ledger:
    """One file an intent and one an answer, each on the disk before anything else happens."""

    folder: Path

    def note(self, intent: Intent) -> None:
        self._keep(f"{intent.key}.intent", json.dumps(asdict(intent)))

    def acknowledge(self, key: str, folio: str) -> None:
        self._keep(f"{key}.folio", folio)

    def intents(self) -> dict[str, Intent]:
        files = self.folder.glob("*.intent")
        return {file.stem: Intent(**json.loads(file.read_text("utf-8"))) for file in files}

    def acknowledged(self) -> dict[str, str]:
        return {file.stem: file.read_text("utf-8") for file in self.folder.glob("*.folio")}

    def _keep(self, name: str, text: str) -> None:
        with (self.folder / name).open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
