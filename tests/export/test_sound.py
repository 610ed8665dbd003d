"""The sound of a practice as a file: every cue and line at its sample, in every format."""

from __future__ import annotations

import json
import math
import tracemalloc
import wave
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.flows import HIPS, breaths, flow, seconds, stay
from yogaflow.audio.mixer import Pcm, as_pcm
from yogaflow.audio.setup import Setup
from yogaflow.audio.theme import DEFAULT, RATE, SoundBank, load_theme
from yogaflow.cli.main import main
from yogaflow.export import encode, job
from yogaflow.export.job import export
from yogaflow.export.out_file import ExportError
from yogaflow.export.program import program_of
from yogaflow.export.sound import BLOCK, Rendering
from yogaflow.export.speech import speak
from yogaflow.model import Breath, Flow, RestStep
from yogaflow.practice.speech import Clip, VoiceStatus
from yogaflow.practice.verbosity import HEARD, SpeechChoices, Talk
from yogaflow.storage import paths
from yogaflow.timeline import Choices, compile_flow, estimate_speech
from yogaflow.timeline.cues import SWELLS, CueName

pytestmark = pytest.mark.usefixtures("own_home")

soundfile = pytest.importorskip("soundfile")

SHORT = flow(stay("locust", breaths(2)))
SILENT = Setup(voice="none")
SOUNDS = (".wav", ".flac", ".ogg", ".mp3")
TAGGED = replace(
    SHORT, title="Hüftöffner, 髋 und mehr als dreißig Buchstaben", about="Sanft, “so”."
)


def bank() -> SoundBank:
    return SoundBank(load_theme(paths.sounds_dir() / DEFAULT))


def read(path: Path) -> Pcm:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


