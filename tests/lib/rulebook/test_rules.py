"""The rulebook is one table: it holds what the code checks and tells, in words that people can read."""

import ast
import csv
import re
from pathlib import Path
from string import Formatter

import pytest

import icsoe
from icsoe.lib.rulebook.rules import Finding, Rule, Severity, message_for, rules

SOURCE = Path(icsoe.__file__).parent
DOCS = Path(__file__).parents[3] / "docs" / "rulebook.csv"
TABLE = SOURCE / "lib" / "rulebook" / "rulebook.csv"
RULES = list(rules().values())
#: Who makes findings, and the place of the code among the arguments.
MAKERS = {"Finding": 0, "made": 0, "add_at": 2}


def each_rule(function: object) -> object:
    return pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)(function)


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def named_in_code() -> set[str]:
    """Every text that the sources hold as data: constants of the modules, values of the tables."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        constants = (
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        )
        found |= {node.value for node in constants if isinstance(node.value, str)}
    for path in (*SOURCE.rglob("*.toml"), *SOURCE.rglob("constraints.csv")):
        found |= set(re.findall(r"[a-z_]+", path.read_text("utf-8")))
    return found


def test_the_table_in_the_documents_is_the_one_that_runs() -> None:
    assert DOCS.read_bytes() == TABLE.read_bytes()


def test_no_code_stands_twice() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert len(codes) == len(set(codes)) == len(rules())


def test_every_rule_of_the_table_is_checked_somewhere() -> None:
    assert set(rules()) - named_in_code() == set()


def codes_told() -> set[str]:
    """The codes written out wherever a finding is made."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for call in (
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        ):
            place = MAKERS.get(getattr(call.func, "id", getattr(call.func, "attr", "")))
            if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
                found.add(call.args[place].value)
    return found


def test_every_code_that_is_told_is_in_the_table() -> None:
    assert len(codes_told()) > 30
    assert codes_told() - set(rules()) == set()


@each_rule
def test_a_rule_says_what_to_do_in_both_languages(rule: Rule) -> None:
    assert re.fullmatch("[a-z_]+", rule.code)
    assert rule.source
    for sentence in (rule.message_es, rule.message_en):
        assert sentence.endswith(".")
        assert len(sentence) > 20
        assert blanks(sentence) <= {"value", "detail"}
    assert blanks(rule.message_es) == blanks(rule.message_en)


@each_rule
def test_a_blank_for_details_is_explained_and_only_then(rule: Rule) -> None:
    assert ("detail" in blanks(rule.message_es)) is bool(rule.detail)


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("rfc_check", "W"),
        ("nss_leading_zero", "W"),
        ("curp_names", "W"),
        ("sbc_floor", "W"),
        ("sbc_cap", "W"),
        ("registry_sbc", "W"),
        ("registration_expired", "W"),
        ("registration_shape", "W"),
        ("nss_check", "E"),
        ("curp_check", "E"),
        ("same_rfc", "E"),
        ("registry_mismatch", "E"),
    ],
)
def test_severities_are_those_of_the_specification(code: str, severity: str) -> None:
    assert rules()[code].severity is Severity(severity)
    assert Finding(code, "x").is_error is (severity == "E")


def test_a_finding_is_read_in_the_language_of_the_person() -> None:
    finding = Finding("nss_duplicate", "nss", "92919084431", "7", row=9)
    assert message_for(finding) == (
        "El NSS «92919084431» ya está en el renglón 7 del mismo contrato. Deje solo uno."
    )
    assert message_for(finding, "en").startswith("The NSS “92919084431” is already in row 7")


def test_braces_that_a_person_types_are_repeated_and_not_obeyed() -> None:
    assert "{detail.__class__}" in message_for(Finding("sbc_format", "sbc", "{detail.__class__}"))


def test_a_code_outside_the_table_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        message_for(Finding("nothing_of_the_kind", "nss"))
