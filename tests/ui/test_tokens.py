"""Colours that carry text can be read (WCAG 2.2 AA: 4.5 to 1 words, 3 to 1 marks); no class is dead."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STYLES, PACKAGE = ROOT / "frontend" / "src" / "styles", ROOT / "src" / "icsoe"
TOKENS = STYLES / "_tokens.scss"
COLOURS = dict(re.findall(r"^\$([a-z0-9-]+):\s*#([0-9a-f]{6});", TOKENS.read_text(), re.M))

WORDS = [
    *(
        (text, "paper")
        for text in ("ink", "ink-soft", "green-900", "green-800", "green-700", "guinda-700", "red-700")
    ),
    *((text, "mist") for text in ("ink", "ink-soft", "green-700", "green-900")),
    *((text, "green-50") for text in ("ink", "ink-soft", "green-700", "green-800", "red-700")),
    *((text, "green-100") for text in ("ink", "green-700", "green-800", "green-900")),
    *((text, "guinda-100") for text in ("guinda-800", "ink-soft")),
    *((text, "red-100") for text in ("red-700", "ink")),
    *((text, "amber-100") for text in ("amber-800", "ink")),
    *((text, "blue-100") for text in ("blue-700", "ink")),
    *(("paper", ground) for ground in ("green-700", "green-800", "green-900", "guinda-700", "red-700")),
    ("green-100", "green-900"),
]
MARKS = [("line-strong", "paper"), ("line-strong", "green-50"), ("green-600", "paper"), ("green-600", "line"),
         ("ink", "focus"), ("focus", "green-800"), ("guinda-200", "green-800")]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(COLOURS[colour][i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), WORDS)
def test_words_are_readable_on_their_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_are_seen_on_their_ground(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_colours_are_written_only_among_the_tokens() -> None:
    for path in TOKENS.parent.glob("*.scss"):
        if path != TOKENS:
            assert not re.search(r"#[0-9a-f]{3,8}\b", path.read_text()), path.name


def test_every_class_of_the_stylesheet_stands_on_some_page() -> None:
    """A class drawn nowhere is dead; those made of a kind (``tag-{{ kind }}``) count by their stem."""
    sheets = (one for one in STYLES.glob("_*.scss") if one.name != "_bootstrap.scss")
    told = "\n".join(one.read_text("utf-8") for one in sheets)
    classes = set(
        re.findall(r"\.([a-z][a-z0-9-]*[a-z0-9])\b(?=[^;{}]*[{,])", re.sub(r"//.*|#\{[^}]*\}", "", told))
    )
    drawn = "\n".join(
        one.read_text("utf-8")
        for folder, ending in ((PACKAGE, "*.html"), (PACKAGE, "*.py"), (STYLES.parent, "*.ts"))
        for one in folder.rglob(ending)
    )
    drawn += " nonfield"  # Django's own, on the errors of a whole form
    made = {f"{stem}-" for stem in re.findall(r"([a-z][a-z0-9-]*)-\{", drawn)}
    assert (
        sorted(
            name for name in classes if name not in drawn and not any(name.startswith(stem) for stem in made)
        )
        == []
    )
