"""Book and graph → pages in Markdown, through templates (the only importer of jinja2)."""

from generator.pages.blocks import Blocks
from generator.pages.environment import TEMPLATES, TemplateFault, Unindented
from generator.pages.index import Index
from generator.pages.issue_form import issue_form_text
from generator.pages.maker import Maker
from generator.pages.memory import Known, World
from generator.pages.page import Page, Site
from generator.pages.render import data_page, fault_page, pages
from generator.wording import EVIDENCE_WORDS

__all__ = [
    "EVIDENCE_WORDS",
    "TEMPLATES",
    "Blocks",
    "Index",
    "Known",
    "Maker",
    "Page",
    "Site",
    "TemplateFault",
    "Unindented",
    "World",
    "data_page",
    "fault_page",
    "issue_form_text",
    "pages",
]
