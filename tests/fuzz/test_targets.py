"""Every target of `make fuzz`, for a moment: what was once found, and whatever a few edits make of good inputs."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

FOUND = [(target.name, path) for target in TARGETS.values() for path in target.found]
# Bytes that matter to one reader or another.
MARKS = [b"", b"\0", b"\xff", b'"', b"\n", b",", b"=", b"nan", b"-1", b"1e309", b"../", b"<", b"9" * 30, b"[" * 3000]


@pytest.mark.parametrize(("name", "path"), FOUND, ids=[f"{name}: {path.name}" for name, path in FOUND])
def test_what_was_once_found_stays_mended(name, path):
    TARGETS[name].run(path.read_bytes())


@st.composite
def edited(draw: Callable, seeds: list[bytes]) -> bytes:
    """A good input, with up to four stretches of it replaced by bytes that matter or by any."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 12))
        data = data[:at] + draw(st.sampled_from(MARKS) | st.binary(max_size=8)) + data[at + length :]
    return data


@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
def test_no_bytes_lead_to_anything_but_an_answer_or_a_documented_error(target):
    target_settings = settings(
        max_examples=8 if target.slow else 60,
        deadline=None,  # the machine may be busy: hangs are make fuzz's to find
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    @target_settings
    @given(edited(target.begin()))
    def attack(data: bytes) -> None:
        target.run(data)

    for seed in target.begin():
        target.run(seed)
    attack()
