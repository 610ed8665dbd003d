"""The terminal as it may be: sending what is no text, stopped and gone on, or closed."""

from __future__ import annotations

import codecs
import os
import re
import selectors
import signal
import sys
from collections.abc import Iterator
from typing import IO, Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.constants import DISABLE_KITTY_KEY
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

assert sys.platform != "win32"  # For the checker of types: all below is of the other systems.

TELL_THE_KEYS = "\x1b[=29u"
"""In place of what Textual asks for: the same, and the alternates of each key."""

_ALTERNATES = re.compile(r"\x1b\[(?P<letter>\d+)(?P<others>:\d*(?::(?P<latin>\d+))?)")

MOST_ASCII = 127
"""The number of the last character that is Latin for sure."""

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""What is read for each byte that is no UTF-8."""


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, which nothing that comes from a terminal ends.

    A closed terminal is told as SIGHUP, whether or not the system tells it.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file: Any = _Output(self._file)
        # In the loop's turn: Textual's own handlers come in the midst of a write, perhaps, and
        # wait for the lock that it holds.
        self._loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGCONT, self._loop.call_soon, self._go_on)

    def _go_on(self) -> None:
        """Take the terminal again, unless a signal that came meanwhile ends the program."""
        if self._app._exit:
            return
        if not self._must_signal_resume:
            # Stopped by SIGSTOP, of which nobody is told; the shell has had the terminal since.
            self.suspend_application_mode()
            self._must_signal_resume = True
        self._sigcont_application()

    def start_application_mode(self) -> None:
        """Take the terminal; one of Kitty's protocol also tells which key a letter stands on."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if not DISABLE_KITTY_KEY:
            self.write(TELL_THE_KEYS)
            self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was; nothing where that has been done."""
        if self._must_signal_resume:
            return
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        super().stop_application_mode()

    def disable_input(self) -> None:
        """Read no more. Where the terminal is another's, to touch it would stop this program."""
        if not self._must_signal_resume:
            super().disable_input()

    def run_input_thread(self) -> None:
        """Read what the terminal sends, and tell the app. What means nothing is left out."""
        parser = KeyParser(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = b""
                if selector.select(0.1) and not (data := _read(self.fileno)):
                    os.kill(os.getpid(), signal.SIGHUP)
                    return
                for letter in (*decode(data), ""):
                    try:
                        messages = list(parser.feed(letter) if letter else parser.tick())
                    except Exception:
                        # A sequence with impossible numbers, say. The parser is of no use now.
                        parser = KeyParser(self._debug)
                        continue
                    for message in messages:
                        if not (isinstance(message, Key) and _is_no_letter(message.character)):
                            self.process_message(message)


class KeyParser(XTermParser):
    """Textual's parser, that names a letter of another alphabet by the Latin one on its key."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterator[Key]:
        told = _ALTERNATES.match(sequence)
        if told is None:
            yield from super()._sequence_to_key_events(sequence, alt)
            return
        latin = chr(int(told["latin"])) if told["latin"] else ""
        bare = sequence[: told.start("others")] + sequence[told.end("others") :]
        for key in super()._sequence_to_key_events(bare, alt):
            if latin.isascii() and latin.isalpha() and int(told["letter"]) > MOST_ASCII:
                name = "+".join([*key.key.split("+")[:-1], latin])
                yield Key(name, key.character)
            else:
                yield key


class _Output:
    """The terminal's output. What is written to a closed one is lost."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        """Write text."""
        try:
            self._file.write(text)
        except OSError:
            self._closed()

    def flush(self) -> None:
        """Send what was written."""
        try:
            self._file.flush()
        except OSError:
            self._closed()

    def _closed(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        os.kill(os.getpid(), signal.SIGHUP)


def _read(fileno: int) -> bytes:
    """What has come; b"" from a closed terminal."""
    try:
        return os.read(fileno, 1 << 12)
    except OSError:
        return b""


def _is_no_letter(character: str | None) -> bool:
    """Whether a key was typed that no text can hold: an unreadable byte, half a character."""
    return bool(character) and (character == UNREADABLE or "\ud800" <= str(character) <= "\udfff")
