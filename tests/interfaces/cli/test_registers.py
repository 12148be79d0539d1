"""`icsoe registers`: an officer's file becomes the whole register, or changes nothing and says why."""

from pathlib import Path

import pytest

from icsoe.apps.registries.models import Coverage, InsuredPerson, InsuredSalary, RepseService, Taxpayer
from icsoe.interfaces.cli.main import main

pytestmark = pytest.mark.django_db
FILES = {
    "insured": "nss,curp,primer_apellido,segundo_apellido,nombre,since,sbc\n"
    "92919084431,PEHA900101MDFRRN09,PÉREZ,,ANA,2025-05-01,315.04\n"
    "92919084431,PEHA900101MDFRRN09,PÉREZ,,ANA,2026-01-01,400\n",
    "taxpayers": "name,rfc,otra\nALGUIEN SA DE CV,AAA010101AAA,x\n",
    "repse": "number,rfc,registered_on,valid_until,folio,description\n"
    "STPS/UTD/DGIFT/AR1/2025,AAA010101AAA,2025-03-01,2028-03-01,1,Limpieza\n"
    "STPS/UTD/DGIFT/AR1/2025,AAA010101AAA,2025-03-01,2028-03-01,2,Jardinería\n",
}


def load(tmp_path: Path, register: str, text: str, *words: str) -> int:
    file = tmp_path / "register.csv"
    file.write_text(text, encoding="utf-8")
    return main(["registers", "load", register, str(file), "--source", "Entrega mensual", *words])


@pytest.mark.parametrize("register", FILES)
def test_a_file_becomes_the_register(tmp_path: Path, capsys, register: str) -> None:
    assert load(tmp_path, register, FILES[register], "--complete") == 0
    assert "1 registros" in capsys.readouterr().out
    kept = Coverage.objects.get(register=register)
    assert (kept.source, kept.is_complete) == ("Entrega mensual", True)
    main(["registers", "show"])
    assert f"{register:<10} completo" in capsys.readouterr().out


def test_columns_may_come_in_any_order_among_others(tmp_path: Path) -> None:
    load(tmp_path, "taxpayers", FILES["taxpayers"])
    assert Taxpayer.objects.get().name == "ALGUIEN SA DE CV"


def test_each_row_is_kept(tmp_path: Path) -> None:
    load(tmp_path, "insured", FILES["insured"])
    load(tmp_path, "repse", FILES["repse"])
    assert (InsuredPerson.objects.count(), InsuredSalary.objects.count()) == (1, 2)
    assert set(RepseService.objects.values_list("folio", flat=True)) == {"1", "2"}


@pytest.mark.parametrize(
    ("register", "text"),
    [
        ("insured", FILES["taxpayers"]),
        ("insured", FILES["insured"].replace("315.04", "mucho")),
        ("repse", FILES["repse"].replace("2028-03-01", "2020-03-01")),
        ("repse", FILES["repse"].replace("2028-03-01,2", "2029-03-01,2")),
        ("repse", FILES["repse"].replace(",2,Jard", ",1,Jard")),
        ("taxpayers", ""),
    ],
    ids=["other columns", "no amount", "ends before", "two validities", "service twice", "empty"],
)
def test_what_does_not_fit_leaves_the_register_as_it_was(
    tmp_path: Path, capsys, register: str, text: str
) -> None:
    load(tmp_path, register, FILES[register])
    assert load(tmp_path, register, text) == 2
    assert "sigue como estaba" in capsys.readouterr().err
    main(["registers", "show"])
    assert f"{register:<10} parcial" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said(capsys) -> None:
    assert main(["registers", "load", "repse", "no-esta.csv", "--source", "x"]) == 2
    assert "no-esta.csv" in capsys.readouterr().err
