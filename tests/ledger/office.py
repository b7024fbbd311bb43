"""Good workbooks in each format; those that Python can't write are made by LibreOffice."""

import shutil
import subprocess

import openpyxl
import pytest
from workbooks import good_sheets, write


@pytest.fixture(scope="session")
def good_files(tmp_path_factory):
    """Paths of one good workbook by format, with a merged area and a failed formula."""
    folder = tmp_path_factory.mktemp("formats")
    path = write(folder / "good.xlsx", good_sheets())
    book = openpyxl.load_workbook(path)
    sheet = book["企业"]
    sheet["L5"], sheet["A5"] = "=1/0", "合计"
    sheet.merge_cells("A5:C6")
    book.save(path)
    paths = {"xlsx": path}
    office = shutil.which("soffice")
    for suffix in ("xls", "ods") if office else ():
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
                   "--convert-to", suffix, "--outdir", str(folder), str(path)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        paths[suffix] = folder / f"good.{suffix}"
    return paths
