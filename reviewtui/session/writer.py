"""One thread that writes, so that a slow disk never stops the screen.

Each job is one transaction; its future is done when the job is durable. After an error
the file is opened and read again before anything is said about it.
"""

import atexit
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.session.clock import Now
from reviewtui.session.faults import cause, refused
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind, Journal

if TYPE_CHECKING:
    from reviewtui.session.mirror import Mirror

Result = TypeVar("Result")
IDLE: Final = 0.3
"""Seconds of quiet after which what may wait is written."""


class Transaction:
    """What a job may do: statements, and entries in the journal."""

    def __init__(self, connection: sqlite3.Connection, journal: Journal, at: int) -> None:
        self.connection, self.at = connection, at
        self._journal = journal
        self.last: tuple[int, str] | None = None

    def tell(self, actor: str, kind: EventKind, body: Mapping[str, Canonical]) -> int:
        """Write a journal entry; returns its number."""
        self.last = self._journal.append(self.connection, self.at, actor, kind, body)
        return self.last[0]

    def forget(self) -> None:
        """Entries were added past `tell`: look for the end of the chain again."""
        self._journal.forget()


@dataclass(frozen=True, slots=True)
class _Job(Generic[Result]):
    work: Callable[[Transaction], Result]
    future: Future[Result]
    on_success: Callable[[Result], None] | None
    on_failure: Callable[[], None] | None


class Writer:
    """The queue before the file."""

    def __init__(self, file: SessionFile, session_id: str, now: Now) -> None:
        self._file, self._session, self._now = file, session_id, now
        self._journal = Journal(session_id)
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._waiting: dict[str, Callable[[Transaction], None]] = {}
        self._door = threading.Lock()
        self._closed = False
        self.mirror: Mirror | None = None
        """Follows after each durable commit, before anybody is told of it."""
        self.seen_to = 0
        """The journal's entry up to which a copy lies in the second place, or was said to fail."""
        self._thread = threading.Thread(target=self._run, name="session writer", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def submit(
        self,
        work: Callable[[Transaction], Result],
        on_success: Callable[[Result], None] | None = None,
        on_failure: Callable[[], None] | None = None,
    ) -> Future[Result]:
        """Queue one transaction.

        Args:
            work: Runs in the writer's thread; `Refused` from it rolls everything back.
            on_success: Runs when it is durable, before the future is done.
            on_failure: Runs after the file was read again, before the future carries the
                error: the place to put memory right.
        """
        future: Future[Result] = Future()
        future.set_running_or_notify_cancel()
        with self._door:
            if not self._closed:
                self._jobs.put(_Job(work, future, on_success, on_failure))
                return future
        if on_failure is not None:
            on_failure()
        future.set_exception(refused(self._file.path, _("the session is closed")))
        return future

    def end(self) -> int:
        """Number of the journal's last durable entry."""
        ((last,),) = self._file.read(
            "SELECT coalesce(max(seq), 0) FROM journal WHERE session_id = ?", (self._session,)
        )
        return int(last)

    def when_idle(self, key: str, work: Callable[[Transaction], None]) -> None:
        """Do this after a short quiet; a later call with the same key replaces it."""
        with self._door:
            self._waiting[key] = work
            self._jobs.put(_WAKE_UP)

    def close(self) -> None:
        """Finish everything queued and end the thread."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()
        atexit.unregister(self.close)

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=IDLE if self._waiting else None)
            except queue.Empty:
                self._write_waiting()
                continue
            if job is None:
                self._write_waiting()
                return
            if job is not _WAKE_UP:
                self._do(job)

    def _write_waiting(self) -> None:
        with self._door:
            waiting = list(self._waiting.values())
            self._waiting.clear()
        if not waiting:
            return

        def work(done: Transaction) -> None:
            for one in waiting:
                one(done)

        self._do(_Job(work, Future(), None, None))

    def _do(self, job: _Job[Any]) -> None:
        try:
            result = self._write(job.work)
            if self.mirror is not None:
                self.mirror.follow(self._file, self._session)
            if job.on_success is not None:
                job.on_success(result)
        except BaseException as error:
            try:
                if job.on_failure is not None:
                    job.on_failure()
            finally:
                job.future.set_exception(error)
        else:
            job.future.set_result(result)

    def _write(self, work: Callable[[Transaction], Result]) -> Result:
        attempt: list[tuple[Transaction, Result]] = []

        def run(connection: sqlite3.Connection) -> Result:
            transaction = Transaction(connection, self._journal, self._now())
            attempt.append((transaction, result := work(transaction)))
            return result

        try:
            return self._file.write(run)
        except sqlite3.Error as error:
            self._journal.forget()
            if self._is_in_file(attempt[0][0] if attempt else None, error):
                return attempt[0][1]
            raise refused(
                self._file.path,
                _("this was not saved, everything before it is: {cause}").format(
                    cause=cause(error)
                ),
            ) from error
        except BaseException:
            self._journal.forget()
            raise

    def _is_in_file(self, transaction: Transaction | None, error: sqlite3.Error) -> bool:
        """Read the file again: a commit that reported an error may be in it after all.

        Only what also goes through to the main file counts as saved.
        """
        try:
            self._file.reopen()
            if transaction is None or transaction.last is None:
                return False
            found = self._file.read(
                "SELECT 1 FROM journal WHERE session_id = ? AND seq = ? AND hash = ?",
                (self._session, *transaction.last),
            )
            if found:
                self._file.flush()
            return bool(found)
        except (sqlite3.Error, Refused) as second:
            raise refused(
                self._file.path,
                _(
                    "the disk does not answer as it should, so it is not known whether this was "
                    "saved; everything before it is. Look at it again before you go on: {cause}"
                ).format(cause=cause(error)),
            ) from second


_WAKE_UP: Final[_Job[None]] = _Job(lambda _done: None, Future(), None, None)
"""In the queue: there is something that may wait."""
