"""Who changed what and when: from git, through the pages and the feed, whatever git can tell."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.history import Change, Commit, History
from generator.pages import Site
from generator.pipeline import Pipeline
from generator.revisions import Chronicle
from tests.git import commit, example_repository, git
from tests.helpers import copy_example, mkdocs, replace

TRIMMER = "roles/tower/lamp-trimmer.yml"
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = Site("Work at the lights", "https://example.org/lights/")


def history_of(folder: Path) -> History:
    book = Pipeline(folder / "roles", "roles").run().book
    return Chronicle(folder / "roles", "roles").history().of_book(book)


def pages_of(folder: Path, site: Site | None = SITE) -> dict[str, str]:
    outcome = Pipeline(folder / "roles", "roles").run()
    return {page.path: page.text for page in outcome.pages(Chronicle(folder / "roles", "roles").history(), site)}


def told(changes: list[Change]) -> list[tuple[str, tuple[str, ...], str, tuple[str, ...]]]:
    return [
        (
            change.date[:10],
            change.people,
            change.subject,
            tuple(word for entry in change.entries for word in entry.words),
        )
        for change in changes
    ]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The example with a second commit, by another hand, that raises the pay."""
    folder = example_repository(tmp_path)
    replace(folder / TRIMMER, "low: 85, high: 95", "low: 90, high: 105")
    commit(folder, "raise the pay of trimmers", "2026-02-03", "Bo Example <bo@example.org>")
    return folder


RAISED = "pay of lamp-trimmer: 85-95 EUR/day → 90-105 EUR/day"


def test_a_file_has_its_changes_newest_first_with_what_they_did(repository: Path) -> None:
    assert told(history_of(repository).changes_of(TRIMMER)) == [
        ("2026-02-03", ("Bo Example",), "raise the pay of trimmers", (RAISED,)),
        ("2026-01-05", ("Ada Example",), "light the lamps", ()),
    ]


def test_contributors_stand_in_the_order_of_their_first_change(repository: Path) -> None:
    history = history_of(repository)

    assert history.contributors(TRIMMER) == ["Ada Example", "Bo Example"]
    assert history.contributors("roles/sea/boatswain.yml") == ["Ada Example"]


def test_co_authors_have_their_part(repository: Path) -> None:
    replace(repository / TRIMMER, "low: 90", "low: 91")
    commit(repository, "mend it\n\nCo-authored-by: Cy Example <cy@example.org>\nCo-authored-by: broken")

    assert history_of(repository).changes_of(TRIMMER)[0].people == ("Ada Example", "Cy Example")


def test_the_mailmap_has_the_last_word_on_names(repository: Path) -> None:
    (repository / ".mailmap").write_text("Cyra Example <cy@example.org>\nBodil Example <bo@example.org>\n", "utf-8")
    replace(repository / TRIMMER, "low: 90", "low: 91")
    commit(repository, "mend it\n\nCo-authored-by: Cy <cy@example.org>", author="Bo Example <bo@example.org>")

    assert history_of(repository).changes_of(TRIMMER)[0].people == ("Bodil Example", "Cyra Example")


def test_no_address_of_a_person_is_shown(repository: Path) -> None:
    replace(repository / TRIMMER, "low: 90", "low: 91")
    commit(repository, "ask me@example.org", author="ann@example.org <ann@example.org>")
    shown = "\n".join(pages_of(repository).values())
    change = history_of(repository).recent()[0]

    assert (change.people, change.subject) == (("ann",), "ask …")
    assert "@example.org" not in shown.replace("&#64;", "@")


def test_a_file_keeps_its_history_when_it_is_renamed_and_moved(repository: Path) -> None:
    git(repository, "mv", TRIMMER, "roles/shore/wick-hand.yml")
    commit(repository, "move the trimmers ashore", "2026-03-01", "Cy Example <cy@example.org>")
    history = history_of(repository)

    assert history.contributors("roles/shore/wick-hand.yml") == ["Ada Example", "Bo Example", "Cy Example"]
    assert told(history.changes_of("roles/shore/wick-hand.yml"))[0][3] == (
        "role lamp-trimmer renamed to wick-hand",
        "role wick-hand moved from family tower to family shore",
    )


