"""Real servers for the whole test run, in a data folder of their own, and a real Celery worker on request."""

import fcntl
import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ramstein import embedded
from ramstein.translations import compile_translations
from tests.worker import LiveWorker

BASE_DIR = Path(__file__).resolve().parent.parent
OWN_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "ramstein.settings",
    "SECRET_KEY": "only-for-tests-" * 5,
    "SITE_URL": "http://localhost:8000",
    "DEBUG": "0",
    "STATIC_HASHED_NAMES": "0",
    "CONN_MAX_AGE": "0",
    "LIMIT_STATEMENTS": "0",  # they would stay on the connection that tests share
    "RATE_LIMIT_PAGES": "off",
}
LEFT_AT_DEFAULT = (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "LOG_LEVEL",
    "REDIS_CACHE_URL",
    "STATIC_ROOT",
)


# How long examples take says something of the machine only, and one that is busy is no fault of the code.
settings.register_profile("on busy machines", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("on busy machines")


def _test_folder() -> Path:
    """Beside the data of `make run`, which may be running. The processes of a parallel run share it."""
    stored = os.environ.get("RAMSTEIN_TEST_VAR_DIR")
    return Path(stored) if stored else _claim_folder(Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve())


def _claim_folder(var_dir: Path) -> Path:
    """The first folder in which no other test run is going on; the lock goes with this process."""
    for number in range(1, 100):
        folder = var_dir / f"test-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "session.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return folder
    raise RuntimeError(f"All test folders in {var_dir} are in use.")


def _redis_database() -> int:
    """Two databases, broker and cache, for each process of a parallel run."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return 2 * (int(worker.removeprefix("gw")) + 1) if worker else 0


def _prepare_environment() -> None:
    """Settings are read when Django is first used, so this has to happen while this file is imported."""
    folder = _test_folder()
    layout = embedded.ensure(folder, durable=False)
    for name in LEFT_AT_DEFAULT:
        os.environ.pop(name, None)
    os.environ |= OWN_SETTINGS | {
        "RAMSTEIN_TEST_VAR_DIR": str(folder),
        "VAR_DIR": str(folder),
        "DATABASE_URL": layout.database_url(),
        "REDIS_URL": layout.redis_url(_redis_database()),
    }
    (folder / "static").mkdir(exist_ok=True)
    compile_translations()


_prepare_environment()

import django  # noqa: E402 - needs the environment prepared above

django.setup()

from django.conf import settings  # noqa: E402 - see above
from django.core.cache import cache  # noqa: E402 - see above
from django.core.management import call_command  # noqa: E402 - see above
from django.db import connection  # noqa: E402 - see above
from django.utils import translation  # noqa: E402 - see above
from pytest_django import DjangoDbBlocker, Settings  # noqa: E402 - see above

from bench import settings as bench_settings  # noqa: E402 - see above
from pledges.answers.explorer.catalogue_names import kept as kept_names  # noqa: E402 - see above
from pledges.answers.explorer.snapshot import kept as kept_moments  # noqa: E402 - see above
from pledges.intake.catalogue_files import load_catalogue_files  # noqa: E402 - see above
from tests.layers import LAYERS, lay_rows, wanted_by  # noqa: E402 - see above

gc.freeze()  # what is imported stays; looking through it again and again takes a tenth of the time
settings.WHITENOISE_AUTOREFRESH = True  # a file is looked for when it is asked for, not all of them for each client
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes half a second


def pytest_xdist_setupnodes() -> None:
    """Let every process of a parallel run read its own settings.

    Where the module is named, pytest-django reads them before this file is imported, with the databases of the broker
    and of the cache that belong to the process which starts the others.
    """
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that at the end no process waits for another.

    First of all comes what needs no database of the tests, which another process makes meanwhile.
    """

    def turn(item: pytest.Item) -> int:
        marker = item.get_closest_marker("long")
        return 2 if marker is None else int(marker.kwargs.get("database", True))

    items.sort(key=turn)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Bring about the rows that a test starts from, below the transaction of the test itself."""
    LAYERS.show(wanted_by(item))


def _template_name() -> str:
    """A name that changes with the migrations: of the database that those of the tests are copied from."""
    files = sorted([*BASE_DIR.glob("*/migrations/*.py"), BASE_DIR / "requirements.txt"])
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return f"template_{digest[:16]}"


@contextmanager
def _at_database(name: str) -> Iterator[None]:
    """Work in another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Migrate once: the databases of the processes of a run, and of later runs, are copies of one template."""
    name = _template_name()
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = name
    with django_db_blocker.unblock(), (settings.VAR_DIR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _at_database("postgres"), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return
            cursor.execute(f"DROP DATABASE IF EXISTS {name}_unfinished")
            cursor.execute(f"CREATE DATABASE {name}_unfinished")
        with _at_database(f"{name}_unfinished"):
            call_command("migrate", verbosity=0)
        with _at_database("postgres"), connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The ledger refuses TRUNCATE; in test databases Django may empty it between transactional tests.

    At the end, sessions that killed workers or threads of tests left behind are ended, so that it can be dropped.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET ramstein.allow_truncate = 'on'")
    connection.close()
    LAYERS.blocker = django_db_blocker
    yield
    LAYERS.show([])
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()


@pytest.fixture(autouse=True)
def _leave_nothing() -> Iterator[None]:
    """Empty what was kept, and forget the language of the last request, which stays on in its thread."""
    yield
    translation.deactivate()
    cache.clear()
    kept_moments.clear()
    kept_names.clear()


@pytest.fixture
@lay_rows(load_catalogue_files)
def shipped_catalogue(db: None) -> None:
    """The catalogue as shipped."""


@pytest.fixture
def developer_pages(settings: Settings) -> None:
    """The pages of the tools of developers, beside those of the product."""
    for name in ("ROOT_URLCONF", "TEMPLATES", "STATICFILES_DIRS"):
        setattr(settings, name, getattr(bench_settings, name))


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path) -> Iterator[LiveWorker]:
    """A real worker on the test database and the test broker; it can be killed and started again."""
    layout = embedded.Layout.at(settings.VAR_DIR)
    worker = LiveWorker(
        database_url=layout.database_url(connection.settings_dict["NAME"]),
        redis_url=settings.REDIS_URL,
        log=tmp_path / "worker.log",
    )
    worker.start()
    yield worker
    worker.kill9()
    worker.empty_broker()
