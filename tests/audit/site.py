"""A built site: its pages by type, and a server for them that compresses as real ones do."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml"}


class Site:
    """The folder of a built site, and what kinds of pages it has."""

    def __init__(self, folder: Path, types: Mapping[str, str]) -> None:
        self.folder, self._types = folder, types

    @cached_property
    def pages(self) -> Mapping[str, list[Path]]:
        """The files of each type of page, the lightest first; a type without any is left out."""
        taken: set[Path] = set()
        found: dict[str, list[Path]] = {}
        # A name without a star is one page; it is no example of the type that its folder holds.
        for name, pattern in sorted(self._types.items(), key=lambda item: "*" in item[1]):
            files = [file for file in self.folder.glob(pattern) if file not in taken and not _moved(file)]
            taken.update(files)
            if files:
                found[name] = sorted(files, key=lambda file: (file.stat().st_size, file))
        return {name: found[name] for name in self._types if name in found}

    def address(self, file: Path) -> str:
        """The address of a file below the site's own."""
        return "/" + file.relative_to(self.folder).as_posix().removesuffix("index.html")

    @property
    def examples(self) -> Mapping[str, str]:
        """The address of the heaviest page of each type."""
        return {name: self.address(files[-1]) for name, files in self.pages.items()}


def _moved(file: Path) -> bool:
    return 'http-equiv="refresh"' in file.read_text("utf-8")[:1000]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, compressed and to be kept for a year."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, directory=str(folder), **options)

        def log_message(self, *_: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            file = Path(self.translate_path(self.path))
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file():
                self._answer(404, folder / "404.html")
            else:
                self._answer(200, file)

        def _answer(self, status: int, file: Path) -> None:
            data = file.read_bytes() if file.is_file() else b""
            packed = file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
            data = gzip.compress(data) if packed else data
            self.send_response(status)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "max-age=31536000")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
