"""The web application for gunicorn."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ramstein.settings")

from ramstein.servers import ensure_servers

ensure_servers()
application = get_wsgi_application()
# Views are imported now: their first visitor would wait for seconds on a machine that is starting other processes.
import_module(settings.ROOT_URLCONF)
# What is loaded stays: the collector need not look through it again while answers are made.
gc.collect()
gc.freeze()
