"""The form for a role's file, as somebody with a keyboard fills it in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from generator.model import Role
from generator.reader import read

# Texts that could be taken for something else than texts.
HOSTILE = [
    "a: b # c",
    '"quoted" and \\backslash\\ and \\n',
    "- not a list",
    "{not: a record}",
    "[not, a, list]",
    "*no alias & no anchor",
    "!no tag",
    "'single'",
    "null",
    "yes",
    "1.10",
    "2026-11-03",
    "10:30",
    "ends with a colon:",
    "héllo — “naïve” 灯台 🗼 👨‍👩‍👧",
    "tab\tand  two  spaces",
    "one line\nand another",
    "% @ ` | > ?",
    "~",
]


@contextmanager
def unfailing(browser: Browser) -> Iterator[Page]:
    """A page without drafts, in which every error of a script is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def opened(page: Page, site: str, query: str = "") -> Page:
    page.goto(f"{site}/contribute/new-role/{query}")
    page.wait_for_selector("#role-form:not([hidden])")
    return page


def settled(page: Page) -> None:
    """Wait until the form has taken in what was typed last."""
    page.wait_for_selector("#form-yaml[aria-busy='false']")


def preview(page: Page) -> str:
    settled(page)
    return page.text_content("#form-yaml") or ""


def as_role(text: str) -> Role:
    reading = read(Role, "roles/tower/tried.yml", text.encode())
    assert reading.value is not None, reading.faults
    return reading.value


def focused(page: Page) -> str:
    """What a screen reader calls the element with the focus, in the group that it stands in."""
    return str(
        page.evaluate(
            """() => {
              const focus = document.activeElement
              const group = focus.closest("fieldset")?.querySelector("legend")?.textContent ?? ""
              const label = focus.labels?.[0]?.textContent || focus.getAttribute("aria-label") || focus.textContent
              return `${group} | ${label}`.replaceAll(" (required)", "")
            }"""
        )
    )


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has this name."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    pytest.fail(f"Tab never reached {name!r}")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.insert_text(text)


def choose(page: Page, name: str, label: str) -> None:
    tab_to(page, name)
    page.keyboard.type(label)


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)


def fill_by_keyboard(page: Page) -> None:
    page.focus("#form-clear")
    choose(page, " | Family", "In the tower")
    type_into(page, " | Title", "Fog signaller")
    choose(page, " | Kind", "Job")
    type_into(page, " | Kind because", "Paid by the day: no grade. [^fog-log]")
    type_into(page, " | Summary", "Sounds the horn # and writes it down.")
    press(page, "Time | A season", "Space")
    press(page, "How it pays | By the day", "Space")
    press(page, "Place | On a rock", "Space")
    choose(page, "Facets | Getting in", "Open")
    for number, text in enumerate(("Winds the horn", "Counts the ships", "Writes the log"), 1):
        type_into(page, f"Does | Does, entry {number}", f"{text}. [^fog-log]")
    press(page, "Does | Add an entry: Does")
    assert focused(page) == "Does | Does, entry 4"
    page.keyboard.insert_text('Says "all clear" at dawn. [^fog-log]')
    for field in ("Good fit", "Poor fit"):
        for number in (1, 2):
            type_into(page, f"{field} | {field}, entry {number}", f"You like fog, reason {number}.")
    press(page, "Similar | Add an entry: Similar")
    assert focused(page) == "Similar | Role"
    page.keyboard.insert_text("lamp-trimmer")
    type_into(page, "Similar | Because", "The same tower by day.")
    type_into(page, "Sources | Short name", "fog-log")
    type_into(page, "Sources | Title", "Log of the horn")
    type_into(page, "Sources | Publisher", "Example Lighthouse Board")
    type_into(page, "Sources | Published", "2025")
    type_into(page, "Sources | Accessed", "2026-11")
    choose(page, "Sources | Kind", "account")
