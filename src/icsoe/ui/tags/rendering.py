"""How a tag turns its arguments into the HTML of a component."""

from typing import Any

from django.forms.utils import flatatt
from django.template import Context
from django.utils.safestring import SafeString


def component(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """Render ``ui/components/<name>.html`` with ``values`` only: nothing of the page leaks in.

    ``csrf_token`` is handed down, as Django's own inclusion tags do.
    Raises ``TemplateDoesNotExist`` if there is no such component.
    """
    # django-stubs does not say that a context being rendered always carries its template.
    engine = context.template.engine  # type: ignore[union-attr]
    inner = context.new(values)
    if (token := context.get("csrf_token")) is not None:
        inner["csrf_token"] = token
    return engine.get_template(f"ui/components/{name}.html").render(inner)


def attributes(extra: dict[str, Any]) -> SafeString:
    """Write HTML attributes, ``data_copy="x"`` as ``data-copy="x"``.

    True ones stand alone, false ones vanish.
    """
    return SafeString(flatatt({name.rstrip("_").replace("_", "-"): value for name, value in extra.items()}))
