"""What changed between two books, as values and in words: one text for reviewers, change notes and the feed."""

from generator.differences.books import compare, compare_entities
from generator.differences.values import RENDERINGS, Comparison, Difference, changed_pages

__all__ = ["RENDERINGS", "Comparison", "Difference", "changed_pages", "compare", "compare_entities"]
