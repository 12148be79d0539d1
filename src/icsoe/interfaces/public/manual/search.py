"""Search in the manual: a few dozen sections, held in memory and weighed word by word."""

import math
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from icsoe.interfaces.public.manual.articles import Article, Language, Section, manual
from icsoe.interfaces.public.manual.spelling import stems

MOST_WORDS = 12
MOST_FOUND = 20
#: Longer ones are no word of ours, and comparing them takes time.
LONGEST_WORD = 30
EXCERPT_WORDS = 34
_TITLE_WEIGHT = 6
# A word found only as the beginning of another counts less than the word itself.
_BEGINNING_WEIGHT = 0.6
_LEAST_BEGINNING = 3
_LEAST_LIKE = 0.75


@dataclass(frozen=True)
class Found:
    """A section that answers, and the words around what was looked for."""

    article: Article
    section: Section
    excerpt: str


@dataclass(frozen=True)
class _Entry:
    article: Article
    section: Section
    words: Counter[str]
    long: int


def search(query: str, language: Language) -> list[Found]:
    """The sections that hold every word of the query, the best first; at most twenty.

    Where none holds all of them, those that hold most.
    """
    wanted = list(dict.fromkeys(_mended(word, language) for word in stems(query)[:MOST_WORDS]))
    scored = [(entry, *_score(entry, wanted, language)) for entry in _index(language)]
    most = max((held for _entry, held, _points in scored), default=0)
    if not most:
        return []
    best = sorted(
        ((entry, points) for entry, held, points in scored if held == most), key=lambda pair: -pair[1]
    )
    return [Found(entry.article, entry.section, _excerpt(entry, wanted)) for entry, _ in best[:MOST_FOUND]]


@cache
def _index(language: Language) -> tuple[_Entry, ...]:
    return tuple(
        _entry(article, section)
        for article in manual(language).articles
        for section in article.sections
        if section.text
    )


def _entry(article: Article, section: Section) -> _Entry:
    words = Counter(stems(section.text))
    for word in [*stems(section.title), *stems(article.title)]:
        words[word] += _TITLE_WEIGHT
    return _Entry(article, section, words, max(sum(words.values()), 1))


def _score(entry: _Entry, wanted: list[str], language: Language) -> tuple[int, float]:
    """How many of the words the section holds, and how much it is about them."""
    points = [_points(entry, word) * _rarity(word, language) for word in wanted]
    return sum(1 for one in points if one), sum(points)


def _points(entry: _Entry, word: str) -> float:
    if count := entry.words[word]:
        return math.log1p(count) / math.log(entry.long + 9)
    if len(word) < _LEAST_BEGINNING:
        return 0
    begun = sum(count for other, count in entry.words.items() if other.startswith(word))
    return _BEGINNING_WEIGHT * math.log1p(begun) / math.log(entry.long + 9)


@cache
def _frequencies(language: Language) -> Counter[str]:
    return Counter(word for entry in _index(language) for word in entry.words)


@cache
def _vocabulary(language: Language) -> tuple[str, ...]:
    return tuple(sorted(_frequencies(language)))


def _mended(word: str, language: Language) -> str:
    """The word, or where none of the manual begins so, the nearest one: a slip of the keys."""
    known = _vocabulary(language)
    if len(word) > LONGEST_WORD or any(one.startswith(word) for one in known):
        return word
    return next(iter(get_close_matches(word, known, n=1, cutoff=_LEAST_LIKE)), word)


def _rarity(word: str, language: Language) -> float:
    """Rare words tell sections apart; those in every section hardly do."""
    return math.log(1 + len(_index(language)) / (1 + _frequencies(language)[word]))


def _excerpt(entry: _Entry, wanted: list[str]) -> str:
    """The words of the section around the first one looked for."""
    words = entry.section.text.split()
    first = next((at for at, word in enumerate(words) if _is_wanted(word, wanted)), 0)
    start = max(0, min(first - EXCERPT_WORDS // 3, len(words) - EXCERPT_WORDS))
    shown = " ".join(words[start : start + EXCERPT_WORDS])
    return ("… " if start else "") + shown + (" …" if start + EXCERPT_WORDS < len(words) else "")


def _is_wanted(word: str, wanted: list[str]) -> bool:
    return any(stem.startswith(one) for stem in stems(word) for one in wanted)
