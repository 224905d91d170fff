"""Which Go release is modelled: net/http answers some requests differently from one release to the next."""


def minor_version(go: str) -> int:
    """The minor number of a Go version: 27 for "1.27" and for "1.27.3"; raises `ValueError` for anything else."""
    major, _, rest = go.partition(".")
    minor = rest.partition(".")[0]
    if major != "1" or not minor.isdecimal():
        raise ValueError(f"not a Go version: {go!r}; write 1.22 … 1.27")
    return int(minor)
