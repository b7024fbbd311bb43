"""Small documents that tests invent."""

import csv

import pytest
import yaml

from capacity_analysis.standards import KINDS, Standards

_HEADER = {
    "series": "levels",
    "title": "测试用文件",
    "number": "测试〔2022〕1号",
    "issuer": "测试机关",
    "jurisdiction": "000000",
    "published": None,
    "in_force": "2022-01-01",
    "dates_confidence": "verified",
    "in_force_until": None,
    "until_confidence": None,
    "repealed_by": None,
    "conflict": "newest",
    "binding": True,
    "applies_to": "all",
    "sources": ["测试来源"],
    "notes": "",
}
# Cells that a row of a kind must have, whatever the test is about.
_CELLS = {
    "benchmark_levels": {
        "product": "产品",
        "product_id": "clinker",
        "indicator": "comprehensive",
        "indicator_zh": "单位产品综合能耗",
        "unit": "kgce/t",
    },
    "emission_factors": {
        "name": "电网电力",
        "carrier_id": "electricity",
        "unit": "MWh",
        "year": "2022",
    },
    "labour_parameters": {
        "parameter": "minimum_wage",
        "topic": "工资",
        "item": "最低工资",
        "unit": "元/月",
    },
    "catalogue_entries": {
        "category": "淘汰类",
        "section_ref": "一",
        "industry": "钢铁",
        "equipment": "高炉",
        "attribute": "volume_m3",
        "unit": "m3",
        "operator": "<=",
        "threshold": "400",
    },
    "policy_targets": {"item": "目标", "scope": "水泥", "measure": "other", "requirement": "要求"},
}


@pytest.fixture
def standards(tmp_path):
    """Load invented documents: `{id: (header, rows)}`, rows of one kind, given or by default levels."""

    def load(kind="benchmark_levels", **documents):
        folder = tmp_path / "standards"
        for name, (header, rows) in documents.items():
            _write(folder, name.replace("_", "-"), {kind: rows}, header)
        return Standards.load(folder)

    return load


@pytest.fixture
def write_document(tmp_path):
    """Write one invented document of any tables and return the folder of its standards."""

    def write(name, tables, **header):
        folder = tmp_path / "standards"
        _write(folder, name, tables, header)
        return folder

    return write


def _write(folder, name, tables, header):
    home = folder / name
    home.mkdir(parents=True)
    header = {"id": name} | _HEADER | header
    if header["in_force_until"]:
        header["until_confidence"] = "verified"
    header["tables"] = {kind: f"{kind}.csv" for kind in tables}
    text = yaml.safe_dump(header, allow_unicode=True)
    for key in ("in_force", "in_force_until", "published"):
        text = text.replace(f"{key}: '{header[key]}'", f"{key}: {header[key]}")
    (home / "document.yaml").write_text(text, encoding="utf-8")
    for kind, rows in tables.items():
        with (home / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            columns = [column.name for column in KINDS[kind].columns]
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            for number, row in enumerate(rows, start=1):
                usual = {
                    "row_id": f"{name}-{number}",
                    "source": "测试来源",
                    "confidence": "verified",
                }
                writer.writerow(usual | _CELLS.get(kind, {}) | row)
