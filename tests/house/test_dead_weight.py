"""What is declared is used: no library that nothing imports, no setting that nothing reads."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
USED_WITHOUT_AN_IMPORT = {
    "font-source-sans-pro": "scripts/build_fonts.py and the PDFs take its files",
    "font-source-serif-pro": "scripts/build_fonts.py and the PDFs take its files",
    "psycopg": "SQLAlchemy loads it for postgresql+psycopg://",
    "python-multipart": "FastAPI reads forms and files with it",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[><=;~ ]", requirement)[0]).lower()


def imported_libraries() -> set[str]:
    files = [p for folder in ("app", "scripts", "migrations") for p in (ROOT / folder).rglob("*.py")]
    nodes = [n for p in files for n in ast.walk(ast.parse(p.read_text(encoding="utf-8")))]
    modules = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    modules |= {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
    providers = packages_distributions()
    return {name_of(d) for m in modules for d in providers.get(m.partition(".")[0], [])}


def test_every_library_is_imported_or_says_why_not() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {name_of(requirement) for requirement in project["dependencies"]}
    assert sorted(declared - imported_libraries() - set(USED_WITHOUT_AN_IMPORT)) == []
    assert sorted(set(USED_WITHOUT_AN_IMPORT) - declared) == []


def test_every_setting_is_read_somewhere() -> None:
    readers = [p for p in (ROOT / "app").rglob("*.py") if p.name != "settings.py"]
    readers += (ROOT / "templates").rglob("*.html")
    read = set(re.findall(r"\bsettings\.(\w+)", "\n".join(p.read_text(encoding="utf-8") for p in readers)))
    spoken_through = {"timezone": "zone", "upload_max_mb": "upload_max_bytes"}
    unread = [name for name in Settings.model_fields if not {name, spoken_through.get(name, name)} & read]
    assert unread == []
