"""`make check`: the models and the migrations say the same."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "icsoe.config.settings.test"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from icsoe.interfaces.cli.embedded import embedded_postgres

    Path(settings.TEST_PLACE).mkdir(mode=0o755, exist_ok=True)
    with embedded_postgres(settings.TEST_PLACE / "pg", durable=False):
        call_command("makemigrations", check=True, dry_run=True)
        call_command("check", fail_level="WARNING")


if __name__ == "__main__":
    sys.exit(main())
