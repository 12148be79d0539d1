"""Row-level security of a table, for the migrations of the apps above."""

from django.db.migrations import RunSQL


def protect(table: str, *, owner: str = "", through: str = "") -> RunSQL:
    """Give the table's rows only where the transaction reaches their provider, whoever asks, the owner too.

    ``owner``: the column with the provider's RFC. ``through``: ``column->parent`` where a parent's rows,
    already protected, say it. Names are written by us, never typed by a person.
    """
    condition = f"icsoe_reaches({owner})" if owner else _of_parent(*through.split("->"))
    create = f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_reach ON {table} USING ({condition});
    """
    drop = f"""
        DROP POLICY {table}_reach ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """
    return RunSQL(create, drop)


def _of_parent(column: str, parent: str) -> str:
    return f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {column})"
