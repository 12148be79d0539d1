"""Where a measurement runs: its own durable database, authority and seal, thrown away afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from icsoe.interfaces.cli.embedded import embedded_postgres


@contextmanager
def stage() -> Iterator[Path]:
    """Set Django up on a fresh database, and take everything away at the end. Yields the folder.

    Call it before anything imports Django's settings.
    """
    with tempfile.TemporaryDirectory(prefix="icsoe-bench-") as name:
        folder = Path(name)
        # The server may run as another user, who must reach its files.
        folder.chmod(0o755)
        with embedded_postgres(folder / "pg") as url:
            os.environ |= {
                "ICSOE_DATA_DIR": str(folder),
                "ICSOE_DATABASE_URL": url,
                "ICSOE_DEMO": "1",
                "ICSOE_REVOCATION": "required",
                "DJANGO_SETTINGS_MODULE": "icsoe.config.settings.dev",
            }
            (folder / "secret-key").write_text("only for a measurement")
            _open(folder)
            yield folder
            _close()


def _open(folder: Path) -> None:
    import django
    from django.core.management import call_command

    from icsoe.interfaces.cli.demo import authority

    authority.ensure(folder / "demo")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def _close() -> None:
    from django.db import connections

    connections.close_all()
