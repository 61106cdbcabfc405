"""The language server: mistakes as they are typed, what a name is, where it is declared, and canonical layout.

It speaks the Language Server Protocol on standard input and output, by the library pygls (extra ``editor``). Texts that
are open in the editor take the place of files, also where others import them. After each change the open texts are
analyzed again, once the typing pauses.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

from uniform.editor.analysis import Analysis, analyze
from uniform.editor.hover import describe, describe_family
from uniform.editor.positions import column_of, offset_of
from uniform.language.format import format_program
from uniform.language.imports import library_file
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import LIBRARY, Source, Span

_PAUSE = 0.15  # seconds without a change before a text is analyzed


def require_pygls() -> None:
    """Raise UniformError (U713) unless pygls can be imported."""
    if find_spec("pygls") is None:
        hint = "pip install 'uniform-circuits[editor]'"
        raise UniformError(Diagnostic("U713", "the language server needs pygls, which is not installed", help=hint))


def serve() -> None:
    """Serve one editor on standard input and output, until it ends the connection."""
    server = make_server()
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")  # pygls closes what it uses
    with questions, answers, redirect_stdout(sys.stderr):  # nothing else is written among the answers
        server.start_io(questions, answers)


def make_server() -> Any:
    """A server of pygls with the features of this file."""
    from lsprotocol import types
    from pygls.lsp.server import LanguageServer

    server = LanguageServer("uniform", version("uniform-circuits"))
    state = _State(server)

    async def changed(params: Any) -> None:
        await state.changed(params)

    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_function(state.opened))
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(changed)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_function(state.closed))
    server.feature(types.TEXT_DOCUMENT_HOVER)(_function(state.hover))
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_function(state.definition))
    server.feature(types.TEXT_DOCUMENT_FORMATTING)(_function(state.format))
    return server


def _function(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The method as a function: pygls gives what it registers attributes, which methods cannot have."""

    def function(params: Any) -> Any:
        return method(params)

    return function


