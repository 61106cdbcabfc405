"""A program in several files: what stands above the family is dealt out to files that import each other.

Names that a file imports are not handed on, so each file imports all files that declare what it uses, and at times one
more; whichever way leads to a file, it is read once.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

_WORD = re.compile(r"[A-Za-z_]\w*")
_DECLARED = re.compile(r"(?:const|let|table|def|block)\s+(\w+)")


def in_files(text: str, folder: Path, random: Random | None = None) -> Path:
    """Write the program to files, and return the one with the family. Without ``random``, each item above the family
    has a file of its own, and all files import all those before them, so nothing is left out and the order is kept."""
    above, family = re.split(r"^(?=family)", text, maxsplit=1, flags=re.MULTILINE)
    files: list[list[str]] = []
    for item in (item for item in re.split(r"^(?=\S)", above, flags=re.MULTILINE) if item.strip()):
        if not files or random is None or random.random() < 0.6:
            files.append([])
        files[-1].append(item)
    (folder / "parts").mkdir()
    declared: list[set[str]] = []
    for place, file in enumerate([*files, [family]]):
        words = set(_WORD.findall("".join(file)))
        imported = range(place)
        if random is not None:
            used = [other for other in imported if declared[other] & words or random.random() < 0.2]
            imported = random.sample(used, len(used))
        imports = "".join(f'import "{_written(random, other)}"\n' for other in imported)
        path = folder / _written(None, place)
        path.write_text(imports + "".join(file), encoding="utf-8")
        declared.append({found[1] for found in map(_DECLARED.match, file) if found})
    return path


def _written(random: Random | None, place: int) -> str:
    """A file, or one of several ways to write its path."""
    name = f"item{place}.gen"
    return name if random is None else random.choice([name, f"./{name}", f"parts/../{name}"])
