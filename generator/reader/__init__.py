"""YAML text → records with places and diagnostics: the syntax and shape stages (the only importer of yaml)."""

from generator.reader.document import Document
from generator.reader.files import Reading, parsed, read, read_again

__all__ = ["Document", "Reading", "parsed", "read", "read_again"]
