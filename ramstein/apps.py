"""Application configuration of `ramstein`."""

from django.apps import AppConfig

from ramstein.celery import app as celery_app

__all__ = ["RamsteinConfig", "celery_app"]  # the web process needs the Celery application too, to enqueue


class RamsteinConfig(AppConfig):
    """Wiring and its commands; no models."""

    name = "ramstein"
    verbose_name = "Ramstein"
