"""Tables of the manual that the code already knows, so that no page says otherwise."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from icsoe.lib.rulebook.rules import Rule, Scope, Severity, rules
from icsoe.lib.sheets.headers import columns

_WORDS = {
    "es": {
        "columns": "| Columna | También se reconoce como | ¿Obligatoria? |",
        "codes": "| Código | Gravedad | Mensaje |",
        "yes": "Sí",
        "no": "No",
        "names": "Si el Instituto no los tiene",
        "E": "Error",
        "W": "Aviso",
    },
    "en": {
        "columns": "| Column | Also known as | Required? |",
        "codes": "| Code | Severity | Message |",
        "yes": "Yes",
        "no": "No",
        "names": "If the Institute does not have them",
        "E": "Error",
        "W": "Warning",
    },
}
_SPELLINGS_SHOWN = 3
#: Names that the register of insured persons can supply.
_RESOLVED = frozenset({"primer_apellido", "nombre"})


def fill(source: str, language: str) -> str:
    """The Markdown with every ``<!-- name -->`` in it replaced by its table."""
    words = _WORDS[language]
    for name, table in _TABLES.items():
        source = source.replace(f"<!-- {name} -->", table(words, language))
    return source


def _columns(words: Mapping[str, str], _language: str) -> str:
    lines = [words["columns"], "|---|---|---|"]
    for column in columns():
        needed = "names" if column.name in _RESOLVED else "yes" if column.required else "no"
        known = ", ".join(column.spellings[:_SPELLINGS_SHOWN])
        lines.append(f"| `{column.title.strip()}` | {known} | {words[needed]} |")
    return "\n".join(lines)


def _codes(words: Mapping[str, str], language: str) -> str:
    lines = [words["codes"], "|---|---|---|"]
    lines += [_code_line(rule, words, language) for rule in rules().values() if _is_of_files(rule)]
    return "\n".join(lines)


def _is_of_files(rule: Rule) -> bool:
    """Whether a file or a cell can break the rule; what is said of the act of loading is told on its page."""
    whole = rule.scope is Scope.FILE and rule.code.startswith(("file_", "column_"))
    return whole or rule.code == "row_shape" or (rule.scope is Scope.WORKER and bool(rule.column))


def _code_line(rule: Rule, words: Mapping[str, str], language: str) -> str:
    message = rule.message_en if language == "en" else rule.message_es
    severity = words["E" if rule.severity is Severity.ERROR else "W"]
    return f"| `{rule.code}` | {severity} | {_plain(message)} |"


def _plain(message: str) -> str:
    """The sentence without the places where the value goes."""
    return message.replace("{value}", "…").replace("{detail}", "…").replace("|", "\\|")


_TABLES: Mapping[str, Callable[[Mapping[str, str], str], str]] = MappingProxyType(
    {"columns": _columns, "codes": _codes}
)
