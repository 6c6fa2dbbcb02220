"""Work that takes longer than a page may: in a thread of its own, watched by whoever began it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from data.intake.report import IntakeError
from data.store.errors import StoreError

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
Tell = Callable[[float, str], None]
"""Told the share done (0 to 1) and what is being done, in words."""


class StoppedError(Exception):
    """Nobody wants the work any more."""


class Work(Generic[Result]):
    """A task in a thread. It touches nothing of the page, so a rerun or a closed window does not disturb it.

    Args:
        task: does the work and tells how far it is.
        failed: what is said when it fails for a reason only the log may know.

    Attributes:
        share: how much is done, 0 to 1.
        words: what is being done.
        error: why it failed; empty otherwise.
        result: what the task returned, once it has.
    """

    def __init__(self, task: Callable[[Tell], Result], failed: str) -> None:
        self.share = 0.0
        self.words = "正在准备"
        self.error = ""
        self.result: Result | None = None
        self._failed = failed
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(task,), name="work", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the task goes on."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Give the work up: it ends where it next tells how far it is, and its result is nobody's."""
        self._stopped.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the task has ended."""
        self._thread.join(seconds)

    def _run(self, task: Callable[[Tell], Result]) -> None:
        try:
            self.result = task(self._tell)
        except StoppedError:
            logger.info("work was given up while: %s", self.words)
        except (StoreError, IntakeError) as error:
            logger.exception("work")
            self.error = str(error)
        except Exception:
            logger.exception("work")
            self.error = self._failed

    def _tell(self, share: float, words: str) -> None:
        if self._stopped.is_set():
            raise StoppedError
        self.share, self.words = share, words
