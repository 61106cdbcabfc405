"""Standard output, error and input in bad shape: full, closed, cut off; and what is held back before a trap."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import uniform as u
from tests.quick import one_in
from uniform.cli.files import whole_lines

UNIFORM = [sys.executable, "-m", "uniform"]
COMMANDS = ["list", "--help", "generate parity_tree -n 3 --via reference", "explain U404"]
LONG = "g" * 60  # a mebibyte is soon full
LATE = f"""family late(n)
  input  x[1..n]
  output y
  gate   {LONG}[1..n]

  for i in 1..n
    {LONG}[i] := XOR(x[i], x[i])
  y := x[n+1]
"""


def failing(chunks: list[bytes]) -> Iterator[bytes]:
    yield from chunks
    raise EOFError


def printed(chunks: Iterator[bytes]) -> bytes:
    """What comes out before the exception."""
    out: list[bytes] = []
    with pytest.raises(EOFError):
        out.extend(whole_lines(chunks))
    return b"".join(out)


def test_a_small_text_is_held_back_whole() -> None:
    assert printed(failing([b"one\n" * 1000, b"tw"])) == b""
    assert b"".join(whole_lines([b"one\ntw", b"o\nthree"])) == b"one\ntwo\nthree"
    assert b"".join(whole_lines([])) == b""


def test_a_large_text_ends_with_a_whole_line() -> None:
    line = b"g = XOR x[1] x[2]\n"
    many = [line * 10_000 + line[:5], line[5:]] * 20
    assert b"".join(whole_lines(many)) == b"".join(many)
    out = printed(failing([*many, line[:9]]))
    assert len(out) > 1 << 20
    assert out == line * (len(out) // len(line))


def test_a_line_too_long_to_be_held_is_ended() -> None:
    long = [b"x[1] " * 100_000] * 8
    out = printed(failing([b"input\n", *long]))
    assert out.count(b"\n") == 2
    assert out.endswith(b"x[1] \n")
    assert max(map(len, whole_lines(long))) < 1 << 21


@pytest.mark.slow
@pytest.mark.parametrize("via", ["fast", "machine", "reference"])
def test_a_late_trap_ends_the_text_with_a_whole_line(via: str, tmp_path: Path) -> None:
    (tmp_path / "late.gen").write_text(LATE)
    words = [*UNIFORM, "generate", "late.gen", "-n", "16000", "--via", via]
    process = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
    assert process.returncode == 2
    assert len(process.stdout) > 1 << 20
    assert process.stdout.endswith(b"]\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("command", one_in(4, COMMANDS))
def test_a_full_disk(command: str) -> None:
    with open("/dev/full", "wb") as full:
        process = subprocess.run(
            [*UNIFORM, *command.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert process.returncode == 2
    assert "error[U705]: cannot write standard output: no space left on device" in process.stderr
    assert "Traceback" not in process.stderr
    assert "Exception ignored" not in process.stderr


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_device_as_output_file() -> None:
    words = [*UNIFORM, "generate", "parity_tree", "-n", "3", "--via", "reference", "-o", "/dev/full"]
    process = subprocess.run(words, capture_output=True, text=True, check=False)
    assert process.returncode == 2
    assert "error[U705]: cannot write `/dev/full`" in process.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize(
    ("shell", "status", "said"),
    one_in(
        4,
        [
            ("{} list >&-", 2, "cannot write standard output: bad file descriptor"),
            ("{} generate nothing -n 3 2>&-", 2, ""),
            ("{} generate - -n 3 <&-", 2, "the file has no program"),
            ("{} generate parity_tree -n 3 --via reference -o out.ckt >&-", 0, ""),
        ],
    ),
)
def test_a_closed_stream(shell: str, status: int, said: str, tmp_path: Path) -> None:
    command = shell.format(f"{sys.executable} -m uniform")
    process = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert process.returncode == status
    assert process.stdout == ""
    assert said in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize("command", one_in(2, ["list", "generate ripple_adder -n 50000"]))
def test_a_reader_that_leaves(command: str) -> None:
    shell = f"{{ {sys.executable} -m uniform {command}; echo $? >&2; }} | head -1"
    process = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert process.stdout.count("\n") == 1
    assert process.stderr.splitlines()[-1] == "0"
    assert "Traceback" not in process.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs pipes")
@pytest.mark.parametrize(
    "command",
    [
        "compare parity_tree majority -n 3",
        *one_in(
            3,
            [
                "compare parity_tree majority -n 3 --json",
                "check parity_tree --against some.gen -n 3",
                "certify big.gen --json",
                "certify trap.gen",
                "certify trap.gen --json",
                "certify trap.gen --explain",
                "audit forged.json -n 1",
                "measure trap.gen -n 1",
                "run palindromes --input 01",
                "run palindromes --input 01 --json",
            ],
        ),
    ],
)
def test_a_reader_that_leaves_changes_no_verdict(command: str, tmp_path: Path) -> None:
    (tmp_path / "some.gen").write_text("family some(n)\n  input x[1..n]\n  output y\n  y := OR(x[i] for i in 1..n)\n")
    (tmp_path / "big.gen").write_text("family big(n)\n  input x[1..n]\n  output y\n  y := x[2^n mod 2 + 1]\n")
    (tmp_path / "trap.gen").write_text("family trap(n)\n  input x[1..n]\n  output y\n  y := x[n+1]\n")
    certificate = u.load("parity_tree").certificate().to_json()
    (tmp_path / "forged.json").write_text(json.dumps(certificate | {"forged": True}))
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [*UNIFORM, *command.split()], cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert process.returncode == 1
    assert "Traceback" not in process.stderr


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd")
def test_a_pipe_by_its_name_as_output_file() -> None:
    """`-o /dev/stdout` before a pipe, and `-o >(gzip > x.gz)` in a shell: the name is a link to no file."""
    reader, writer = os.pipe()
    words = [*UNIFORM, "generate", "parity_tree", "-n", "1", "--via", "reference", "-o", f"/dev/fd/{writer}"]
    process = subprocess.run(words, pass_fds=[writer], stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read().startswith(b"circuit parity_tree 1\n")
    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="needs modes")
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    from uniform.cli import main

    file = tmp_path / "own.gen"
    file.write_text("family own(n)\n  input x[1..n]\n  output y\n  y := x[1]\n")
    file.chmod(0o600)
    assert main(["format", str(file), "--write"]) == 0
    assert "input  x" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    from uniform.cli import main

    (tmp_path / "real.ckt").write_text("old")
    (tmp_path / "link.ckt").symlink_to("real.ckt")
    assert main(["generate", "parity_tree", "-n", "1", "-o", str(tmp_path / "link.ckt")]) == 0
    assert (tmp_path / "link.ckt").is_symlink()
    assert (tmp_path / "real.ckt").read_text().startswith("circuit parity_tree 1\n")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_terminated_command_leaves_no_part_of_a_file(tmp_path: Path) -> None:
    words = [*UNIFORM, "generate", "ripple_adder", "-n", "10^8", "-o", str(tmp_path / "out.ckt")]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    while process.poll() is None and not any(part.stat().st_size for part in tmp_path.iterdir()):
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", one_in(5, ["--help", "list", "explain U404", "check --help", "generat"]))
def test_light_commands_import_nothing_heavy(command: str) -> None:
    program = (
        "import sys; from uniform.cli import main; main(sys.argv[1:]); "
        "print(*(name for name in ('numpy', 'lark', 'numba', 'tqdm') if name in sys.modules), file=sys.stderr)"
    )
    words = [sys.executable, "-c", program, *command.split()]
    process = subprocess.run(words, capture_output=True, text=True, check=False)
    assert process.stderr.splitlines()[-1] == ""
