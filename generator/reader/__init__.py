"""YAML text → records with places and diagnostics: the syntax and shape stages (the only importer of yaml)."""

from generator.reader.document import Document
from generator.reader.files import Reading, parsed, read, record_again
from generator.reader.syntax import decode

__all__ = ["Document", "Reading", "decode", "parsed", "read", "record_again"]
