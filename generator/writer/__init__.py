"""What people's files look like: the canonical form, and new files (the only importer of ruamel.yaml)."""

from generator.writer.draft import completed, slug_of, written
from generator.writer.formatting import WouldChangeError, formatted
from generator.writer.issue import Answers, answers
from generator.writer.settings import BadSettings, Settings

__all__ = [
    "Answers",
    "BadSettings",
    "Settings",
    "WouldChangeError",
    "answers",
    "completed",
    "formatted",
    "slug_of",
    "written",
]
