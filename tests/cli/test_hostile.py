"""What a caller chose to say, in what commands write: data stays data, on stdout and on stderr."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from sestrail_tui.cli.standard_streams import say
from sestrail_tui.cli.streaming.narrator import Narrator
from sestrail_tui.cli.streaming.output import RecordWriter
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.health import Health, State
from sestrail_tui.writers.csv import csv_header
from sestrail_tui.writers.writer import FORMS
from tests.hostile import ANY_TEXT, TEXTS, everywhere, reading
from tests.tui.world import NOW_MS, detail

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record
    from sestrail_tui.writers.format_names import Format

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def hostile(text: str) -> Record:
    told = detail(1, time_ms=NOW_MS, error="MessageRejected")
    return decode(reading(partial(everywhere, told, text)), source=text, delivered_ms=NOW_MS)


class Screen(io.BytesIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(record: Record, form: Format) -> str:
    stream = Screen()
    writer = RecordWriter(stream, form)
    writer.write([record])
    writer.end()
    return stream.getvalue().decode()


def assert_safe(written: str) -> None:
    for line in written.splitlines():
        assert safe(line) == line
    assert written.count("\n") == len(written.splitlines())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_form_lets_anything_act_on_a_terminal(form: Format, text: str) -> None:
    assert_safe(shown(hostile(text), form))
    as_it_is = json.dumps({"eventName": text}, ensure_ascii=False).encode("utf-8", "replace")
    assert_safe(shown(decode(as_it_is), form))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_record_does_not_act_on_a_terminal_either(form: Format) -> None:
    assert_safe(shown(decode(b"\x1b]52;c;aGk=\x07\x9b2J\xff\xc2\x9b31m\xe2\x80\xae{"), form))


@given(ANY_TEXT)
def test_json_on_a_terminal_is_the_same_json(text: str) -> None:
    raw = json.dumps({"userAgent": text}, ensure_ascii=False).encode("utf-8", "replace")
    written = shown(decode(raw), "jsonl")
    assert json.loads(written) == json.loads(raw)
    assert_safe(written)


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_json_elsewhere_is_as_it_was_delivered(form: Format) -> None:
    raw = json.dumps({"userAgent": "\u202e\x9b"}, ensure_ascii=False).encode()
    stream = io.BytesIO()
    writer = RecordWriter(stream, form)
    writer.write([decode(raw)])
    writer.end()
    assert raw in stream.getvalue()


@given(ANY_TEXT)
def test_a_spreadsheet_runs_nothing_and_finds_every_cell(text: str) -> None:
    written = FORMS["csv"].whole([hostile(text)]).decode()
    names, cells = csv.reader(io.StringIO(written))
    assert names == csv_header().split(",")
    assert len(cells) == len(names)
    for cell in cells:
        assert not cell.startswith(FORMULA) or cell.lstrip("-").replace(".", "").isdigit()


@given(ANY_TEXT)
def test_a_readable_line_is_one_line(text: str) -> None:
    assert_safe(FORMS["text"].whole([hostile(text)]).decode())


@given(ANY_TEXT)
def test_a_ticket_gets_rows_of_as_many_cells_as_there_are_titles(text: str) -> None:
    head, _, row, *_ = FORMS["markdown"].whole([hostile(text)]).decode().splitlines()
    assert row.count(" | ") >= head.count(" | ")
    assert row.count("|") == head.count("|")
    assert not set(re.sub("`[^`]*`|<code>[^<`]*</code>", "", row)) & set("<`[@*&")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_narration_is_safe(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Narrator() as narrator:
        narrator.tell(Health(text, State.RETRYING, sentence=safe(text)))
        narrator.tell(Health(text, State.REFUSED, sentence=text))
        narrator.tell(Health(text, State.LIVE))
        narrator.tell(Health(text, gone=True))
    said = capsys.readouterr().err
    assert_safe(said)
    assert safe(text)[:80].strip() in said


def test_the_last_word_is_safe_whoever_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    say("sestrail: no such option: --\x1b]0;x\x07\u202e\n  of yours")
    assert capsys.readouterr().err == "sestrail: no such option: --␛]0;x␇<U+202E>\n  of yours\n"
