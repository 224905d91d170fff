"""What goes over the wire as it stands: nothing in a scenario can forge a header line or a second request."""

import pytest

from tests.scenario.texts import problems, scenario


def request_problems(fields: str) -> list[str]:
    """What is said against one request, apart from what is not simulated yet."""
    found = problems(f"clients: [{{requests: [{{{fields}}}]}}]\n")
    return [problem.message for problem in found if "not simulated" not in problem.message]


@pytest.mark.parametrize(
    "fields",
    [
        "target: /",
        "target: /hello?x=1#y",
        "target: //hello/../x",
        "target: /%zz",
        "target: 'http://example.com/hello'",
        "target: 'HTTP://example.com'",
        "target: '*', method: OPTIONS",
        "target: '*'",
        "target: 'example.com:80', method: CONNECT",
        "target: /, method: CONNECT",
        "target: /, method: get",
        "target: /, method: M-SEARCH",
        "target: /, host: ''",
        "target: /, host: '[::1]:3000'",
        "target: /, headers: {}",
        "target: /, headers: {Accept: '*/*', X-Empty: '', Cookie: 'a=b; c=\"d\"'}",
        "target: /, headers: {Connection: keep-alive}",
        "target: /, headers: {Content-Length: '0'}, method: POST",
    ],
)
def test_what_a_client_may_send(fields: str) -> None:
    assert request_problems(fields) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("target: hello", "did you mean '/hello'?"),
        ("target: ''", "no request target"),
        ("target: 'ftp://x/'", "no request target"),
        ("target: 'example.com:80'", "only CONNECT"),
        ("target: '/a b'", "U+0020"),
        ('target: "/a\\r\\nHost: evil"', "U+000D"),
        ("target: /café", "%-encode"),
        ("target: /, method: 'G T'", "not a method"),
        ("target: /, method: ''", "not a method"),
        ('target: /, method: "GET\\r\\n"', "not a method"),
        ('target: /, host: "a\\r\\nX: y"', "U+000D"),
        ("target: /, host: 'a b'", "U+0020"),
        ('target: /, headers: {"X\\r\\nY": a}', "line break"),
        ("target: /, headers: {'X Y': a}", "not a header name"),
        ("target: /, headers: {'X:': a}", "not a header name"),
        ("target: /, headers: {'': a}", "not a header name"),
        ('target: /, headers: {X: "a\\r\\nY: b"}', "line break"),
        ('target: /, headers: {X: "a\\nb"}', "line break"),
        ('target: /, headers: {X: "a\\0b"}', "U+0000"),
        ('target: /, headers: {X: "a\\eb"}', "U+001B"),
        ("target: /, headers: {X: ' a'}", "blank"),
        ("target: /, headers: {X: é}", "printable ASCII"),
        ("target: /, headers: {X: 5}", 'put it in quotes, "5"'),
        ("target: /, headers: [X]", "must be a mapping"),
        ("target: /, headers: {Host: a}", "what host says"),
        ("target: /, headers: {X: a, x: b}", "letter case does not count"),
        ("target: /, close: true, headers: {Connection: close}", "what close says"),
        ("target: /, close: yes", "true or false"),
        ("raw: ''", "must not be empty"),
        ('raw: "\\ud800"', "U+D800"),
        ("raw: x, close: true", "contradicts raw"),
    ],
)
def test_what_a_client_may_not_send(fields: str, said: str) -> None:
    (message,) = request_problems(fields)
    assert said in message


def test_headers_keep_their_order_and_their_letter_case() -> None:
    sent = scenario("clients: [{requests: [{headers: {b: '1', A: '2', c: '3'}}]}]\n").clients[0].requests[0]
    assert sent.headers == (("b", "1"), ("A", "2"), ("c", "3"))


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        ("hello\\n", True),
        ("a\\tb\\r\\n", True),
        ("", True),
        ("é", False),
        ("\\0", False),
        ("\\e[2J", False),
        ("\\x7f", False),
    ],
)
def test_a_body_is_ascii_text(body: str, taken: bool) -> None:
    assert (problems(f'server: {{routes: [{{handler: {{body: "{body}"}}}}]}}\n') == ()) is taken


@pytest.mark.parametrize(
    ("pattern", "taken"),
    [
        ("GET /hello", True),
        ("/caf\u00e9", True),
        ("/cafe\u0301", False),
        ("/a\\eb", False),
        ("/a\u202eb", False),
        ("", False),
    ],
)
def test_a_pattern_is_text_that_shows_what_it_is(pattern: str, taken: bool) -> None:
    assert (problems(f'server: {{routes: [{{pattern: "{pattern}"}}]}}\n') == ()) is taken
