"""Watches over a job while it runs: says that it lives, hears whether somebody asks to stop it, and then stops it.

All on a connection of its own, which also holds the lock that says "somebody runs this job": it is gone with the
process, however that ended, so that nobody has to guess from the clock whether a worker still lives.
"""

from __future__ import annotations

import ctypes
import threading
from types import TracebackType

from django.db import DatabaseError, connection, connections

JOB_LOCKS = 7_262_026
"""Class of the advisory locks of jobs that run; the number of the job is the other half."""

EVERY_S = 0.5
"""How often a job says that it lives and hears whether it shall stop, in seconds."""

SECOND = 2

BEAT = """
    UPDATE pledges_importjob SET heartbeat_at = clock_timestamp() WHERE id = %s RETURNING cancel_asked
"""

TELL = """
    UPDATE pledges_importjob SET rows_done = %s, rows_total = %s, problems_found = %s WHERE id = %s
    RETURNING cancel_asked
"""


class JobStoppedError(Exception):
    """Somebody asked to stop the job."""


class JobTakenError(Exception):
    """Another worker runs the job."""


class JobWatch:
    """The watch over one job, to be entered by the thread that does its work.

    :raises JobTakenError: on entering, where somebody else runs the job.
    """

    def __init__(self, job: int) -> None:
        self.job = job
        self.stopped = False
        self._aside = connections.create_connection("default")
        self._over = threading.Event()
        self._worker = threading.get_ident()
        self._backend: int | None = None
        self._thread = threading.Thread(target=self._watch, name=f"watch of import {job}", daemon=True)

    def __enter__(self) -> JobWatch:
        with self._aside.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [JOB_LOCKS, self.job])
            if not cursor.fetchone()[0]:
                self._aside.close()
                raise JobTakenError(f"another worker runs job {self.job}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (self._backend,) = cursor.fetchone()
        self._aside.inc_thread_sharing()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._aside.close()

    def tell(self, done: int, total: int, problems: int) -> None:
        """Store how far the job is, visible before anything of it is committed.

        :raises JobStoppedError: somebody asked to stop.
        """
        with self._aside.cursor() as cursor:
            cursor.execute(TELL, [done, total, problems, self.job])
            found = cursor.fetchone()
        if found and found[0]:
            self.stopped = True
            raise JobStoppedError

    def _watch(self) -> None:
        wishes = 0
        while not self._over.wait(EVERY_S):
            try:
                with self._aside.cursor() as cursor:
                    cursor.execute(BEAT, [self.job])
                    found = cursor.fetchone()
                    if found and found[0]:
                        self.stopped, wishes = True, wishes + 1
                        cursor.execute("SELECT pg_cancel_backend(%s)", [self._backend])
            except DatabaseError:
                # The work itself will find out that the database is gone.
                return
            # No statement was there to end: then Python works, and hears of it at its next step. Once, for a second
            # wish could meet what the first has set going.
            if wishes == SECOND and not self._over.is_set():
                raise_in_thread(self._worker, JobStoppedError)


def raise_in_thread(thread: int, error: type[BaseException]) -> None:
    """Raise an error in another thread at its next step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def runs_somewhere(job: int) -> bool:
    """Whether a process runs this job right now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [JOB_LOCKS, job])
        if not cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [JOB_LOCKS, job])
    return False
