"""A worker that is killed at a chosen moment: `python -m tests.apps.intake.dying ACT LOAD WHERE WHEN MEDIA`.

ACT is check or apply; the process ends at once, as by kill -9, before or after the first call of WHERE
(module:function). It says 9 when it did and 0 when it came to its end.
"""

import os
import sys
from importlib import import_module
from typing import Any

KILLED = 9


def main(act: str, load: str, where: str, when: str, media: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.MEDIA_ROOT = media
    from tests.apps.intake import files as f

    from icsoe.apps.contracts import bulk
    from icsoe.apps.intake.applying import apply_now
    from icsoe.apps.intake.checking import check

    bulk.PARALLEL_ROWS = 10
    _die_at(where, before=when == "before")
    {"check": check, "apply": apply_now}[act](load_id=int(load), at=f.AT)


def _die_at(where: str, *, before: bool) -> None:
    module_name, name = where.split(":")
    module = import_module(f"icsoe.apps.{module_name}")
    real = getattr(module, name)

    def dying(*args: Any, **kwargs: Any) -> None:
        if not before:
            real(*args, **kwargs)
        os._exit(KILLED)

    setattr(module, name, dying)


if __name__ == "__main__":
    main(*sys.argv[1:])
