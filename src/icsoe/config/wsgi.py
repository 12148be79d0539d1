"""The WSGI entry that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["ICSOE_PROCESS"] = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icsoe.config.settings.production")
application = get_wsgi_application()