class _State:
    """The open texts and what is known about them."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.analyses: dict[str, Analysis] = {}  # of open texts, by address
        self.published: set[str] = set()  # addresses with messages
        self.changes = 0

    # ------------------------------------------------------------ texts

    def opened(self, params: Any) -> None:
        """A text was opened."""
        self.analyses.pop(params.text_document.uri, None)
        self.analyze()

    async def changed(self, params: Any) -> None:
        """A text was changed. Only the last of several changes in a row is followed by an analysis."""
        del params
        self.changes += 1
        now = self.changes
        await asyncio.sleep(_PAUSE)
        if now == self.changes:
            self.analyze()

    def closed(self, params: Any) -> None:
        """A text was closed."""
        self.analyses.pop(params.text_document.uri, None)
        self.analyze()

    def analyze(self) -> None:
        """Analyze all open texts, and publish their messages."""
        documents = dict(self.server.workspace.text_documents)
        texts = {os.path.realpath(_path(uri)): document.source for uri, document in documents.items()}
        self.analyses = {uri: analyze(Source(_path(uri), each.source), texts) for uri, each in documents.items()}
        self.publish()

    def current(self, uri: str) -> Analysis:
        """The analysis of a text as it is now; of a file that is not open, as it is saved."""
        found, document = self.analyses.get(uri), self.server.workspace.get_text_document(uri)
        if uri not in self.server.workspace.text_documents:
            return analyze(Source(_path(uri), _saved_text(document)))
        if found is None or found.source.text != document.source:
            self.analyze()
        return self.analyses[uri]

    def publish(self) -> None:
        """Send the messages about each file, and none about files without."""
        from lsprotocol import types

        found: dict[str, list[Any]] = {uri: [] for uri in self.analyses}
        for root, analysis in self.analyses.items():
            for diagnostic in analysis.diagnostics:
                span = diagnostic.span or Span(analysis.source, 0, 0)
                uri = root if span.source.name == analysis.source.name else _uri(span.source)
                message = self.message(diagnostic, span, uri)
                if message not in found.setdefault(uri, []):
                    found[uri].append(message)
        for uri in self.published - found.keys():
            found[uri] = []
        for uri, messages in found.items():
            self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, messages))
        self.published = {uri for uri, messages in found.items() if messages}

    def message(self, diagnostic: Diagnostic, span: Span, uri: str) -> Any:
        """A message about a file."""
        from lsprotocol import types

        related = [
            types.DiagnosticRelatedInformation(self.location(label.span, span.source, uri), label.text)
            for label in diagnostic.others
        ]
        error = diagnostic.severity == "error"
        return types.Diagnostic(
            self.range(span),
            "\n".join(_lines(diagnostic)),
            types.DiagnosticSeverity.Error if error else types.DiagnosticSeverity.Warning,
            code=diagnostic.code,
            source="uniform",
            related_information=related or None,
        )

    # ------------------------------------------------------------ places

    def location(self, span: Span, beside: Source, uri: str) -> Any:
        """The place of a span; the address of the text ``beside`` is known."""
        from lsprotocol import types

        return types.Location(uri if span.source.name == beside.name else _uri(span.source), self.range(span))

    def range(self, span: Span) -> Any:
        """A span in lines and columns."""
        from lsprotocol import types

        encoding = self.encoding()
        lines = [Span(span.source, offset, offset).line - 1 for offset in (span.start, span.end)]
        columns = [column_of(span.source, offset, encoding) for offset in (span.start, span.end)]
        return types.Range(types.Position(lines[0], columns[0]), types.Position(lines[1], columns[1]))

    def offset(self, source: Source, position: Any) -> int:
        """The offset of a position."""
        return offset_of(source, position.line, position.character, self.encoding())

    def encoding(self) -> str:
        """What columns count, such as `utf-16`."""
        found = self.server.workspace.position_encoding
        return str(getattr(found, "value", found))

    # ------------------------------------------------------------ questions

    def hover(self, params: Any) -> Any:
        """What the name at a place is."""
        from lsprotocol import types

        analysis = self.current(params.text_document.uri)
        offset = self.offset(analysis.source, params.position)
        name = analysis.name_at(offset)
        family = None if analysis.program is None else analysis.program.family
        if name is not None:
            text, span = describe(analysis, name), name.span
        elif family is not None and family.name_span.start <= offset <= family.name_span.end:
            text, span = describe_family(analysis) or "", family.name_span
        else:
            return None
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), self.range(span)) if text else None

    def definition(self, params: Any) -> Any:
        """Where the name at a place is declared, or the file that is imported there."""
        uri = params.text_document.uri
        analysis = self.current(uri)
        offset = self.offset(analysis.source, params.position)
        name, file = analysis.name_at(offset), analysis.import_at(offset)
        span = None if file is None else Span(file.span.source, 0, 0)
        if name is not None:
            span = name.symbol.span
        if span is None:
            return None
        return self.location(span, analysis.source, uri)

    def format(self, params: Any) -> Any:
        """The text in canonical layout; None if it does not parse."""
        from lsprotocol import types

        source = self.current(params.text_document.uri).source
        try:
            text = format_program(source)
        except UniformError:
            return None
        return [] if text == source.text else [types.TextEdit(self.range(Span(source, 0, len(source.text))), text)]


# ---------------------------------------------------------------- addresses


def _path(uri: str) -> str:
    """The path of a file, or a name in angle brackets for a text that is not in a file."""
    from pygls.uris import to_fs_path

    parts = urlsplit(uri)
    return to_fs_path(uri) or "" if parts.scheme == "file" else f"<{unquote(parts.path)}>"


def _saved_text(document: Any) -> str:
    """The text of a file that is not open; nothing if it was never saved, or cannot be read."""
    try:
        return str(document.source)
    except (OSError, ValueError):
        return ""


def _uri(source: Source) -> str:
    """The address of a file that is imported."""
    from pygls.uris import from_fs_path

    name = source.name
    path = str(library_file(name.removeprefix(LIBRARY))) if source.is_shipped else os.path.abspath(name)
    return from_fs_path(path) or ""


# ---------------------------------------------------------------- messages


def _lines(diagnostic: Diagnostic) -> Iterable[str]:
    label = f" ({diagnostic.label})" if diagnostic.label else ""
    yield f"{diagnostic.message}{label}"
    yield from (f"note: {note}" for note in diagnostic.notes)
    if diagnostic.help is not None:
        yield f"help: {diagnostic.help}"
