"""Where data, notebooks and templates lie: in a checkout, or inside an installed wheel.

No other module knows the two layouts.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PACKAGED = _PACKAGE / "_resources"


def resources() -> Path:
    """Return the folder that holds `data/`, `notebooks/` and `reports/`."""
    return _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parent


def data() -> Path:
    """Return the folder of standards, campaigns, vocabularies and the sample."""
    return resources() / "data"


def standards() -> Path:
    """Return the folder of the official documents, each a folder of its own."""
    return data() / "standards"


def notebooks() -> Path:
    """Return the folder of the parameterised notebooks."""
    return resources() / "notebooks"


def templates() -> Path:
    """Return the folder of the page templates."""
    return resources() / "reports" / "templates"


def briefings_table() -> Path:
    """Return the declared table of briefings."""
    return resources() / "reports" / "briefings.yaml"


def sample_ledger() -> Path:
    """Return the workbook of the fictional sample district."""
    return data() / "sample" / "ledger.xlsx"


def sample_intake() -> Path:
    """Return the folder of returned forms and lists that the sample ledger is collected from."""
    return data() / "sample" / "intake"


def sample_evidence() -> Path:
    """Return the folder of files that the sample ledger names as evidence of exits."""
    return data() / "sample" / "evidence"


def package() -> Path:
    """Return the folder of the package's own code."""
    return _PACKAGE


def fonts() -> list[Path]:
    """Return the pinned font files that a page is set in, regular faces first.

    Raises
    ------
    ModuleNotFoundError
        If a font package is not installed.

    """
    from importlib.util import find_spec

    def files(package: str, *names: str) -> list[Path]:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"font package {package} is not installed")
        return [Path(spec.origin).parent.joinpath(*name.split("/")) for name in names]

    return [
        *files("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"),
        *files("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    ]