class Reader:
    """A voice for tests: noise, of its own for each text, as long as it pleases."""

    def __init__(self, folder: Path, *, failed: bool = False, slow: int = 0) -> None:
        self.version = 0
        self.failed, self.closed, self.slow = failed, False, slow
        self._folder = folder
        self._clips: dict[str, Clip] = {}
        self._texts: list[str] = []
        folder.mkdir(exist_ok=True)

    @property
    def status(self) -> VoiceStatus:
        state = "failed" if self.failed else "ready"
        message = "The voice broke." if self.failed else ""
        return VoiceStatus(state, "test", message, len(self._clips), len(self._texts))

    def want(self, texts: Sequence[str]) -> None:
        self._texts = [text for text in texts if text not in self._clips]

    def hurry(self, texts: Sequence[str]) -> None:
        raise AssertionError(f"nobody is in a hurry for {texts}")

    def wait(self, timeout: float) -> bool:
        assert timeout > 0
        if self.slow:
            self.slow -= 1
            return False
        if not self.failed:
            for text in self._texts:
                self._clips[text] = self._render(text)
        return True

    def clip(self, text: str) -> Clip | None:
        return self._clips.get(text)

    def start(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def _render(self, text: str) -> Clip:
        count = round((0.25 + len(text) / 20 + len(text) % 7 / 5) * RATE)
        path = self._folder / f"{len(self._clips)}.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(noise(text, count).tobytes())
        return Clip(str(path), count / RATE)


def noise(text: str, count: int) -> Pcm:
    random = np.random.default_rng(sum(map(ord, text)))
    return as_pcm(random.uniform(-0.3, 0.3, count))


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """What an export uses for its voice."""
    link = pytest.importorskip("yogaflow.audio.voice.link")
    reader = Reader(tmp_path / "speech")

    def make(**_: Any) -> Reader:
        return reader

    monkeypatch.setattr(link, "VoiceLink", make)
    return reader


# -- formats -------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", SOUNDS)
def test_every_format_is_whole_and_names_itself(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending.upper()}"
    done = export(TAGGED, Choices(), SpeechChoices(), out, SILENT)
    timeline = compile_flow(TAGGED)
    assert done.seconds == timeline.duration
    assert done.notes == []
    with soundfile.SoundFile(out) as file:
        assert (file.samplerate, file.channels) == (RATE, 1)
        assert file.frames == round(timeline.duration * RATE)
        tags = file.copy_metadata()
        samples = file.read(dtype="float32")
    assert len(samples) == file.frames
    assert 0.05 < float(np.abs(samples).max()) < 1.0
    assert tags["title"] == TAGGED.title
    assert tags["artist"] == "yogaflow"
    assert tags["software"].startswith("yogaflow ")
    assert tags["comment"] == TAGGED.about


def test_what_is_lost_in_the_smaller_formats_is_not_the_place_of_anything(tmp_path: Path) -> None:
    sounds = {}
    for ending in SOUNDS:
        export(SHORT, Choices(), SpeechChoices(), tmp_path / f"out{ending}", SILENT)
        sounds[ending], _ = soundfile.read(tmp_path / f"out{ending}", dtype="float32")
    assert np.array_equal(sounds[".wav"], sounds[".flac"])
    for ending in (".ogg", ".mp3"):
        match = np.corrcoef(sounds[".wav"], sounds[ending])[0, 1]
        assert match > 0.9, ending


def test_a_wav_that_grows_past_four_gigabytes_has_room_for_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.wav"
    length = round(compile_flow(SHORT).duration * RATE)
    export(SHORT, Choices(), SpeechChoices(), out, SILENT)
    assert out.read_bytes()[:4] == b"RIFF"
    plain, _ = soundfile.read(out, dtype="int16")
    # As if this were more than a plain file holds.
    monkeypatch.setattr(encode, "WAV_BYTES", 2 * length - 1)
    export(TAGGED, Choices(), SpeechChoices(), out, SILENT)
    head = out.read_bytes()[:48]
    assert head[:4] == b"RF64"
    assert head[12:16] == b"ds64"
    assert int.from_bytes(head[28:36], "little") == 2 * length
    big, _ = soundfile.read(out, dtype="int16")
    assert np.array_equal(big, plain)
    # A day is the longest practice there can be.
    assert 2 * 24 * 3600 * RATE > 1 << 32 > (1 << 32) - (1 << 16)


# -- every cue at its sample -----------------------------------------------------------------


HELD = flow(stay("pigeon", breaths(3)), breath=Breath(4.0, 8.0, full=7.0, empty=1.5))


@pytest.mark.parametrize("of", [HIPS, HELD])
def test_the_breath_is_in_the_file_sample_by_sample(of: Flow, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    export(of, Choices(), SpeechChoices(quiet=True), out, SILENT)
    timeline, sounds = compile_flow(of), bank()
    expected = np.zeros(round(timeline.duration * RATE), dtype=np.int32)
    for segment in timeline.segments:
        for chime in segment.chimes:
            if chime.name in SWELLS:
                at = round((segment.start + chime.offset) * RATE)
                swell = sounds.samples(chime.name, chime.seconds, soft=chime.soft)
                expected[at : at + len(swell)] += swell
    assert np.array_equal(read(out), expected)


def test_as_many_in_breaths_are_heard_as_the_timeline_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.wav"
    assert main(["export", "hip-openers", str(out), "--voice", "none"]) == 0
    capsys.readouterr()
    assert main(["show", "hip-openers", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    # Bells and all: the in-breath is looked for by what it sounds like.
    found = places(read(out), bank().samples(CueName.IN, 4.0))
    begun = [c["at"] for s in shown["segments"] for c in s["cues"] if c["name"] == "in"]
    assert len(found) == sum(segment["breaths"] for segment in shown["segments"]) == len(begun) > 50
    assert found == [round(at * RATE) for at in begun]


def places(sound: Pcm, wanted: Pcm) -> list[int]:
    """Every sample at which `wanted` begins in `sound`, at full level or half of it."""
    size = 1 << math.ceil(math.log2(4 * len(wanted)))
    step = size - len(wanted) + 1
    pattern = np.conj(np.fft.rfft(wanted, size))
    energy = float(np.dot(wanted.astype(np.float64), wanted))
    found: list[int] = []
    for first in range(0, len(sound), step):
        piece = np.fft.rfft(sound[first : first + size], size)
        share = np.fft.irfft(piece * pattern, size)[:step] / energy
        found += [first + int(at) for at in np.flatnonzero(share > 0.4) if is_peak(share, int(at))]
    return found


def is_peak(share: npt.NDArray[np.float64], at: int, around: int = RATE) -> bool:
    return bool(share[at] >= share[max(0, at - around) : at + around].max())


def test_lines_are_spoken_at_their_sample_and_only_those_of_the_level(
    tmp_path: Path, voice: Reader
) -> None:
    out = tmp_path / "out.wav"
    done = export(HIPS, Choices(), SpeechChoices(Talk.NAMES, quiet=True), out, Setup())
    assert done.notes == []
    assert voice.closed
    timeline = compile_flow(HIPS, Choices(), length_in(voice))
    assert done.seconds == timeline.duration
    sound = read(out)
    roles = set()
    for segment in timeline.segments:
        for line in segment.lines:
            clip = noise(line.text, round(line.seconds * RATE)).astype(np.float64)
            at = round((segment.start + line.offset) * RATE)
            share = np.dot(sound[at : at + len(clip)], clip) / np.dot(clip, clip)
            roles.add(line.role)
            assert share == pytest.approx(1.0 if line.role in HEARD[Talk.NAMES] else 0.0, abs=0.1)
    assert roles & HEARD[Talk.NAMES]
    assert roles - HEARD[Talk.NAMES]


def length_in(voice: Reader) -> Any:
    def length(text: str) -> float:
        clip = voice.clip(text)
        # The other side's words are measured even where they are never said.
        return clip.seconds if clip is not None else estimate_speech(text)

    return length


def test_talk_alone_moves_no_time(tmp_path: Path, voice: Reader) -> None:
    lengths = {
        export(HIPS, Choices(), SpeechChoices(talk), tmp_path / "out.json", Setup()).seconds
        for talk in Talk
    }
    assert len(lengths) == 1
    assert not voice.failed


def test_every_kind_of_file_has_the_same_times(tmp_path: Path, voice: Reader) -> None:
    # Paper has no voice to wait for: its times are estimates.
    left_out = {".mp3", ".ogg", *job.PAPERS}
    outs = [tmp_path / f"out{ending}" for ending in job.ENDINGS if ending not in left_out]
    lengths = {export(SHORT, Choices(), SpeechChoices(), out, Setup()).seconds for out in outs}
    assert len(lengths) == 1
    shown = json.loads((tmp_path / "out.json").read_text())
    lines = [line for segment in shown["segments"] for line in segment["lines"]]
    captions = (tmp_path / "out.vtt").read_text()
    for line in lines:
        clip = voice.clip(line["text"])
        assert clip is not None
        assert clip.seconds == pytest.approx(line["seconds"], abs=1e-3)
        whole, part = divmod(round(line["at"] * 1000), 1000)
        assert f"00:{whole // 60:02}:{whole % 60:02}.{part:03} --> " in captions


def test_the_peak_stays_below_full_scale_when_everything_sounds_at_once() -> None:
    loud = np.full(RATE, 32_000, dtype=np.int16)

    class Loud(SoundBank):
        def samples(self, name: CueName, seconds: float = 0.0, **_: bool) -> Pcm:
            return np.resize(loud, round(seconds * RATE) if name in SWELLS else RATE)

    program = program_of(compile_flow(HIPS), SpeechChoices(), lambda _: None)
    rendering = Rendering(program, Loud(load_theme(paths.sounds_dir() / DEFAULT)))
    peak = max(float(np.abs(block).max()) for block in rendering.blocks(untold))
    assert 0.75 < peak < 1.0


def untold(done: int, total: int) -> None:
    assert 0 < done <= total


def test_the_last_bell_rings_out() -> None:
    class Long(SoundBank):
        def samples(self, name: CueName, seconds: float = 0.0, *, soft: bool = False) -> Pcm:
            if name is CueName.CLOSE:
                return np.full(20 * RATE, 1000, dtype=np.int16)
            return super().samples(name, seconds, soft=soft)

    program = program_of(compile_flow(SHORT), SpeechChoices(), lambda _: None)
    rendering = Rendering(program, Long(load_theme(paths.sounds_dir() / DEFAULT)))
    bell = next(cue for cue in program.cues if cue.name is CueName.CLOSE)
    assert rendering.length == round(bell.at * RATE) + 20 * RATE
    sound = np.concatenate(list(rendering.blocks(untold)))
    assert len(sound) == rendering.length
    assert sound[-1] == pytest.approx(1000 / 32768)


# -- memory --------------------------------------------------------------------------------


def test_memory_does_not_grow_with_length(voice: Reader) -> None:
    def held(rests: int) -> int:
        """Bytes that a rendering still has of all it ever took, once its last block is out.

        By where they were taken: other tests leave threads behind that take memory as well.
        """
        long = flow(
            stay("pigeon", breaths(5)), RestStep(seconds(rests), 1), stay("warrior", breaths(3))
        )
        spoken = speak(long, Choices(), voice, None)
        program = program_of(spoken.timeline, SpeechChoices(), spoken.clips)
        left: list[int] = []

        def told(done: int, total: int) -> None:
            if done == total:
                here = Rendering.blocks.__code__.co_filename
                ours = tracemalloc.Filter(True, here, all_frames=True)
                traces = tracemalloc.take_snapshot().filter_traces([ours]).traces
                left.append(sum(trace.size for trace in traces))

        tracemalloc.start(12)
        try:
            for _ in Rendering(program, bank()).blocks(told):
                pass
        finally:
            tracemalloc.stop()
        return left.pop()

    short, long = held(60), held(300)
    assert 1_000_000 < short < 4_000_000  # the swells that are used again and again
    assert long < short + 20_000


def test_blocks_are_short(voice: Reader) -> None:
    spoken = speak(SHORT, Choices(), voice, None)
    rendering = Rendering(program_of(spoken.timeline, SpeechChoices(), spoken.clips), bank())
    sizes = [len(block) for block in rendering.blocks(untold)]
    assert max(sizes) <= BLOCK
    assert sum(sizes) == rendering.length


# -- the voice -----------------------------------------------------------------------------


def test_a_plan_is_made_again_until_all_its_lines_have_their_length(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "speech", slow=3)
    told: list[tuple[int, int]] = []
    spoken = speak(HIPS, Choices(), reader, lambda done, total: told.append((done, total)))
    for segment in spoken.timeline.segments:
        for line in segment.lines:
            clip = spoken.clips(line.text)
            assert clip is not None, line.text
            assert clip.seconds == line.seconds
    assert len(told) == 4
    assert told[-1] == (1, 1)


def test_a_voice_that_fails_leaves_sounds_and_is_named(tmp_path: Path, voice: Reader) -> None:
    voice.failed = True
    out = tmp_path / "out.wav"
    done = export(SHORT, Choices(), SpeechChoices(), out, Setup())
    assert done.notes == ["The voice broke. The file has sounds, and no words."]
    assert done.seconds == compile_flow(SHORT).duration
    silent = tmp_path / "silent.wav"
    export(SHORT, Choices(), SpeechChoices(), silent, SILENT)
    assert out.read_bytes() == silent.read_bytes()
    done = export(SHORT, Choices(), SpeechChoices(), tmp_path / "out.srt", Setup())
    assert done.notes == ["The voice broke. Times are estimated."]
    assert "Locust." in (tmp_path / "out.srt").read_text()


def test_a_recording_that_is_gone_is_left_out_and_named(
    tmp_path: Path, voice: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = voice.clip

    def clip(text: str) -> Clip | None:
        found = usual(text)
        return (
            replace(found, path=str(tmp_path / "gone.wav"))
            if text == "Locust." and found
            else found
        )

    monkeypatch.setattr(voice, "clip", clip)
    done = export(SHORT, Choices(), SpeechChoices(), tmp_path / "out.wav", Setup())
    assert done.notes == [f"{tmp_path / 'gone.wav'}: there is no such file"]


# -- theme and ambience ----------------------------------------------------------------------


def test_an_unknown_theme_is_named_and_the_usual_one_heard(tmp_path: Path) -> None:
    usual, other = tmp_path / "usual.wav", tmp_path / "other.wav"
    export(SHORT, Choices(), SpeechChoices(), usual, SILENT)
    done = export(SHORT, Choices(), SpeechChoices(), other, replace(SILENT, cues="no-such-theme"))
    assert len(done.notes) == 1
    assert "no-such-theme" in done.notes[0]
    assert other.read_bytes() == usual.read_bytes()


def test_ambience_lies_under_all_of_it_and_leaves_at_the_end(tmp_path: Path) -> None:
    rain = tmp_path / "rain.wav"
    random = np.random.default_rng(1)
    soundfile.write(rain, random.uniform(-0.2, 0.2, 5 * RATE), RATE)
    with_rain = replace(SILENT, ambience=str(rain))
    dry, wet = tmp_path / "dry.wav", tmp_path / "wet.wav"
    export(SHORT, Choices(), SpeechChoices(), dry, SILENT)
    assert export(SHORT, Choices(), SpeechChoices(), wet, with_rain).notes == []
    under = read(wet).astype(np.float64) - read(dry)
    levels = [float(np.sqrt(np.mean(part**2))) for part in np.array_split(under, 20)]
    assert min(levels[2:-2]) > 20
    assert levels[0] < levels[10]
    assert float(np.abs(under[-100:]).max()) < 5
    done = export(SHORT, Choices(), SpeechChoices(), wet, replace(SILENT, ambience="no-rain.wav"))
    assert len(done.notes) == 1
    assert "no-rain.wav" in done.notes[0]
    assert wet.read_bytes() == dry.read_bytes()


# -- faults --------------------------------------------------------------------------------


def test_an_encoder_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.flac"
    out.write_bytes(b"old")
    usual = soundfile.SoundFile.write
    calls: Iterator[int] = iter(range(1000))

    def write(self: Any, data: Any) -> None:
        if next(calls) == 5:
            raise soundfile.LibsndfileError(2, "")
        usual(self, data)

    monkeypatch.setattr(soundfile.SoundFile, "write", write)
    with pytest.raises(ExportError, match="could not be written"):
        export(SHORT, Choices(), SpeechChoices(), out, SILENT)
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["out.flac"]


def test_an_encoder_that_stops_short_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Rendering.blocks

    def blocks(self: Rendering, told: Any) -> Iterator[Any]:
        yield from list(usual(self, told))[:-1]

    monkeypatch.setattr(Rendering, "blocks", blocks)
    with pytest.raises(ExportError, match="cut off"):
        export(SHORT, Choices(), SpeechChoices(), tmp_path / "out.ogg", SILENT)
    assert not (tmp_path / "out.ogg").exists()


def test_other_endings_are_named(tmp_path: Path) -> None:
    for name in ("out.aac", "out", ".wav", "out.wav.gz"):
        with pytest.raises(ExportError, match=r"\.wav, \.flac, .* or \.svg") as caught:
            export(SHORT, Choices(), SpeechChoices(), tmp_path / name, SILENT)
        assert "\n" not in str(caught.value)
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []
