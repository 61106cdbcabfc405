"""Reading program files: byte order marks, files that are not text, missing files."""

from __future__ import annotations

from pathlib import Path

import pytest

from uniform.arguments.texts import LARGEST_FILE, decode, read_source
from uniform.messages.errors import UniformError


def test_files_are_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "f.gen"
    for data in (b"family f(n)\r\n  v <- 1", b"\xef\xbb\xbffamily f(n)\r\n  v <- 1"):
        path.write_bytes(data)
        source = read_source(path)
        assert (source.name, source.text) == (str(path), "family f(n)\r\n  v <- 1")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"family f(n)\n  # \xff\n", "line 2 is not UTF-8 text"),
        (b"fam\0ly", "it is not text (byte 3 is 0)"),
        (b" " * (LARGEST_FILE + 1), "it has more than 16 MiB"),
    ],
)
def test_files_that_are_no_texts_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "f.gen"
    path.write_bytes(data)
    with pytest.raises(UniformError) as caught:
        read_source(path)
    assert f"cannot read `{path}`: {words}" in str(caught.value)
    with pytest.raises(UniformError, match="cannot read `<stdin>`"):
        decode(data, "<stdin>")


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UniformError, match="there is no such file"):
        read_source(tmp_path / "missing.gen")
    with pytest.raises(UniformError, match="it is a folder"):
        read_source(tmp_path)
