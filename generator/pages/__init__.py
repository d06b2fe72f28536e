"""Book and graph → pages in Markdown, through templates (the only importer of jinja2)."""

from generator.pages.blocks import Blocks
from generator.pages.environment import EVIDENCE_WORDS, TEMPLATES, TemplateFault
from generator.pages.render import Page, fault_page, pages

__all__ = ["EVIDENCE_WORDS", "TEMPLATES", "Blocks", "Page", "TemplateFault", "fault_page", "pages"]
