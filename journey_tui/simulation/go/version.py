"""Which Go release is modelled: net/http answers some requests differently from one release to the next."""

from typing import Final

_LATEST_PATCH: Final = 1 << 16  # of a release named without its patch, such as 1.26


def minor_version(go: str) -> int:
    """The minor number of a Go version: 27 for "1.27" and for "1.27.3"; raises `ValueError` for anything else."""
    return _release(go)[0]


def at_least(go: str, minor: int, patch: int = 0) -> bool:
    """Whether a Go version is 1.`minor`.`patch` or later; a version without a patch stands for its latest."""
    return _release(go) >= (minor, patch)


def _release(go: str) -> tuple[int, int]:
    major, _, rest = go.partition(".")
    minor, _, patch = rest.partition(".")
    if major != "1" or not minor.isdecimal():
        raise ValueError(f"not a Go version: {go!r}; write 1.22 … 1.27")
    return int(minor), int(patch) if patch.isdecimal() else _LATEST_PATCH
