"""The audit finds what is wrong with a site, and says so by its exit status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT

GOOD = """<!doctype html><html lang="en"><head><title>Lights</title></head>
<body><main><h1>Lights</h1>{}</main></body></html>"""


def audited(tmp_path: Path, body: str, name: str = "data", scripts: str = "") -> subprocess.CompletedProcess[str]:
    """What the audit says of a site with one page."""
    page = tmp_path / name / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(GOOD.format(body), "utf-8")
    if scripts:
        (tmp_path / "assets").mkdir()
        (tmp_path / "assets" / "own.js").write_text(scripts, "utf-8")
    command = [sys.executable, "-m", "tests.audit", "--site", str(tmp_path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.browser
def test_a_page_without_faults_passes(tmp_path: Path) -> None:
    result = audited(tmp_path, "<p>All is well.</p>")

    assert (result.returncode, "| axe | data | 0 | 0 |" in result.stdout) == (0, True), result.stdout + result.stderr


@pytest.mark.browser
def test_a_picture_without_words_is_found_in_each_scheme_and_width(tmp_path: Path) -> None:
    result = audited(tmp_path, '<p>Look: <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>')

    assert result.returncode == 1
    assert "| axe | data | 4 | 0 | **exceeded** |" in result.stdout
    assert "image-alt" in result.stdout


@pytest.mark.browser
def test_a_role_page_that_weighs_too_much_is_found(tmp_path: Path) -> None:
    result = audited(tmp_path, f"<p>{'light ' * 15_000}</p>", "roles/keeper")

    assert result.returncode == 1
    assert "| HTML, heaviest | role | 90," in result.stdout


@pytest.mark.browser
def test_scripts_that_a_page_loads_are_weighed(tmp_path: Path) -> None:
    noise = "\n".join(f'const x{number} = "{number**9}"' for number in range(5000))
    result = audited(tmp_path, '<script src="../assets/own.js"></script>', scripts=noise)

    assert result.returncode == 1
    assert "| own scripts, gzip | data |" in result.stdout
