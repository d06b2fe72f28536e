"""The rules that look past one file: each is one function, and one Markdown file in `tests/check/`."""

from generator.checks.rules import RULES, check

__all__ = ["RULES", "check"]
