"""Gather every sentence of the pages into the English catalogue: `make messages`.

Django's own extraction (with xgettext) reads code and templates; the sentences that the library holds as data
are handed to it in a file that lives only meanwhile.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "icsoe"
CATALOGUE = Path("locale") / "en" / "LC_MESSAGES" / "django.po"
HEADER = """# English for the pages of ICSOE. The Spanish sentences are the keys.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def library_sentences() -> list[str]:
    """Sentences that pages translate though the code that raises them does not know of languages."""
    from icsoe.apps.receipts import verdict
    from icsoe.lib.efirma import errors

    return [*errors.MESSAGES.values(), *verdict.MESSAGES.values()]


def gather(package: Path) -> None:
    """Bring the catalogue of the package up to date; what is translated stays, what is gone goes."""
    held = package / "sentences_of_the_library.py"
    held.write_text("\n".join(f"_({sentence!r})" for sentence in library_sentences()), encoding="utf-8")
    django = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "en",
        "--no-location",
        "--no-wrap",
        "--no-obsolete",
    ]
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    try:
        subprocess.run(django, cwd=package, env=clean, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    finally:
        held.unlink()


def main() -> None:
    gather(PACKAGE)
    path = PACKAGE / CATALOGUE
    _, _, entries = path.read_text("utf-8").partition("\n\n")
    path.write_text(HEADER + "\n" + entries, encoding="utf-8")


def copy_of_package(folder: Path) -> Path:
    """What `gather` needs of the package, in another folder."""
    wanted = shutil.ignore_patterns("__pycache__", "*.mo", "static", "migrations")
    return Path(shutil.copytree(PACKAGE, folder / "icsoe", ignore=wanted))


if __name__ == "__main__":
    main()
