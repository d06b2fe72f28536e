"""`rolebook from-issue`, which makes a role file of an answered issue form."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.issue_form import questions
from generator.model import Role
from generator.pipeline import Pipeline
from generator.reader import read
from generator.writer import answers, completed, written
from tests.helpers import copy_example

ISSUE = """\
### title

Bell ringer

### kind

job (Job)

### family

tower (In the tower)

### kind-because

Paid by the night. [^fog]

### summary

Rings the bell
in fog.

### facets.time

on-call (On call), seasonal (A season)

### facets.pay-form

per-day (By the day)

### facets.place

rock (On a rock)

### facets.entry

unknown (nobody says)

### does

- Rings the bell. [^fog]
"Oils the hammer: twice a night. [^fog]"
* Sleeps by day. [^fog]

### good-fit

You like noise.
You sleep by day.

### poor-fit

You like music.
You sleep at night.

### sources

fog: {title: "Fog: a guide", publisher: Northern Lights Board, published: 2023-05, accessed: 2026-11, kind: press}

### reviewed

2026-11

### also-called

_No response_

### hours

{low: 30, high: 40, per: week, sources: [fog]}

### gates

{kind: swimming, level: required, text: "A test. [^fog]"}
- {kind: certificate, level: helps, text: "One. [^fog]"}

### leads-to

{role: relief-keeper, evidence: stated, how: ["Stood the watch. [^fog]"]}

### employers

```yaml
- name: Northern Lights Board
  sources: [fog]
```

### anything-else

Ring me.
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder of an example book, in canonical form."""
    return copy_example(tmp_path)


def rolebook(*words: str, cwd: Path, input: str = "") -> Result:
    """What the command printed and how it ended, run in a folder but without a process of its own."""
    with contextlib.chdir(cwd):
        done = CliRunner().invoke(main, words, input=input)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def issue(book: Path, text: str = ISSUE) -> str:
    (book / "issue.md").write_text(text, "utf-8")
    return "issue.md"


def test_an_issue_becomes_a_role_without_faults(book: Path) -> None:
    done = rolebook("from-issue", issue(book), cwd=book)
    checked = rolebook("check", "--strict", cwd=book)
    text = (book / "roles" / "tower" / "bell-ringer.yml").read_text("utf-8")

    assert (done.exit_code, done.stdout) == (0, "roles/tower/bell-ringer.yml\n")
    assert "`### anything-else` was left out" in done.stderr
    assert checked.exit_code == 0, checked.stdout
    assert '  - "Oils the hammer: twice a night. [^fog]"\n' in text
    assert "also-called" not in text


def test_every_question_of_the_issue_form_is_understood(book: Path) -> None:
    asked = questions(Pipeline(book / "roles", "roles").run().book)
    text = "".join(f"### {one.label}\n\n{one.choices[0] if one.choices else one.example}\n\n" for one in asked)
    said = answers(text, Pipeline(book / "roles", "roles").run().book.vocabulary)
    draft = completed(said.values, Pipeline(book / "roles", "roles").run().book.vocabulary, "2026-11")
    reading = read(Role, "roles/tower/bell-ringer.yml", written(draft).encode())

    assert said.left_out == ()
    assert reading.faults == ()


def test_an_issue_never_takes_the_place_of_a_file(book: Path) -> None:
    done = rolebook("from-issue", issue(book, ISSUE.replace("Bell ringer", "Lamp trimmer")), cwd=book)

    assert done.exit_code == 2
    assert "`lamp-trimmer` is taken by roles/tower/lamp-trimmer.yml" in done.stderr


def test_a_hostile_issue_stays_in_the_folder_of_its_family(book: Path) -> None:
    before = {*book.rglob("*")}
    text = ISSUE.replace("Bell ringer", "../../bell").replace("Paid by", "&a *a !!python/object <b>\u202e\u200b")
    climbing = rolebook("from-issue", issue(book, text.replace("tower (In", "../.. (In")), cwd=book)
    written = rolebook("from-issue", issue(book, text), cwd=book)

    assert climbing.exit_code == 2
    assert written.exit_code == 1
    assert "error[raw-html]" in written.stderr
    assert {*book.rglob("*")} - before == {book / "issue.md", book / "roles" / "tower" / "bell.yml"}


def test_a_heading_that_stands_twice_counts_once(book: Path) -> None:
    done = rolebook("from-issue", issue(book, ISSUE + "\n### title\n\nAnother\n\n### family\n\nsea\n"), cwd=book)

    assert (done.exit_code, done.stdout) == (0, "roles/tower/bell-ringer.yml\n")


@pytest.mark.parametrize("text", ["", "Hello", "### title\n\n_No response_\n", "### family\n\ntower"])
def test_a_text_that_is_no_answered_form_is_refused(book: Path, text: str) -> None:
    done = rolebook("from-issue", issue(book, text), cwd=book)

    assert done.exit_code == 2
    assert "is it an issue made with the issue form?" in done.stderr
