"""Workers removed in this session, kept for a while so that a slip can be undone."""

from dataclasses import asdict

from django.contrib.sessions.backends.base import SessionBase

from icsoe.apps.contracts.records import WorkerData

_KEY = "removed_workers"
_MOST = 10


def keep_removed(session: SessionBase, folio: str, worker_id: int, data: WorkerData) -> None:
    """Keep what was removed from the contract; only the last ten stay."""
    kept = dict(session.get(_KEY, {}))
    kept[_place(folio, worker_id)] = asdict(data)
    session[_KEY] = dict(list(kept.items())[-_MOST:])


def removed(session: SessionBase, folio: str, worker_id: int) -> WorkerData | None:
    """What was removed, or None when it is no longer kept."""
    kept = session.get(_KEY, {}).get(_place(folio, worker_id))
    return WorkerData(**kept) if kept else None


def forget_removed(session: SessionBase, folio: str, worker_id: int) -> None:
    """It was put back."""
    kept = dict(session.get(_KEY, {}))
    kept.pop(_place(folio, worker_id), None)
    session[_KEY] = kept


def _place(folio: str, worker_id: int) -> str:
    return f"{folio}:{worker_id}"
