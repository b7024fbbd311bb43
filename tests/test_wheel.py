"""A wheel that is installed bare does the main job: its data travel with it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
RESOURCES = "capacity_analysis/_resources/"

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: object, cwd: Path, **options) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, capture_output=True, encoding="utf-8", check=False, **options,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ["build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT]
    run(sys.executable, "-m", *build, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Install the wheel into a new environment; return its folder of programs.

    The libraries are those of this environment, reached by a path file: the editable install of
    the checkout is itself a path file, and such files count in a site folder only.
    """
    folder = tmp_path_factory.mktemp("bare")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    install = ["install", "--no-deps", "--no-index", "--no-cache-dir", "--quiet", wheel]
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=folder)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site.strip(), "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return programs


@pytest.fixture(scope="module")
def bare() -> dict[str, str]:
    """The environment without what could lead back to the checkout."""
    dropped = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.startswith("CAPACITY_ANALYSIS_")
    }


def test_the_wheel_holds_data_notebooks_and_templates(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("data", "notebooks", "reports/templates"):
        for file in (CHECKOUT / folder).rglob("*"):
            path = file.relative_to(CHECKOUT)
            # Workbooks that are wrong on purpose stay with the tests that they are for.
            if path.is_relative_to("data/sample/dirty") or path.match("data/*/*.md"):
                continue
            if file.is_file() and not any(part.startswith((".", "__")) for part in path.parts):
                assert f"{RESOURCES}{path.as_posix()}" in names
    assert f"{RESOURCES}reports/briefings.yaml" in names
    assert not [name for name in names if "tests/" in name or ".ipynb_checkpoints" in name]


def test_every_licence_and_the_command_are_declared(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        assert (
            "capacity-analysis = capacity_analysis.cli:main" in archive.read(entry_points).decode()
        )
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_package_is_the_wheels_and_so_are_its_resources(installed, bare, tmp_path):
    code = "import capacity_analysis as c; from capacity_analysis import paths as p; print(c.__file__, p.resources())"
    module, resources = run(installed / "python", "-c", code, cwd=tmp_path, env=bare).split()
    environment = installed.parent.resolve()
    assert Path(module).resolve().is_relative_to(environment)
    assert Path(resources).resolve().is_relative_to(environment)
    assert Path(resources).name == "_resources"


def test_the_installed_command_briefs_on_the_packaged_sample_from_another_folder(
    installed, bare, tmp_path
):
    code = "from capacity_analysis import paths; print(paths.sample_ledger())"
    sample = run(installed / "python", "-c", code, cwd=tmp_path, env=bare).strip()
    assert not Path(sample).is_relative_to(CHECKOUT)
    command = installed / "capacity-analysis"
    printed = run(
        command, "brief", sample, "--industry", "cement", "--out", "简报", cwd=tmp_path, env=bare
    )
    html, pdf, notebook = (tmp_path / line for line in printed.splitlines())
    assert "水泥行业企业名录" in html.read_text(encoding="utf-8")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert notebook.stat().st_size
    assert str(CHECKOUT) not in html.read_text(encoding="utf-8")
