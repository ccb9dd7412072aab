"""The house's own source, as the tests of the house read it."""

from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
# In the order of the staircase; the two neighbours on one step do not know each other.
STAIRS = {"people": 0, "records": 1, "rounds": 2, "placements": 3, "applications": 4, "logbooks": 4, "reports": 5}
_ASIDE = {".venv", "var", "node_modules", "__pycache__", "build"}


def is_ours(path: Path) -> bool:
    return not _ASIDE & set(path.relative_to(TOP).parts)


def python(*folders: str) -> list[Path]:
    """All Python files of these folders, of the whole project without any."""
    roots = [TOP / folder for folder in folders] or [TOP]
    return sorted(path for root in roots for path in root.rglob("*.py") if is_ours(path))


def rooms() -> list[Path]:
    return python(*STAIRS)


def drawer(path: Path) -> str:
    """`views` for applications/views/teacher.py and for records/views.py."""
    parts = path.relative_to(TOP).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def templates() -> list[Path]:
    return sorted(path for path in (TOP / "templates").rglob("*") if path.is_file())


def name(path: Path) -> str:
    return str(path.relative_to(TOP))
