"""``uniform language-server``: answer an editor, on standard input and output."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument(
        "--stdio",
        action="store_true",
        help="on standard input and output, which is the only way; editors may pass this",
    )


def run(chosen: argparse.Namespace) -> int:
    """Run the verb."""
    from uniform.editor.server import require_pygls, serve

    del chosen
    require_pygls()
    serve()
    return 0
