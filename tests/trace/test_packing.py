"""What was packed is what is read, whatever it is and in whatever order."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.trace.packing import GROUP, PackedList, compress, decompress
from tests.samples import sample_events


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_a_string_is_read_with_the_dictionary_that_it_was_packed_with(
    plain: bytes, dictionary: bytes
) -> None:
    assert decompress(compress(plain, dictionary), dictionary) == plain


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_every_string_is_read_in_any_order(cycle: list[bytes], drawn: Random) -> None:
    plain = [cycle[place % len(cycle)] * (place % 5) for place in range(6 * GROUP + 1)]
    packed = PackedList()
    for one in plain:
        packed.append(one)
    assert len(packed) == len(plain)
    for place in drawn.sample(range(len(plain)), 40):
        assert packed[place] == plain[place]


def test_what_resembles_the_first_of_its_group_takes_little_room() -> None:
    text = b"".join(repr(event).encode() for event in sample_events()[:40])
    packed = PackedList()
    first, second = packed.append(text), packed.append(text)
    assert second < first / 5
    assert packed.size_bytes() > first + second


def test_a_place_that_is_not_there_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        PackedList()[0]