def test_a_new_file_under_an_old_name_does_not_take_its_history(repository: Path) -> None:
    git(repository, "mv", TRIMMER, "roles/tower/wick-hand.yml")
    commit(repository, "rename", "2026-03-01")
    shutil.copy(repository / "roles" / "sea" / "boatswain.yml", repository / TRIMMER)
    commit(repository, "a new trimmer", "2026-03-02", "Cy Example <cy@example.org>")

    assert history_of(repository).contributors(TRIMMER) == ["Cy Example"]


def test_a_role_rewritten_under_a_new_slug_is_known_by_its_former_one(repository: Path) -> None:
    (repository / TRIMMER).unlink()
    text = (repository / "roles" / "sea" / "boatswain.yml").read_text("utf-8")
    (repository / "roles" / "tower" / "wick-hand.yml").write_text(f"{text}\nformer-slugs: [lamp-trimmer]\n", "utf-8")
    commit(repository, "write it anew", "2026-03-01", "Cy Example <cy@example.org>")

    assert history_of(repository).contributors("roles/tower/wick-hand.yml") == [
        "Ada Example",
        "Bo Example",
        "Cy Example",
    ]


def test_a_shallow_clone_says_so_and_gives_nobody_credit_for_what_it_cannot_see(
    repository: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "shallow")
    pages = pages_of(tmp_path / "shallow")

    assert not history_of(tmp_path / "shallow").recent()
    assert "the last part of the history only" in pages["roles/lamp-trimmer.md"]
    assert "No change is known yet." in pages["changes.md"]
    assert "Older changes are missing" in pages["changes.md"]
    assert "Bo Example" not in pages["roles/lamp-trimmer.md"]


def test_a_deeper_shallow_clone_shows_what_it_has(repository: Path, tmp_path: Path) -> None:
    replace(repository / TRIMMER, "low: 90", "low: 91")
    commit(repository, "mend it")
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{repository}", "shallow")

    page = pages_of(tmp_path / "shallow")["roles/lamp-trimmer.md"]

    assert "Ada Example, and perhaps others" in page


@pytest.mark.parametrize("why", ["no repository", "no commit", "no git"])
def test_where_git_says_nothing_the_history_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    folder = copy_example(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    if why == "no commit":
        git(folder, "init", "--quiet")
    if why == "no git":
        monkeypatch.setenv("PATH", "/nowhere")
    pages = pages_of(folder)

    assert "Unknown: this site was built without the history" in pages["roles/lamp-trimmer.md"]
    assert "Unknown: this site was built without the history" in pages["changes.md"]
    assert "feed.xml" not in pages


def test_a_file_not_yet_committed_is_new(repository: Path) -> None:
    shutil.copy(repository / TRIMMER, repository / "roles" / "tower" / "bell-ringer.yml")

    assert "Nothing yet: the file is new." in pages_of(repository)["roles/bell-ringer.md"]


def test_a_hook_of_git_sees_the_same_history(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = history_of(repository).recent()
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_WORK_TREE", ".")

    assert expected
    assert history_of(repository).recent() == expected


def test_a_new_commit_shows_at_the_next_reading(repository: Path) -> None:
    chronicle = Chronicle(repository / "roles", "roles")
    first = chronicle.history()
    same = chronicle.history()
    replace(repository / TRIMMER, "low: 90", "low: 91")
    commit(repository, "mend it")

    assert same is first
    assert chronicle.history().recent()[0].subject == "mend it"


def test_changes_stand_by_month_and_no_more_than_fifty(repository: Path) -> None:
    touch = Chronicle(repository / "roles", "roles").history().commits[0].touches
    commits = tuple(
        Commit(f"{n:040x}", f"2026-{3 + n // 28:02}-{1 + n % 28:02}T12:00:00Z", ("Ada Example",), f"change {n}", touch)
        for n in reversed(range(55))
    )
    outcome = Pipeline(repository / "roles", "roles").run()
    text = next(page.text for page in outcome.pages(History(commits, known=True)) if page.path == "changes.md")

    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["April 2026", "March 2026"]
    assert re.findall(r"^### (.*) {", text, re.MULTILINE) == [f"change {n}" for n in reversed(range(5, 55))]


def test_a_subject_is_text_and_nothing_else(repository: Path) -> None:
    replace(repository / TRIMMER, "low: 90", "low: 91")
    commit(repository, "<script>x</script> [a](javascript:b) {: .x } {{ 7 * 7 }} \x1b[31m")
    pages = pages_of(repository)

    assert "<script>" not in pages["changes.md"] + pages["feed.xml"]
    assert "](javascript" not in pages["changes.md"]
    assert "\x1b" not in pages["changes.md"] + pages["feed.xml"]


def test_the_feed_is_what_atom_asks_for(repository: Path) -> None:
    feed = ET.fromstring(pages_of(repository)["feed.xml"].encode())
    entries = feed.findall(f"{ATOM}entry")
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")

    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert moment.fullmatch(element.findtext(f"{ATOM}updated", ""))
        assert element.findtext(f"{ATOM}author/{ATOM}name")
        assert element.findtext(f"{ATOM}id", "").startswith("https://example.org/lights/")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) == 2
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": "https://example.org/lights/feed.xml",
        "alternate": "https://example.org/lights/changes/",
    }


