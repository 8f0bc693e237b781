"""Measure everything, print it, and keep it in the documentation.

``python -m bench [--quick] [--pages] [--sizes FEW MANY] [--waves N…] [--times N] [--write FILE]``
"""

import argparse
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from app.db.session import Database
from bench import command, documents, ranking, report, startup
from bench.load import PER_WAVE, Loaded, load
from bench.measure import Figure, yardstick
from bench.pages import measure_all, measure_long_wave
from tests.servers import PostgresTemplate, SqliteTemplate, local_postgres, wheel_postgres

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "docs" / "performances.md"
SIZES, QUICK_SIZES = (1_000, 10_000), (10, 30)
TIMES, QUICK_TIMES = 40, 2
LONG_WAVES, QUICK_WAVES = (1_000, 2_000, 10_000), (20,)
LONG_TIMES = 10
RANKED = (1_000, 10_000, 100_000)
FILINGS, QUICK_FILINGS = 23, 5


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, SqliteTemplate | PostgresTemplate]]:
    """A migrated SQLite file, and a migrated database on the server of this machine, else on the wheel's."""
    sqlite = SqliteTemplate(folder)
    server = local_postgres()
    if server is not None:
        postgres = PostgresTemplate(server)
        yield {"SQLite": sqlite, "PostgreSQL": postgres}
        postgres.drop()
        return
    with wheel_postgres(folder) as brought:
        postgres = PostgresTemplate(brought)
        yield {"SQLite": sqlite, "PostgreSQL": postgres}
        postgres.drop()


def measure_pages(
    template: SqliteTemplate | PostgresTemplate, folder: Path, size: int, times: int, filings: int
) -> tuple[Loaded, dict[str, Figure]]:
    """Load a database of this size, and measure every page on it."""
    with _loaded(template, folder, size, filings, PER_WAVE) as (database, loaded):
        return loaded, measure_all(database, loaded, times)


def measure_wave(
    template: SqliteTemplate | PostgresTemplate, folder: Path, size: int, times: int
) -> dict[str, Figure]:
    """Load a database of one wave of this size, and measure its ranked list."""
    with _loaded(template, folder, size, 1, size) as (database, loaded):
        return measure_long_wave(database, loaded, times)


@contextmanager
def _loaded(
    template: SqliteTemplate | PostgresTemplate, folder: Path, size: int, filings: int, per_wave: int
) -> Iterator[tuple[Database, Loaded]]:
    folder.mkdir()
    with _copy(template, folder) as url:
        database = Database.open(url)
        loaded = load(database, size, filings, per_wave=per_wave)
        _analyse(database)
        yield database, loaded
        database.close()


@contextmanager
def _copy(template: SqliteTemplate | PostgresTemplate, folder: Path) -> Iterator[str]:
    copy = template.copy(folder) if isinstance(template, SqliteTemplate) else template.copy()
    with copy as url:
        yield url


def _analyse(database: Database) -> None:
    """As the server does by itself within minutes of so many writes."""
    connection = database.engine.raw_connection()
    connection.cursor().execute("ANALYZE")
    connection.commit()
    connection.close()


def _measure_apart(results: report.Results, folder: Path, *, quick: bool) -> None:
    """A start, a document, and the engine that ranks, none of which asks for a database of applications."""
    results.start = startup.measure(folder / "run")
    results.printing = documents.measure(1 if quick else 5)
    results.rankings = tuple(
        ranking.measure(size, 1 if quick else 5) for size in (QUICK_SIZES if quick else RANKED)
    )
    results.wide = ranking.measure_wide()
    results.commanded = command.measure(
        folder / "command", RANKED[0] if quick else RANKED[-1], 1 if quick else 3
    )


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="a few applications, a few times: does it run?")
    parser.add_argument(
        "--write", type=Path, help="where to keep the results (docs/performances.md; nowhere if quick)"
    )
    parser.add_argument(
        "--pages", action="store_true", help="the pages alone: no start, no document, no ranking apart"
    )
    parser.add_argument("--sizes", type=int, nargs=2, help="how many applications the two databases hold")
    parser.add_argument("--waves", type=int, nargs="*", help="how many applications one long wave holds")
    parser.add_argument("--times", type=int, help="how many times each page is asked for")
    chosen = parser.parse_args(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    quick: bool = chosen.quick
    few, many = chosen.sizes or (QUICK_SIZES if quick else SIZES)
    sizes = (few, many)
    times: int = chosen.times or (QUICK_TIMES if quick else TIMES)
    waves: tuple[int, ...] = tuple(chosen.waves or (QUICK_WAVES if quick else LONG_WAVES))
    filings = QUICK_FILINGS if quick else FILINGS
    results = report.Results(sizes=sizes, yardstick=yardstick())
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if not chosen.pages:
            _measure_apart(results, folder, quick=quick)
        with databases(folder) as templates:
            for name, template in templates.items():
                for size in sizes:
                    loaded, figures = measure_pages(template, folder / f"{name}{size}", size, times, filings)
                    results.loads[name, size], results.pages[name, size] = loaded.seconds, figures
                for size in waves:
                    at, asked = folder / f"{name}-wave{size}", 2 if quick else LONG_TIMES
                    results.long_waves[name, size] = measure_wave(template, at, size, asked)
    results.yardstick_after = yardstick()
    if arguments:
        results.command = " ".join(("python -m bench", *arguments))
    text = report.written(results)
    print(text)
    if target := chosen.write or (None if quick else KEPT):
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
