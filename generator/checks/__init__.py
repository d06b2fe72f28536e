"""The rules that look past one file: each is one function, and one Markdown file in `tests/check/`."""

from generator.checks.rules import FILE_RULES, RULES, check

__all__ = ["FILE_RULES", "RULES", "check"]
