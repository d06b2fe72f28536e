"""Work that is shared among processes comes out as if one had done it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import dedent

import pytest

from generator import processes
from generator.pages import environment
from generator.pages.environment import TemplateFault
from generator.pipeline import Pipeline
from generator.processes import Spread, shares
from tests.helpers import EXAMPLE


def halves(numbers: Sequence[int]) -> Iterator[float]:
    for number in numbers:
        yield 1 / number


@pytest.mark.usefixtures("eager")
def test_each_share_is_done_by_a_process() -> None:
    assert sorted(Spread(shares([1, 2, 4, 5], 2), halves).found()) == [(0, 0.25), (0, 1.0), (1, 0.2), (1, 0.5)]


@pytest.mark.usefixtures("eager")
def test_neighbours_stay_together_if_they_should() -> None:
    assert shares([1, 2, 3, 4, 5], 2, neighbours=True) == [[1, 2, 3], [4, 5]]


@pytest.mark.usefixtures("eager")
def test_what_fails_is_left_undone() -> None:
    assert sorted(Spread([[1], [2, 0, 4]], halves).found()) == [(0, 1.0), (1, 0.5)]


def test_little_work_is_one_share_and_left_undone() -> None:
    assert shares([1, 2, 3], processes.MANY) == [[1, 2, 3]]
    assert list(Spread([[1, 2, 3]], halves).found()) == []


def test_a_program_that_gives_up_in_the_middle_leaves_nobody_waiting() -> None:
    script = """
        import sys
        from generator.processes import Spread
        spread = Spread([[1, 2], [3, 4]], lambda share: ("x" * 1_000_000 for _ in share))
        next(spread.found())
        sys.exit(3)
    """
    assert subprocess.run([sys.executable, "-c", dedent(script)], timeout=60, check=False).returncode == 3


def test_a_program_that_is_killed_leaves_nobody_waiting() -> None:
    script = """
        import os, signal
        from generator.processes import Spread
        spread = Spread([[1, 2], [3, 4]], lambda share: ("x" * 1_000_000 for _ in share))
        next(spread.found())
        print(*(process.pid for _, process in spread._running.values()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    # Whoever is left holds this end open, and the words do not end.
    words = subprocess.run([sys.executable, "-c", dedent(script)], timeout=60, check=False, stdout=subprocess.PIPE)

    assert len(words.stdout.split()) == 2


def test_pages_made_by_processes_are_the_same(eager: None) -> None:  # noqa: ARG001  # only some of what follows is eager
    shared = set(Pipeline(EXAMPLE / "roles", "roles").run().pages())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "MANY", 10_000)
        alone = set(Pipeline(EXAMPLE / "roles", "roles").run().pages())

    assert shared == alone


@pytest.mark.usefixtures("eager")
def test_a_template_that_fails_in_a_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    for file in environment.TEMPLATES.rglob("*.j2"):
        copy = tmp_path / "templates" / file.relative_to(environment.TEMPLATES)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
    broken = tmp_path / "templates" / "role.md.j2"
    broken.write_text(broken.read_text("utf-8") + "{{ nobody.knows }}", "utf-8")
    monkeypatch.setattr(environment, "TEMPLATES", tmp_path / "templates")

    with pytest.raises(TemplateFault, match="nobody"):
        list(Pipeline(EXAMPLE / "roles", "roles").run().pages())
