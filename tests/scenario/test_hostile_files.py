"""Files made to hurt: each is one clear error, and the reader stops before it costs anything.

How long a refusal takes is not tested with a clock: the limits that make it short are.
"""

import gzip
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from journey_tui.scenario.errors import Problem, ScenarioErrors
from journey_tui.scenario.files import LARGEST_FILE, MOST_LINES
from journey_tui.scenario.loader import load, load_text
from journey_tui.scenario.yaml_reader import DEEPEST, MOST_NODES
from tests.scenario.texts import HEAD, only_problem, problems


def refusal(path: Path) -> Problem:
    """The one thing that the loader says against a file."""
    with pytest.raises(ScenarioErrors) as refused:
        load(path)
    (problem,) = refused.value.problems
    assert str(problem).startswith(str(path))
    return problem


def bomb(levels: int = 12) -> str:
    """A billion laughs: each list holds the one before it nine times."""
    lists = [f"k{level}: &k{level} [{', '.join([f'*k{level - 1}'] * 9)}]\n" for level in range(1, levels)]
    return "k0: &k0 [x, x]\n" + "".join(lists)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (bomb(), "holds too much"),
        ("clients: &all [*all]\n", "names nothing that ends before it"),
        ("machine: &m {nic: *m}\n", "names nothing that ends before it"),
        ("machine: *nobody\n", "names nothing that ends before it"),
        ("title: " + "[" * 100_000, "nested too deep"),
        ("x: " + "{a: " * 50_000, "nested too deep"),
        ("x:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 500)), "nested too deep"),
        ("x: [&a [" + "1," * 999 + "1]," + "*a," * (MOST_NODES // 1000) + "1]", "holds too much"),
        ("x: [" + "&a 1," + "*a," * 5_000 + "1]", "too many aliases"),
        ("seed: !!python/object/apply:os.system [id]\n", "'!!python/object/apply:os.system' is not allowed"),
        ("seed: !!int 5\n", "'!!int' is not allowed"),
        ("---\njourney: 1\n", "a second document"),
        ("machine:\n\tcpus: 2\n", "not valid YAML"),
        ("machine: {cpus: 2\n", "not valid YAML"),
        ('summary: "open\n', "not valid YAML"),
        ("summary: @\n", "not valid YAML"),
        ('summary: "\\U00110000"\n', "stands for no character"),
        ("? [a]\n: b\n", "a key must be a word"),
        ("? {a: b}\n: c\n", "a key must be a word"),
        ("a\x00b: 1\n", "U+0000"),
        ("summary: \x1b[2J\n", "U+001B"),
        ("summary: \ufffe\n", "U+FFFE"),
        ("#\n" * (MOST_LINES + 1), "too many lines"),
        ("\r" * (MOST_LINES + 1), "too many lines"),
    ],
    ids=lambda value: value[:24].encode("ascii", "replace").decode() if isinstance(value, str) else "",
)
def test_a_text_made_to_hurt_is_one_clear_error(text: str, said: str) -> None:
    assert said in only_problem(text).message


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n", "---\n...\n"])
def test_an_empty_file_says_what_a_scenario_begins_with(text: str) -> None:
    problem = only_problem(text, head="")
    assert "journey: 1" in problem.message
    assert problem.line >= 1


@pytest.mark.parametrize("text", ["hello", "- a\n- b\n", "5", "[]", "'text'", "~"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert "must be a mapping" in only_problem(text, head="").message


@pytest.mark.parametrize(
    "value",
    ["9" * 5_000, "9" * 30, "-" + "9" * 30, "0x" + "f" * 30, "1e400", ".inf", ".nan", "1" + "_000" * 3],
)
def test_no_number_is_too_large_to_be_refused(value: str) -> None:
    problem = only_problem(f"seed: {value}\n")
    assert problem.path == "seed"
    assert len(str(problem)) < 200


@pytest.mark.parametrize("key", ["1", "true", "~", "1.5"])
def test_a_key_that_is_no_word_is_an_unknown_key(key: str) -> None:
    assert only_problem(f"{key}: x\n").path == key


def test_escapes_of_every_kind_side_by_side_are_read() -> None:
    text = 'journey: 1\ntitle: "a\\a \\u202eb\\x41\\t\\u0995c"\n'
    assert load_text(text, "escapes").title == "a bA কc"


def test_nesting_up_to_the_limit_is_read() -> None:
    deep = "[" * (DEEPEST - 2) + "]" * (DEEPEST - 2)
    assert "unknown key" in only_problem(f"x: {deep}\n").message
    assert "nested too deep" in only_problem(f"x: [[{deep}]]\n").message


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.yaml").message == "no such file"


def test_a_file_in_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "cannot be read" in refusal(tmp_path / "file" / "none.yaml").message


def test_a_folder(tmp_path: Path) -> None:
    assert "a directory" in refusal(tmp_path).message or "not a regular file" in refusal(tmp_path).message


def test_a_pipe_that_nobody_writes_to_does_not_hold_the_reader(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert refusal(pipe).message == "is not a regular file"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device(device: str) -> None:
    assert refusal(Path(device)).message == "is not a regular file"


def test_a_link_to_itself(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    assert "cannot be read" in refusal(loop).message


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(ScenarioErrors, match="no file name"):
        load("a\0b.yaml")
    with pytest.raises(ScenarioErrors, match="cannot be read"):
        load("x" * 5_000)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(HEAD)
    secret.chmod(0)
    assert "permission denied" in refusal(secret).message


def _elf(path: Path) -> None:
    path.write_bytes(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8)


def _utf_16(path: Path) -> None:
    path.write_text(HEAD, encoding="utf-16")


def _latin_1(path: Path) -> None:
    path.write_bytes(HEAD.encode() + b"summary: caf\xe9\n")


@pytest.mark.parametrize("write", [_elf, _utf_16, _latin_1])
def test_a_file_that_is_no_text(write: Callable[[Path], None], tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    write(file)
    problem = refusal(file)
    assert "UTF-8" in problem.message or "is it a text file?" in problem.message
    assert problem.line >= 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(HEAD.encode()), "is packed by gzip; unpack it first: gunzip FILE"),
        (b"\x28\xb5\x2f\xfd\x04\x00", "is packed by zstd; unpack it first: unzstd FILE"),
        (b"PK\x03\x04\x14\x00", "is a zip archive; unpack it first: unzip FILE"),
        (HEAD.encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"\xfe\xff" + HEAD.encode("utf-16-be"), "is UTF-16; save it as UTF-8"),
    ],
    ids=["gzip", "zstd", "zip", "utf-16", "utf-16-be"],
)
def test_a_packed_file_is_told_with_what_to_do(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes(data)
    assert refusal(file).message == said


def test_the_place_of_a_byte_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    _latin_1(file)
    assert (refusal(file).line, refusal(file).column) == (3, 13)


def test_a_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    huge.touch()
    os.truncate(huge, 100 * 2**20)  # a hole: no disk is used
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "too large" in refusal(huge).message
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 20 * 1024


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    padding = "#" + "x" * (LARGEST_FILE - len(HEAD) - 2) + "\n"
    file.write_text(HEAD + padding)
    assert file.stat().st_size == LARGEST_FILE
    assert load(file).title == "t"
    file.write_text(HEAD + "x" + padding)
    assert "too large" in refusal(file).message


def test_thousands_of_clients_may_be_written_out() -> None:
    clients = "".join(f"  - {{name: c{number}}}\n" for number in range(4_000))
    assert len(load_text(f"{HEAD}clients:\n{clients}", "many.yaml").clients) == 4_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("clients: [{count: 100001}]\n", "at most 100000 at once; spread them with every, or lower count"),
        (
            "clients: [{count: 99999}, {count: 2, every: 1ms}, {count: 2}, {count: 9}]\n",
            "100001 clients would",
        ),
        ("network: {loopback: true}\nclients: [{count: 20001}]\n", "at most 20000, for one address has no"),
    ],
)
def test_more_clients_at_one_moment_than_fit_into_memory_are_refused(text: str, said: str) -> None:
    assert said in only_problem(text).message


def test_clients_that_begin_apart_may_be_a_million() -> None:
    assert not problems("clients: [{count: 1000000, every: 1ms}, {count: 100000}]\n")


@pytest.mark.parametrize(
    "text",
    [
        "clients: [{requests: [{method: POST, target: /, body_size: 1GiB}]}]\n",
        "server: {routes: [{pattern: /, handler: {body_size: 1GiB}}]}\n",
        "server: {routes: [{pattern: /, handler: {chunks: 2x1GiB}}]}\n",
    ],
)
def test_a_body_that_would_not_fit_into_memory_is_refused(text: str) -> None:
    assert "too large; at most 256MiB" in only_problem(text).message
