"""The issue form's own words, around questions that others asked."""

from __future__ import annotations

from collections.abc import Sequence

from generator.pages.environment import environment, write


def issue_form_text(*, needed: Sequence[object], optional: Sequence[object]) -> str:
    """The issue form with the questions in it; all values are written as JSON, which is YAML too."""
    questions = {"needed": needed, "optional": optional}
    return write(lambda: environment().get_template("issue-form.yml.j2"), questions)