def test_an_entry_of_the_feed_leads_to_the_one_page_it_is_about(repository: Path) -> None:
    feed = ET.fromstring(pages_of(repository)["feed.xml"].encode())
    first, second = feed.findall(f"{ATOM}entry")

    assert first.find(f"{ATOM}link").get("href") == "https://example.org/lights/roles/lamp-trimmer/"  # type: ignore[union-attr]  # it is there
    assert "/changes/#c-" in second.find(f"{ATOM}link").get("href", "")  # type: ignore[union-attr]  # it is there
    assert RAISED in "".join(first.find(f"{ATOM}content").itertext())  # type: ignore[union-attr]  # it is there


def test_without_an_address_there_is_no_feed(repository: Path) -> None:
    pages = pages_of(repository, Site("Work at the lights"))

    assert "feed.xml" not in pages
    assert "feed.xml" not in pages["changes.md"]


def test_the_built_site_links_its_feed_and_is_the_same_each_time(repository: Path) -> None:
    built = []
    for _ in range(2):
        done = mkdocs("build", "--strict", cwd=repository)
        assert done.returncode == 0, done.stderr
        built.append(
            {
                name: (repository / "site" / name).read_text("utf-8")
                for name in ("feed.xml", "changes/index.html", "roles/lamp-trimmer/index.html")
            }
        )
    html = built[0]["roles/lamp-trimmer/index.html"]

    assert built[0] == built[1]
    assert re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="\.\./\.\./feed\.xml">', html)
    assert RAISED in html.split('id="history"')[1]


def test_the_history_of_many_files_asks_git_no_more_often(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> int:
        trace = tmp_path / "trace"
        trace.unlink(missing_ok=True)
        monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
        Chronicle(repository / "roles", "roles").history()
        monkeypatch.delenv("GIT_TRACE2_EVENT")
        return trace.read_text("utf-8").count('"event":"version"')

    before = asked()
    text = (repository / TRIMMER).read_text("utf-8")
    for number in range(60):
        (repository / "roles" / "tower" / f"hand-{number}.yml").write_text(text, "utf-8")
    commit(repository, "many hands", "2026-03-01")
    for number in range(20):
        replace(repository / "roles" / "tower" / f"hand-{number}.yml", "low: 90", f"low: {number}")
        commit(repository, f"change {number}", "2026-03-02")

    assert 0 < asked() <= before
