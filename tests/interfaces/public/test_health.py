"""Machines learn whether the system lives and works; only those who should read its figures."""

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

pytestmark = pytest.mark.django_db


def _unreachable(*_: object, **__: object) -> None:
    raise OperationalError("down")


def test_alive_without_asking_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/salud/")
    assert response.json() == {"status": "live"}
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_when_database_storage_and_queue_are_well(client: Client) -> None:
    response = client.get("/salud/listo/")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "checks": {"database": "ok", "storage": "ok", "queue": "ok"},
    }


def test_unready_and_still_answering_without_a_database(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(connections["default"], "cursor", _unreachable)
    assert client.get("/salud/").status_code == 200
    response = client.get("/salud/listo/")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "OperationalError"


def test_unready_when_nothing_can_be_stored(client: Client, settings, tmp_path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder")
    settings.MEDIA_ROOT = str(blocked)
    response = client.get("/salud/listo/")
    assert response.status_code == 503
    assert response.json()["checks"]["storage"] == "FileExistsError"


def test_unready_when_the_disk_is_nearly_full(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("icsoe.interfaces.public.health.LEAST_FREE_BYTES", 2**70)
    assert client.get("/salud/listo/").json()["checks"]["storage"] == "low"


def _waiting_job(minutes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('prompt', 'nothing') RETURNING id"
        )
        (job,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(mins => %s) WHERE job_id = %s",
            [minutes, job],
        )


def test_an_old_queue_is_told_and_takes_no_node_out(client: Client) -> None:
    _waiting_job(minutes=3)
    response = client.get("/salud/listo/")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["queue"] == "late"


def test_figures_count_requests_by_view_and_jobs_by_queue(client: Client) -> None:
    _waiting_job(minutes=1)
    client.get("/")
    figures = client.get("/metricas/").content.decode()
    assert 'icsoe_requests_total{method="GET",status="200",view="public:home"}' in figures
    assert 'icsoe_queue_jobs{queue="prompt"} 1.0' in figures


@pytest.mark.parametrize(
    ("practice", "token", "sent", "address", "status"),
    [
        (True, "", "", "127.0.0.1", 200),
        (True, "", "", "192.0.2.7", 404),
        (False, "", "", "127.0.0.1", 404),
        (False, "secreto", "", "127.0.0.1", 404),
        (False, "secreto", "Bearer otro", "127.0.0.1", 404),
        (False, "secreto", "Bearer ñ", "127.0.0.1", 404),
        (False, "secreto", "Bearer secreto", "192.0.2.7", 200),
    ],
)
def test_figures_are_for_whoever_holds_the_token(
    client: Client, settings, practice, token, sent, address, status
) -> None:
    settings.PRACTICE, settings.METRICS_TOKEN = practice, token
    response = client.get("/metricas/", headers={"Authorization": sent}, REMOTE_ADDR=address)
    assert response.status_code == status
