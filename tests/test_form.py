"""The form for a role's file, filled in by keyboard in a browser, and what it writes, read by the real command."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page

from generator.model import Role
from generator.reader import read
from tests.browser import chromium, hosting
from tests.forms import HOSTILE, as_role, fill_by_keyboard, focused, opened, press, preview, settled, unfailing
from tests.helpers import ROOT, copy_example, mkdocs, rolebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_example(tmp_path_factory.mktemp("form"))
    config, more = folder / "mkdocs.yml", "repo_url: https://github.com/crew/lights\nedit_uri: edit/main/docs/\n"
    config.write_text(more + config.read_text("utf-8"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The address of the example, built as a site with a repository on GitHub."""
    done = mkdocs("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    with hosting(folder / "site") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with unfailing(browser) as page:
        yield page


def test_a_role_filled_in_by_keyboard_passes_the_check(page: Page, site: str, tmp_path: Path) -> None:
    opened(page, site)
    fill_by_keyboard(page)
    press(page, " | Check the whole form")
    text = preview(page)

    assert page.locator("#form-summary li").all_inner_texts() == []
    assert page.evaluate("document.activeElement.id") == "form-send"
    folder = copy_example(tmp_path)
    (folder / "roles" / "tower" / "fog-signaller.yml").write_text(text, "utf-8")
    done = rolebook("check", "--strict", cwd=folder)
    assert done.returncode == 0, done.stdout
    address = urlsplit(page.get_attribute("#form-open", "href") or "")
    assert (
        f"{address.scheme}://{address.netloc}{address.path}" == "https://github.com/crew/lights/new/main/roles/tower/"
    )
    assert parse_qs(address.query) == {"filename": ["fog-signaller.yml"], "value": [text]}


def test_an_empty_form_names_what_is_missing_and_leads_there(page: Page, site: str) -> None:
    opened(page, site)
    page.click("text=Check the whole form")

    links = page.locator("#form-summary a")
    assert page.evaluate("document.activeElement.id") == "form-summary"
    assert {"Family: choose one", "Title: this is needed", "Does: 0 of at least 3 entries"} <= set(
        links.all_inner_texts()
    )
    page.click("#form-summary a:has-text('Title: this is needed')")
    assert focused(page) == " | Title"
    title = page.locator(":focus")
    assert title.get_attribute("aria-invalid") == "true"
    described = (title.get_attribute("aria-describedby") or "").split()
    assert "this is needed" in [page.text_content(f"#{id}") for id in described]


@pytest.mark.parametrize(
    ("label", "text", "message"),
    [
        ("Title", "x" * 161, "161 characters are more than 160: shorten it"),
        ("Title", "Lamp\u200btrimmer", "an invisible character, U+200B, stands in it: delete it"),
        ("Short name", "Wick Trimmer", "use small letters, digits and single hyphens only"),
        ("Short name", "lamp-trimmer", "another page has this name: choose one of its own"),
        ("Reviewed", "November 2026", "this is not written as asked; an example: 2026-11"),
        ("Summary", "See <b>this</b>", "write plain text, without HTML"),
        ("Summary", "Like a [[lamp-trimer]]", "no role has the short name lamp-trimer"),
        ("Summary", "See [[guide:landin]]", "no guide has the short name landin; there are: landing"),
        ("Kind because", "Paid. [^nowhere]", "no source has the short name nowhere: add it under Sources"),
    ],
)
def test_a_slip_is_told_beside_its_field_as_soon_as_it_is_left(
    page: Page, site: str, label: str, text: str, message: str
) -> None:
    opened(page, site)
    field = page.get_by_label(re.compile(rf"^{label}( \(required\))?$")).first
    field.fill(text)
    field.press("Tab")
    settled(page)

    assert page.text_content(f"#{field.get_attribute('id')}-error") == message
    assert message in (page.text_content("#form-status") or "")


def test_hostile_texts_are_read_back_as_they_were_typed(page: Page, site: str) -> None:
    opened(page, site, "?role=lamp-trimmer")
    before = as_role(preview(page))
    for _ in HOSTILE:
        page.click("fieldset:has(> legend:text-is('Week')) > button.form-add")
    boxes = page.locator("fieldset:has(> legend:text-is('Week')) textarea")
    for index, text in enumerate(HOSTILE):
        boxes.nth(len(before.week) + index).fill(text)

    role = as_role(preview(page))

    assert [*role.week] == [*before.week, *(" ".join(text.split()) for text in HOSTILE)]


def test_scalars_and_keys_of_any_sort_survive_the_writing(page: Page, site: str) -> None:
    opened(page, site)
    values: dict[str, Any] = {
        "a": [*HOSTILE, "", " lead", "trail ", "\r\n", "a\u0000b"],
        "true": {"1": 1, "x y:": [{"k": -1.5}]},
    }

    text = page.evaluate(
        """async (values) => {
          const { src } = document.querySelector("script[data-form-schema]")
          const { yaml } = await import(src.replace("page.js", "yaml.js"))
          return yaml(values).join("\\n")
        }""",
        values,
    )

    loaded = yaml.load(text, Loader=yaml.BaseLoader)
    assert loaded == {**values, "true": {"1": "1", "x y:": [{"k": "-1.5"}]}}


def test_a_correction_begins_with_the_role_as_it_is(page: Page, site: str, folder: Path) -> None:
    for file in sorted((folder / "roles").glob("[a-z]*/[a-z]*.yml")):
        opened(page, site, f"?role={file.stem}")
        role = read(Role, f"roles/{file.parent.name}/{file.name}", file.read_bytes()).value
        assert role is not None
        assert as_role(preview(page)).model_dump() == role.model_dump()


def test_a_correction_opens_the_edit_page_and_copies_the_text(page: Page, site: str) -> None:
    page.context.route("https://github.com/**", lambda route: route.fulfill(body="an edit page"))
    opened(page, site, "?role=lamp-trimmer")
    page.get_by_label(re.compile("^Title")).first.fill("Lamp trimmer and lens cleaner")
    text = preview(page)
    with page.expect_popup() as popup:
        page.click("#form-open")

    assert popup.value.url == "https://github.com/crew/lights/edit/main/roles/tower/lamp-trimmer.yml"
    page.bring_to_front()
    assert page.evaluate("navigator.clipboard.readText()") == text
    assert "cannot be filled in from here" in page.inner_text("#form-send")
    assert "title: Lamp trimmer and lens cleaner" in text


def test_each_role_page_leads_to_its_correction(page: Page, site: str) -> None:
    page.goto(f"{site}/roles/boatswain/")
    page.click("text=Suggest a correction")
    page.wait_for_selector("#role-form:not([hidden])")

    assert page.inner_text("h1").startswith("Correct: Boatswain")


def test_a_file_too_long_for_an_address_is_copied_instead(page: Page, site: str) -> None:
    opened(page, site)
    page.get_by_label(re.compile("^Title")).first.fill("Fog signaller")
    boxes = page.locator("fieldset:has(> legend:text-matches('^Does')) textarea")
    for index in range(3):
        boxes.nth(index).fill("灯" * 699)
    preview(page)

    assert "too long to travel" in page.inner_text("#form-send")
    assert "value=" not in (page.get_attribute("#form-open", "href") or "")


def test_a_draft_outlives_the_page_until_it_is_cleared(page: Page, site: str) -> None:
    opened(page, site)
    page.get_by_label(re.compile("^Title")).first.fill("Fog signaller")
    preview(page)
    opened(page, site)
    assert "title: Fog signaller" in preview(page)
    assert "Your draft was restored" in page.inner_text("#form-draft")

    page.click("#form-clear")
    opened(page, site)

    assert "Fog signaller" not in preview(page)


def test_a_draft_of_a_page_that_has_changed_since_says_so(page: Page, site: str) -> None:
    opened(page, site, "?role=boatswain")
    page.get_by_label(re.compile("^Title")).first.fill("Bosun")
    preview(page)
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((name) => name.endsWith(":boatswain"))
          const draft = JSON.parse(localStorage[key])
          localStorage[key] = JSON.stringify({ ...draft, base: { ...draft.base, title: "Mate" } })
        }"""
    )
    opened(page, site, "?role=boatswain")

    assert "The page has changed since you began" in page.inner_text("#form-draft")
    assert "title: Bosun" in preview(page)


def test_a_form_that_cannot_be_loaded_leaves_the_empty_file(page: Page, site: str) -> None:
    page.route("**/role.schema.json", lambda route: route.fulfill(status=503))
    page.goto(f"{site}/contribute/new-role/")
    page.wait_for_selector("#form-failed:not([hidden])")

    assert page.is_visible("#form-template pre")


def test_a_removed_row_hands_the_focus_on_and_says_so(page: Page, site: str) -> None:
    opened(page, site, "?role=lamp-trimmer")
    page.focus("[aria-label='Remove entry 1 of Also called']")
    page.keyboard.press("Enter")

    assert focused(page) == "Also called | Remove entry 1 of Also called"
    assert "1 left in Also called" in (page.text_content("#form-status") or "")
    assert "wick trimmer" not in preview(page)


def test_the_file_can_be_downloaded(page: Page, site: str) -> None:
    opened(page, site, "?role=boatswain")
    text = preview(page)
    with page.expect_download() as download:
        page.click("#form-download")

    assert download.value.suggested_filename == "boatswain.yml"
    assert download.value.path().read_text("utf-8") == text


def test_without_scripts_the_page_shows_the_guide_and_an_empty_file(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/contribute/new-role/")

    assert page.is_visible(".form-guide")
    assert not page.is_visible("#role-form")
    assert page.is_visible("noscript .form-note")
    fields = set(re.findall(r"^([a-z-]+):", page.inner_text("#form-template pre"), re.MULTILINE))
    assert fields == {declared.alias or name for name, declared in Role.model_fields.items()}
    page.close()


def test_every_control_has_a_name_and_every_description_exists(page: Page, site: str) -> None:
    opened(page, site, "?role=lamp-trimmer")
    faults = page.evaluate(
        """() => {
          const faults = []
          for (const one of document.querySelectorAll("#role-form :is(input, textarea, select, button, fieldset)")) {
            const legend = one.tagName === "FIELDSET" && one.querySelector("legend")
            if (!legend && !one.labels?.length && !one.textContent.trim()) faults.push(one.outerHTML.slice(0, 120))
            const described = (one.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)
            faults.push(...described.filter((id) => !document.getElementById(id)))
          }
          return faults
        }"""
    )

    assert faults == []


def test_script_and_style_of_the_form_are_small_and_on_its_page_alone(page: Page, site: str) -> None:
    assets = ROOT / "generator" / "assets"
    files = [file.read_bytes() for file in (*assets.glob("form/*.js"), assets / "form.css")]
    page.goto(f"{site}/roles/lamp-trimmer/")

    assert sum(len(gzip.compress(data)) for data in files) <= 17_000
    assert "assets/form/" not in page.content()
    assert "form.css" not in page.content()


def test_the_values_handed_to_the_form_say_unknown_where_the_file_does(page: Page, site: str) -> None:
    answer = page.goto(f"{site}/contribute/values/lamp-trimmer.json")
    assert answer is not None
    values = json.loads(answer.body())["values"]

    assert values["pay"][1]["year"] == "unknown"
    assert values["pay"][0]["low"] == 85
