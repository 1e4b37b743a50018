"""Ids in few bytes: which are packed, which are told apart, which have to be looked up."""

from __future__ import annotations

import uuid

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.store.columns.event_ids import (
    NO_ID,
    UNINDEXED,
    fingerprint,
    fingerprints,
    pack_guid,
    pack_guids,
)

guids = st.uuids().map(str)
others = st.sampled_from(["", "x", "0" * 36, str(uuid.UUID(int=0)), "\n" * 36]) | guids.map(
    str.upper
)


@given(st.lists(guids | others, max_size=6))
def test_a_batch_is_packed_as_each_is(texts: list[str]) -> None:
    packed = pack_guids(texts)
    assert packed.shape == (len(texts), 2)
    for row, text in zip(packed, texts, strict=True):
        assert row.tobytes() == (pack_guid(text) or bytes(16))


@given(guids)
def test_only_the_canonical_form_is_packed(guid: str) -> None:
    assert pack_guid(guid) == uuid.UUID(guid).bytes or uuid.UUID(guid).int == 0
    assert pack_guid(guid.replace("-", "")) is None
    assert pack_guid(guid + "\n") is None


@given(st.lists(st.text(max_size=8), max_size=6))
def test_fingerprints_of_a_batch_are_those_of_each(texts: list[str]) -> None:
    marks = fingerprints(texts)
    assert marks == [fingerprint(text) for text in texts]
    assert np.array(marks, np.int64).tolist() == marks


def test_a_fingerprint_ignores_case_and_never_means_something_else() -> None:
    assert fingerprint("0100-AbC") == fingerprint("0100-aBc")
    assert fingerprint("") == NO_ID
    assert fingerprint("two ids") == UNINDEXED
    assert fingerprint("\u212a") == UNINDEXED
    assert all(fingerprint(str(n)) not in (NO_ID, UNINDEXED) for n in range(100))
