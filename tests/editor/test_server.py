"""The language server, driven over its protocol by a client of a few lines."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from uniform.cli import main
from uniform.language.format import format_program
from uniform.language.imports import library_file
from uniform.messages.spans import Source

pytestmark = pytest.mark.slow  # the server takes seconds to start

MAIN = """\
import "parts.gen"

family chain(n)
  "The OR of neighbors."
  input   x[0..w]
  output  y
  part    p[1..w] = both()
  counter v <= n^2

  for i in 1..w
    p[i] := both(x[i-1], x[i])
  v <- twice(n)
  y := OR(p[i].s for i in 1..w)  # \N{MATHEMATICAL BOLD SMALL X} is two units
"""
PARTS = """\
let w = n + 1

def twice(v <= n) -> r <= 2*n
  "Two times v."
  r <- 2*v

block both()
  "a and b."
  input  a, b
  output s

  s := AND(a, b)
"""


class Client:
    """A client that answers nothing, and waits for what it asked for."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, encodings: list[str] | None = None) -> None:
        self.process = process
        self.folder = folder
        self.number = 0
        self.published: dict[str, list[Any]] = {}
        capabilities = {"general": {"positionEncodings": encodings}} if encodings else {}
        self.capabilities = self.ask(
            "initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities}
        )["capabilities"]
        self.tell("initialized", {})

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def tell(self, method: str, params: Any, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> Any:
        """The next message."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        assert length, "the server has ended"
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.tell(method, params, id=self.number)
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def at(self, method: str, name: str, line: int, character: int) -> Any:
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": self.uri(name)}, "position": place})

    def open(self, name: str, text: str) -> list[Any]:
        document = {"uri": self.uri(name), "languageId": "uniform", "version": 1, "text": text}
        return self.wait("textDocument/didOpen", {"textDocument": document}, name)

    def change(self, name: str, text: str, version: int) -> list[Any]:
        document = {"uri": self.uri(name), "version": version}
        return self.wait("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}, name)

    def wait(self, method: str, params: Any, name: str) -> list[Any]:
        """The messages about a file that the server publishes next."""
        self.published.pop(self.uri(name), None)
        self.tell(method, params)
        while self.uri(name) not in self.published:
            self.receive()
        return self.published[self.uri(name)]


@contextmanager
def started(folder: Path, encodings: list[str] | None = None) -> Iterator[Client]:
    (folder / "parts.gen").write_text(PARTS)
    (folder / "main.gen").write_text(MAIN)
    command = [sys.executable, "-m", "uniform", "language-server", "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder) as process:
        end = Timer(60, process.kill)  # a server that does not answer fails the test
        end.start()
        try:
            found = Client(process, folder, encodings)
            yield found
            found.ask("shutdown", None)
            found.tell("exit", None)
            assert process.wait() == 0
        finally:
            end.cancel()
            process.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with started(tmp_path_factory.mktemp("editor")) as found:
        yield found


@pytest.fixture
def client(server: Client) -> Iterator[Client]:
    yield server
    for name in ("main.gen", "parts.gen"):
        server.tell("textDocument/didClose", {"textDocument": {"uri": server.uri(name)}})
    assert server.at("hover", "main.gen", 0, 0) is None  # also of a file that is not open; all is said before it


def place(start: tuple[int, int], end: tuple[int, int]) -> Any:
    return {
        "start": {"line": start[0], "character": start[1]},
        "end": {"line": end[0], "character": end[1]},
    }


def test_mistakes_come_and_go(client: Client) -> None:
    (found,) = client.open("main.gen", MAIN.replace("twice(n)", "twice(m)"))
    assert (found["code"], found["severity"], found["source"]) == ("U201", 1, "uniform")
    assert found["range"] == place((11, 13), (11, 14))
    assert found["message"].splitlines()[0] == "`m` is not declared (unknown name)"
    assert client.change("main.gen", MAIN, 2) == []
    (found,) = client.change("main.gen", MAIN.replace("n^2", "2^n"), 3)
    assert found["code"] == "U301"
    (found,) = client.change("main.gen", MAIN.replace("for i in 1..w\n", "for i in w..1\n", 1), 4)
    assert (found["code"], found["severity"]) == ("U109", 2)


def test_mistakes_in_an_imported_file_are_shown_there(client: Client) -> None:
    assert client.open("main.gen", MAIN) == []
    assert client.open("parts.gen", PARTS) == []
    assert client.change("parts.gen", PARTS.replace("let w", "let width"), 2) == []
    assert [found["code"] for found in client.published[client.uri("main.gen")]] == ["U201"]
    (found,) = client.change("parts.gen", PARTS.replace("AND(a, b)", "AND(a, c)"), 3)
    assert found["code"] == "U201"
    assert client.change("parts.gen", PARTS, 4) == []
    assert client.published[client.uri("main.gen")] == []


def test_related_places(client: Client) -> None:
    (found,) = client.open("main.gen", MAIN.replace("counter v", "counter w"))[:1]
    assert found["code"] == "U203"
    (related,) = found["relatedInformation"]
    assert related["location"] == {"uri": client.uri("parts.gen"), "range": place((0, 4), (0, 5))}


def hover(client: Client, line: int, character: int) -> str:
    found = client.at("hover", "main.gen", line, character)
    return "" if found is None else str(found["contents"]["value"])


def test_hover(client: Client) -> None:
    client.open("main.gen", MAIN)
    assert "counter v <= n^2" in hover(client, 7, 10)
    assert "tape `v`: 2*bits(n) digits, 2*bits(n) + 2 cells" in hover(client, 11, 2)
    assert "let w = n + 1" in hover(client, 4, 15)
    assert "a and b." in hover(client, 6, 21)
    assert "block both()" in hover(client, 10, 13)
    assert "Two times v." in hover(client, 11, 8)
    assert "output s" in hover(client, 12, 15)
    assert "its tape has bits(n) + 2 cells" in hover(client, 7, 15)
    assert hover(client, 2, 9).startswith("The OR of neighbors.\n\nwork cells = ")
    assert hover(client, 8, 0) == ""


def test_hover_tells_numbers_of_one_name_apart(client: Client) -> None:
    """The `v` of the function has another tape than that of the family."""
    text = MAIN.replace("counter v <= n^2", "counter v <= n^2, u <= n").replace("v <- twice(n)", "v <- twice(u)")
    client.open("main.gen", text)
    client.open("parts.gen", PARTS)
    assert "tape `v`: 2*bits(n) digits" in hover(client, 11, 2)
    assert "`twice.v`" not in hover(client, 11, 2)


def test_definitions(client: Client) -> None:
    client.open("main.gen", MAIN)

    def defined(line: int, character: int) -> Any:
        return client.at("definition", "main.gen", line, character)

    parts, main = client.uri("parts.gen"), client.uri("main.gen")
    assert defined(0, 10) == {"uri": parts, "range": place((0, 0), (0, 0))}
    assert defined(4, 15) == {"uri": parts, "range": place((0, 4), (0, 5))}
    assert defined(6, 21) == defined(10, 13) == {"uri": parts, "range": place((6, 6), (6, 10))}
    assert defined(11, 8) == {"uri": parts, "range": place((2, 4), (2, 9))}
    assert defined(12, 15) == {"uri": parts, "range": place((9, 9), (9, 10))}
    assert defined(11, 2) == {"uri": main, "range": place((7, 10), (7, 11))}
    assert defined(10, 20) == {"uri": main, "range": place((9, 6), (9, 7))}
    assert defined(7, 15) is None


def test_definitions_in_the_library(client: Client) -> None:
    text = (
        'import "lib:adders"\nfamily f(n)\n  input  a\n  output y\n  part   p = half()\n  p := half(a, a)\n  y := p.s\n'
    )
    assert client.open("main.gen", text) == []
    found = client.at("definition", "main.gen", 4, 15)
    assert found["uri"] == library_file("adders").as_uri()


def test_format(client: Client) -> None:
    untidy = MAIN.replace("  v <- twice(n)", "  v<-twice( n )")
    client.open("main.gen", untidy)
    options = {"textDocument": {"uri": client.uri("main.gen")}, "options": {"tabSize": 2, "insertSpaces": True}}
    (edit,) = client.ask("textDocument/formatting", options)
    assert edit["newText"] == format_program(Source("main.gen", MAIN))
    assert edit["range"] == place((0, 0), (13, 0))
    client.change("main.gen", edit["newText"], 2)
    assert client.ask("textDocument/formatting", options) == []
    client.change("main.gen", "family f(n\n", 3)
    assert client.ask("textDocument/formatting", options) is None


def test_columns_count_utf16_units(client: Client) -> None:
    text = MAIN.replace('"The OR of', '"\N{MATHEMATICAL BOLD SMALL X} $ "  $ #')
    found = client.open("main.gen", text)
    assert [each["range"]["start"] for each in found][:1] == [{"line": 3, "character": 11}]


def test_columns_count_what_the_editor_counts(tmp_path: Path) -> None:
    text = MAIN.replace('"The OR of', '"\N{MATHEMATICAL BOLD SMALL X} $ "  $ #')
    with started(tmp_path, ["utf-8", "utf-16"]) as client:
        assert client.capabilities["positionEncoding"] == "utf-8"
        found = client.open("main.gen", text)
        assert [each["range"]["start"] for each in found][:1] == [{"line": 3, "character": 13}]


def test_a_text_that_is_closed_and_was_never_saved(client: Client) -> None:
    """An editor may still ask about it."""
    options = {"textDocument": {"uri": client.uri("never.gen")}, "options": {"tabSize": 2, "insertSpaces": True}}
    assert client.at("hover", "never.gen", 0, 0) is None
    assert client.at("definition", "never.gen", 0, 0) is None
    assert client.ask("textDocument/formatting", options) is None


def test_a_connection_that_ends_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uniform", "language-server"]
    done = subprocess.run(command, input=b"", capture_output=True, cwd=tmp_path, check=False, timeout=100)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"Traceback" not in done.stderr


def test_without_the_library(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("uniform.editor.server.find_spec", lambda name: None)
    assert main(["language-server"]) == 2
    assert capfd.readouterr().err.startswith("error[U713]: the language server needs pygls, which is not installed\n")


def test_texts_without_a_file(client: Client) -> None:
    document = {
        "uri": "untitled:Untitled-1",
        "languageId": "uniform",
        "version": 1,
        "text": "family f(n)\n  y := TRUE\n",
    }
    client.tell("textDocument/didOpen", {"textDocument": document})
    while "untitled:Untitled-1" not in client.published:
        client.receive()
    (found,) = client.published["untitled:Untitled-1"]
    assert found["code"] == "U201"
    client.tell("textDocument/didClose", {"textDocument": {"uri": "untitled:Untitled-1"}})
    del client.published["untitled:Untitled-1"]
    while "untitled:Untitled-1" not in client.published:
        client.receive()
    assert client.published["untitled:Untitled-1"] == []
