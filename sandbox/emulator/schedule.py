"""Runs jobs later on a few daemon threads, so that they end with the process."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Schedule:
    """Jobs with a time to start at.

    Args:
        threads: How many jobs may run at once.
        limit: How many jobs may wait.
    """

    def __init__(self, threads: int = 4, limit: int = 1000) -> None:
        self._threads = threads
        self._limit = limit
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._running = 0
        self._started = 0

    def later(self, seconds: float, job: Callable[[], None]) -> bool:
        """Run a job after some seconds; it must not raise.

        Returns:
            False, and nothing is run, if too many jobs wait.
        """
        with self._changed:
            if len(self._waiting) >= self._limit:
                return False
            heapq.heappush(self._waiting, (time.monotonic() + seconds, next(self._numbers), job))
            if self._started < self._threads:
                self._started += 1
                threading.Thread(target=self._work, name=f"delivery-{self._started}", daemon=True).start()
            self._changed.notify_all()
        return True

    def drain(self, timeout: float) -> bool:
        """Wait until no job waits or runs.

        Args:
            timeout: Seconds.

        Returns:
            False if the time was up first.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._running, timeout)

    def _work(self) -> None:
        while True:
            job = self._take()
            try:
                job()
            finally:
                with self._changed:
                    self._running -= 1
                    self._changed.notify_all()

    def _take(self) -> Callable[[], None]:
        with self._changed:
            while True:
                wait = self._waiting[0][0] - time.monotonic() if self._waiting else None
                if wait is not None and wait <= 0:
                    self._running += 1
                    return heapq.heappop(self._waiting)[2]
                self._changed.wait(wait)
