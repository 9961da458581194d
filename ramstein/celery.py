"""The Celery application; tasks live in each app's `tasks.py`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ramstein.settings")

from ramstein.observing import heartbeats, task_records  # noqa: F401 - connect to the signals of tasks
from ramstein.servers import ensure_servers

app = Celery("ramstein")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def start_servers(**_: Any) -> None:
    """A worker or beat started by hand finds its servers too."""
    ensure_servers()
