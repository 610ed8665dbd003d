"""Opening a device, losing it, finding one later: with devices that are none."""

from __future__ import annotations

import sys
import threading
import time
import types
from collections.abc import Callable

import numpy as np
import pytest

from yogaflow.audio import backends
from yogaflow.audio.backends import (
    PERIOD_MS,
    Backend,
    BackendUnavailable,
    Callback,
    Paced,
    Silence,
    Simpleaudio,
    Sounddevice,
    candidates,
)
from yogaflow.audio.keeper import (
    AGAIN,
    LOST,
    LOST_AT_FIRST,
    NO_DEVICE,
    STEADY,
    STUCK,
    DeviceKeeper,
)
from yogaflow.audio.mixer import Samples


class Fake:
    """A device that opens or not, as `working` says, and asks for samples when told to."""

    working = True
    latency = 0.1

    def __init__(self, name: str) -> None:
        self.name = name
        self.callback: Callback | None = None
        self.closed = False

    def open(self, sample_rate: int, period_ms: int, callback: Callback) -> None:
        assert (sample_rate, period_ms) == (48_000, PERIOD_MS)
        if not self.working:
            raise BackendUnavailable(f"{self.name} has no device")
        self.callback = callback

    def close(self) -> None:
        self.closed = True

    def ask(self) -> Samples:
        assert self.callback is not None
        return self.callback(2880)


class Bench:
    """A keeper with fake devices, and everything it says."""

    def __init__(self, choice: str = "auto", last: str = "") -> None:
        self.made: list[Fake] = []
        self.opened: list[float] = []
        self.given_up: list[str] = []
        self.log: list[str] = []
        self.now = 100.0
        self.keeper = DeviceKeeper(
            choice,
            lambda count: np.ones(count, np.float32),
            self.opened.append,
            give_up=self.given_up.append,
            log=self.log.append,
            last=last,
            backends={name: self.maker(name) for name in ("miniaudio", "sounddevice")},
        )

    def maker(self, name: str) -> Callable[[], Backend]:
        def make() -> Backend:
            self.made.append(Fake(name))
            return self.made[-1]

        return make

    def open(self) -> None:
        """Look until the thread that opens has said how it went."""
        self.keeper.look(self.now)
        for _ in range(500):
            if not self.keeper.is_opening:
                return
            time.sleep(0.002)
            self.keeper.look(self.now)
        raise AssertionError("it never opened")


@pytest.fixture(autouse=True)
def working(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fake, "working", True)


def test_the_first_that_opens_plays() -> None:
    bench = Bench()
    assert bench.keeper.state == "starting"
    bench.open()
    keeper = bench.keeper
    assert (keeper.state, keeper.backend, keeper.message) == ("playing", "miniaudio", "")
    assert bench.opened == [0.1]
    assert bench.made[0].ask().all()


def test_a_backend_that_may_crash_is_tried_when_no_other_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(last="miniaudio")
    bench.open()
    assert bench.keeper.backend == "sounddevice"
    monkeypatch.setattr(Fake, "working", False)
    bench = Bench(last="miniaudio")
    bench.open()
    assert [made.name for made in bench.made] == ["sounddevice", "miniaudio"]


def test_no_device_is_silence_and_one_that_comes_later_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Fake, "working", False)
    bench = Bench()
    bench.open()
    keeper = bench.keeper
    assert (keeper.state, keeper.backend, keeper.message) == ("silent", "silence", NO_DEVICE)
    tried = len(bench.made)
    bench.now += AGAIN / 2
    bench.open()
    assert len(bench.made) == tried
    monkeypatch.setattr(Fake, "working", True)
    bench.now += AGAIN
    bench.open()
    assert (keeper.state, keeper.message) == ("playing", "")
    assert len(bench.log) == 2


def test_a_device_that_stops_asking_is_opened_again_soon() -> None:
    bench = Bench()
    bench.open()
    for _ in range(10):
        bench.now += 0.5
        bench.made[0].ask()
        assert not bench.keeper.look(bench.now)
    last = bench.now
    while not bench.keeper.look(bench.now):
        bench.now += 0.1
        assert bench.now < last + 10
    assert LOST < bench.now - last < LOST + 0.25
    bench.open()
    assert bench.made[0].closed
    assert len(bench.made) == 2
    assert bench.keeper.state == "playing"


def test_a_device_that_begins_slowly_is_given_more_time() -> None:
    bench = Bench()
    bench.open()
    for _ in range(STEADY - 1):
        bench.made[0].ask()
    last = bench.now
    while not bench.keeper.look(bench.now):
        bench.now += 0.1
        assert bench.now < last + 10
    assert LOST_AT_FIRST < bench.now - last < LOST_AT_FIRST + 0.25


