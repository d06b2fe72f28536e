"""Compiled templates, in the memory."""

from __future__ import annotations

from inspect import getsource
from io import BytesIO
from secrets import token_hex
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.incremental.marks import digest, mark
from generator.incremental.store import Row, Store

CODE = "code"


class Bytecode(BytecodeCache):
    """The code of templates, which hangs on their text and on how an environment reads it."""

    def __init__(self, store: Store, env: Any) -> None:
        self._store = store
        flags = [env.trim_blocks, env.lstrip_blocks, env.newline_sequence, env.keep_trailing_newline, env.autoescape]
        readers = [(name, _source(type(env.extensions[name]))) for name in sorted(env.extensions)]
        self._mark = mark([flags, readers, env.block_start_string, env.variable_start_string])

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code, if it is known."""
        row = self._store.row(CODE, bucket.key)
        if row and row.key == self._key(bucket):
            bucket.load_bytecode(BytesIO(row.data))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of a bucket."""
        data = BytesIO()
        bucket.write_bytecode(data)
        self._store.put(CODE, bucket.key, Row(self._key(bucket), data.getvalue()))

    def _key(self, bucket: Bucket) -> bytes:
        return digest(self._mark, bucket.checksum.encode())


def _source(sort: type) -> str:
    """How an extension reads templates; where nobody can tell, it is never the same."""
    try:
        return getsource(sort)
    except (OSError, TypeError):
        return token_hex()
