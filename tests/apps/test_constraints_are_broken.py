"""Every invariant is a named constraint of the database, and some test breaks each of them by its name."""

from pathlib import Path

from django.apps import apps

HERE = Path(__file__).parent
# These names are put together by the test that breaks both.
TOGETHER = {"contracts_worker_nss_once", "contracts_worker_curp_once"}


def test_every_named_constraint_is_broken_by_a_test() -> None:
    texts = "".join(path.read_text("utf-8") for path in HERE.rglob("test_*.py") if path != Path(__file__))
    ours = [one for one in apps.get_models() if one.__module__.startswith("icsoe.")]
    names = {constraint.name for one in ours for constraint in one._meta.constraints}
    assert len(names) > 80
    assert sorted(name for name in names - TOGETHER if name not in texts) == []