def test_one_that_is_away_for_long_is_still_tried_each_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Fake, "working", False)
    bench = Bench()
    for _ in range(100):
        bench.open()
        assert bench.keeper.patience(bench.now) == pytest.approx(AGAIN)
        bench.now += AGAIN
    assert len(bench.made) == 200
    monkeypatch.setattr(Fake, "working", True)
    bench.open()
    assert bench.keeper.state == "playing"
    assert bench.keeper.patience(bench.now) > 1000
    bench.keeper.close()


def test_a_process_that_was_stopped_has_not_lost_its_device() -> None:
    bench = Bench()
    bench.open()
    bench.now += 60.0
    assert not bench.keeper.look(bench.now)
    bench.made[0].ask()
    bench.now += 0.5
    bench.keeper.look(bench.now)
    assert not bench.made[0].closed


def test_a_device_that_is_not_the_current_one_gets_silence() -> None:
    bench = Bench()
    bench.open()
    bench.keeper.close()
    assert not bench.made[0].ask().any()


def test_a_library_that_never_returns_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = threading.Event()
    monkeypatch.setattr(Fake, "open", lambda *_: stuck.wait(5.0))
    bench = Bench()
    bench.keeper.look(bench.now)
    assert bench.keeper.is_opening
    bench.now += STUCK + 0.1
    bench.keeper.look(bench.now)
    assert "miniaudio takes too long" in bench.given_up[0]
    stuck.set()


def test_closing_that_never_returns_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = threading.Event()
    monkeypatch.setattr(Fake, "close", lambda _: stuck.wait(5.0))
    bench = Bench()
    bench.open()
    bench.keeper.close(0.01)
    assert "closing miniaudio" in bench.given_up[0]
    stuck.set()


def test_silence_that_was_chosen_needs_no_excuse() -> None:
    bench = Bench("silence")
    bench.keeper._backends = {"silence": Silence}
    bench.open()
    keeper = bench.keeper
    assert (keeper.state, keeper.backend, keeper.message) == ("silent", "silence", "")
    bench.now += 60.0
    assert not bench.keeper.look(bench.now)
    keeper.close()


def test_a_backend_that_was_chosen_and_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fake, "working", False)
    bench = Bench("sounddevice")
    bench.open()
    assert bench.keeper.message == "No sound: sounddevice has no device."
    bench.keeper.close()


def test_the_order_of_backends() -> None:
    assert candidates("auto") == ["miniaudio", "sounddevice"]
    assert candidates("auto", "miniaudio") == ["sounddevice", "miniaudio"]
    assert candidates("simpleaudio") == ["simpleaudio"]
    assert set(backends.BACKENDS) == {"miniaudio", "sounddevice", "simpleaudio", "silence"}


@pytest.mark.parametrize("backend", [Sounddevice, Simpleaudio])
def test_a_library_that_is_not_there_is_said_plainly(
    backend: type[Sounddevice] | type[Simpleaudio], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, backend.name, None)
    monkeypatch.setattr(sys, "version_info", (3, 11, 0))
    with pytest.raises(BackendUnavailable, match=backend.name):
        backend().open(48_000, 60, lambda count: np.zeros(count, np.float32))


def test_portaudio_is_made_to_look_again_after_it_has_found_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It lists the devices when it is loaded: one that comes later is never seen."""
    there = False
    listed = False
    done: list[str] = []

    class PortAudioError(Exception):
        pass

    class Stream:
        latency = 0.3

        def __init__(self, **_: object) -> None:
            if not listed:
                raise PortAudioError

        def start(self) -> None:
            done.append("start")

    def look() -> None:
        nonlocal listed
        listed = there
        done.append("look")

    module = types.SimpleNamespace(
        PortAudioError=PortAudioError,
        RawOutputStream=Stream,
        _initialize=look,
        _terminate=lambda: done.append("end"),
    )
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    monkeypatch.setattr(Sounddevice, "_outdated", False)
    with pytest.raises(BackendUnavailable):
        Sounddevice().open(48_000, 60, lambda count: np.zeros(count, np.float32))
    assert not done
    there = True
    Sounddevice().open(48_000, 60, lambda count: np.zeros(count, np.float32))
    Sounddevice().open(48_000, 60, lambda count: np.zeros(count, np.float32))
    assert done == ["end", "look", "start", "start"]


def test_a_paced_device_asks_once_a_period_and_stops() -> None:
    asked: list[int] = []

    def ask(count: int) -> Samples:
        asked.append(count)
        return np.zeros(count, np.float32)

    device = Paced()
    device.open(48_000, 10, ask)
    time.sleep(0.15)
    device.close()
    count = len(asked)
    assert 2 <= count <= 16
    assert set(asked) == {480}
    time.sleep(0.03)
    assert len(asked) == count
