"""Holding sleep off: never raises, never blocks, tells a refusal once."""

from __future__ import annotations

import threading
from types import TracebackType

import pytest

from yogaflow.practice.wake_lock import PROBLEM, WakeLock, WakeLockStatus

SOON = 5.0
"""Seconds after which a thread that should have moved long ago fails the test."""


class FakeSystem:
    """Stands for the system: counts, and may refuse, hang, or fail on letting go."""

    def __init__(self) -> None:
        self.entered = threading.Semaphore(0)
        self.left = threading.Semaphore(0)
        self.asked = 0
        self.threads: set[int] = set()
        self.refuses: Exception | None = None
        self.fails_to_let_go: Exception | None = None
        self.answers = threading.Event()
        self.answers.set()

    def hold(self) -> FakeSystem:
        self.asked += 1
        return self

    def __enter__(self) -> FakeSystem:
        self.threads.add(threading.get_ident())
        self.entered.release()
        self.answers.wait(SOON)
        if self.refuses:
            raise self.refuses
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.threads.add(threading.get_ident())
        self.left.release()
        if self.fails_to_let_go:
            raise self.fails_to_let_go


def wait_for(holder: WakeLock, status: WakeLockStatus) -> None:
    """Wait until the holder's thread has come to that status."""
    with holder._changed:
        reached = holder._changed.wait_for(lambda: holder.status is status, SOON)
    assert reached, f"still {holder.status}, not {status}"


def test_holds_between_acquire_and_release_and_again() -> None:
    system = FakeSystem()
    holder = WakeLock(system.hold, delay=0)
    assert holder.status is WakeLockStatus.OFF
    for _ in range(2):
        holder.acquire()
        wait_for(holder, WakeLockStatus.HELD)
        holder.release()
        assert system.left.acquire(timeout=SOON)
        wait_for(holder, WakeLockStatus.OFF)
    assert system.asked == 2
    assert len(system.threads) == 1, "one thread must enter and leave"
    assert threading.get_ident() not in system.threads
    assert holder.take_problem() == ""
    holder.close()


def test_acquiring_twice_asks_once() -> None:
    system = FakeSystem()
    holder = WakeLock(system.hold, delay=0)
    holder.acquire()
    wait_for(holder, WakeLockStatus.HELD)
    holder.acquire()
    holder.close()
    assert system.asked == 1


def test_a_refusal_is_told_once_in_a_plain_line() -> None:
    system = FakeSystem()
    system.refuses = RuntimeError("org.freedesktop.DBus.Error.ServiceUnknown")
    holder = WakeLock(system.hold, delay=0)
    assert holder.take_problem() == ""
    for _ in range(2):
        holder.acquire()
        wait_for(holder, WakeLockStatus.FAILED)
        holder.release()
        wait_for(holder, WakeLockStatus.OFF)
    assert system.asked == 2, "a later practice must try again"
    assert holder.take_problem() == PROBLEM
    assert holder.take_problem() == ""
    holder.close()


def test_a_failure_to_let_go_does_not_end_the_thread() -> None:
    system = FakeSystem()
    system.fails_to_let_go = OSError("broken pipe")
    holder = WakeLock(system.hold, delay=0)
    for _ in range(2):
        holder.acquire()
        wait_for(holder, WakeLockStatus.HELD)
        holder.release()
        wait_for(holder, WakeLockStatus.OFF)
    assert holder.take_problem() == "", "nothing is lost: sleep was held off all the time"
    holder.close()


def test_a_system_that_hangs_blocks_nobody() -> None:
    system = FakeSystem()
    system.answers.clear()
    holder = WakeLock(system.hold, delay=0)
    holder.acquire()
    assert system.entered.acquire(timeout=SOON)
    assert holder.status is WakeLockStatus.ASKING
    holder.release()
    holder.acquire()
    holder.close(timeout=0)
    assert holder._thread is not None
    assert holder._thread.daemon, "a thread that hangs must not keep the program alive"
    system.answers.set()
    assert system.left.acquire(timeout=SOON), "what is granted late must be given back"


def test_closing_before_the_delay_is_over_asks_nothing() -> None:
    system = FakeSystem()
    holder = WakeLock(system.hold, delay=3600)
    holder.acquire()
    holder.close(timeout=SOON)
    assert holder._thread is not None
    assert not holder._thread.is_alive()
    assert system.asked == 0


def test_released_before_the_delay_is_over_asks_nothing() -> None:
    system = FakeSystem()
    holder = WakeLock(system.hold, delay=0.01)
    holder.acquire()
    holder.release()
    assert not system.entered.acquire(timeout=0.05)
    holder.close()


def test_a_closed_holder_stays_closed() -> None:
    system = FakeSystem()
    holder = WakeLock(system.hold, delay=0)
    holder.close()
    holder.acquire()
    assert not system.entered.acquire(timeout=0.01)
    assert holder.status is WakeLockStatus.OFF


def test_no_thread_to_be_had_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    system = FakeSystem()
    holder = WakeLock(system.hold, delay=0)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        holder.acquire()
    assert holder.status is WakeLockStatus.FAILED
    assert holder.take_problem() == PROBLEM
    holder.release()
    wait_for(holder, WakeLockStatus.OFF)
    holder.close()


@pytest.mark.parametrize(
    ("switch", "status"),
    [("WAKEPY_FAKE_SUCCESS", WakeLockStatus.HELD), ("WAKEPY_FORCE_FAILURE", WakeLockStatus.FAILED)],
)
def test_with_the_real_library(
    switch: str, status: WakeLockStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its own switches for tests: it goes all its way, but leaves the system alone.
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")
    monkeypatch.setenv(switch, "1")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    holder = WakeLock(delay=0)
    holder.acquire()
    wait_for(holder, status)
    holder.close(SOON)
    assert holder.status is WakeLockStatus.OFF
