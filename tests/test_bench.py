"""``make bench`` runs: thirty applications, each page once, and a report that names what is missed."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.db import proof
from app.db.calls.calls import Call
from app.db.review.marks import MarkRow
from app.db.session import Database
from bench import command, documents, measure, ranking, report, startup
from bench.floor import FLOOR
from bench.load import load
from bench.measure import Figure
from bench.pages import FILING, PAGES, measure_all
from bench.server_time import ServerTime


def test_thirty_applications_are_loaded_and_every_page_is_measured(database: Database) -> None:
    loaded = load(database, 30, 5)
    with database.read() as session:
        assert proof.verify(session).why == ""
    found = measure_all(database, loaded, 1)
    assert list(found) == [FLOOR, *(page.name for page in PAGES), FILING]
    assert all(figure.cpu > 0 and figure.wait > 0 and figure.size > 0 for figure in found.values())


def test_a_start_and_a_document_are_measured(tmp_path: Path) -> None:
    started = startup.measure(tmp_path)
    assert 0 < started.cpu < started.first * 4
    assert 0 < started.pss <= started.rss
    printing = documents.measure(1)
    assert 0 < printing.html < printing.whole
    assert printing.octets > 10_000


def test_a_ranking_is_measured_beside_the_means_that_it_gives() -> None:
    cast = ranking.panel(50)
    found = ranking.ranked(ranking.grid(), cast, ranking.entries(cast))
    means = dict(zip(cast.applications, ranking.means(cast), strict=True))
    totals = {one.reference: float(found.ranked.scored.total.at(one.at)) for one in found.places}
    assert all(abs(totals[reference] - means[reference]) < 0.006 for reference in totals)
    assert {one.rank is None for one in found.places} == {True, False}
    measured = ranking.measure(20, 1)
    assert min(measured.numpy, measured.engine, measured.explanation, measured.memory) > 0


def test_two_tables_are_ranked_beside_the_plain_reading_of_the_larger(tmp_path: Path) -> None:
    found = command.measure(tmp_path / "call", 30, 1)
    assert 0 < found.reading < found.seconds
    assert found.memory > 10
    marks = (tmp_path / "call" / "scores.csv").read_text(encoding="utf-8").splitlines()
    assert len(marks) == 1 + 30 * 3 * 5


def test_the_report_names_what_the_command_misses() -> None:
    kept, missed = results(4.0), results(4.0)
    kept.commanded = command.Commanded(100_000, 4.9, 199.0, 0.5)
    missed.commanded = command.Commanded(100_000, 6.0, 201.0, 0.5)
    assert "× 9,80. Cible pour 100 000 : 5 s et 200 Mio (tenue)." in report.written(kept).replace(
        "\u202f", " "
    )
    assert "- `maillage criteria rank` : 6,0 s pour 5 s.\n- `maillage criteria rank` : 201 Mio pour 200." in (
        report.written(missed)
    )


def results(list_at_large: float, slow: float = 10.0) -> report.Results:
    few = {
        name: Figure(1.0 if name == "Page d’un appel" else 4.0, 5.0, 1000)
        for name in (*(page.name for page in PAGES), FILING)
    }
    many = {**few, "Bureau : la liste": Figure(list_at_large, 9.0, 1000)}
    return report.Results(
        sizes=(1_000, 10_000),
        yardstick=measure.yardstick(),
        start=startup.Start(3.0, 1.2, 1.1, 120.0, 90.0),
        printing=documents.Printing(900.0, 5.0, 700.0, 600.0, 90_000),
        loads={("SQLite", 1_000): 3.0, ("SQLite", 10_000): 30.0},
        pages={("SQLite", 1_000): few, ("SQLite", 10_000): many},
        rankings=(
            ranking.Ranking(10, 1.0, slow / (11 if slow < 15 else 20), 0.5, 10.0),
            ranking.Ranking(100, 1.0, slow, 0.5, 10.0),
        ),
    )


def test_the_report_says_when_every_target_is_met() -> None:
    text = report.written(results(5.0))
    assert "Rien : chaque cible est tenue." in text
    assert "| Bureau : la liste | 4,0 ms | 5,0 ms | – | × 1,25 | 9,0 ms |" in text


def test_the_report_names_the_targets_that_are_missed_and_gives_the_floor_none() -> None:
    measured = results(9.0)
    for size in measured.sizes:
        measured.pages["SQLite", size][FLOOR] = Figure(20.0, 20.0, 1000)
    text = report.written(measured)
    assert (
        "| Un simple gabarit dans FastAPI | 20,0 ms | 20,0 ms | – | × 1,00 | 20,0 ms | 1 Kio | le plancher |"
        in text
    )
    assert "SQLite, Un simple gabarit" not in text
    assert "- SQLite, Bureau : la liste : 9,0 ms pour 8,0 ms, × 2,25 pour × 1,30." in text


def test_the_time_of_the_database_is_told_apart_and_a_long_wave_has_its_own_target() -> None:
    measured = results(5.0)
    measured.pages["SQLite", 10_000]["Bureau : la liste"] = Figure(5.0, 9.0, 1000, 2.0)
    measured.long_waves["PostgreSQL", 10_000] = {"Classement": Figure(61.0, 80.0, 2048, 20.0)}
    measured.long_waves["SQLite", 10_000] = {"Classement": Figure(59.0, 80.0, 2048)}
    text = report.written(measured)
    assert "| Bureau : la liste | 4,0 ms | 5,0 ms | 2,0 ms | × 1,25 |" in text
    assert "| SQLite, Classement | 10\u202f000 | 59,0 ms | – | 80,0 ms | 2 Kio | tenue |" in text
    assert "- PostgreSQL, Classement d’une vague de 10\u202f000 : 61,0 ms pour 60,0 ms." in text


def test_the_marks_of_the_copies_differ_and_more_editions_than_years_are_loaded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.load.PER_EDITION", 1)
    loaded = load(database, 30, 1, per_wave=1)
    with database.read() as session:
        assert len(session.exec(select(Call.slug)).all()) > 27
        assert len(set(session.exec(select(MarkRow.value)).all())) == 5
    assert loaded.applications == 30


def test_the_processor_of_the_server_is_read_where_it_is_another_process(database: Database) -> None:
    server = ServerTime(database)
    with database.read() as session:
        session.execute(sa.text("SELECT 1"))
        server.look()
        before = server()
        session.execute(
            sa.text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT max(i) FROM n"
            )
        )
        spent = server() - before
    assert (spent > 0) is (database.engine.dialect.name == "postgresql")


def test_the_report_names_what_a_ranking_misses() -> None:
    assert "| 100 | 1,0 ms | 10,0 ms | × 10,00 | 0,5 ms | 10 Mio |" in report.written(results(5.0, slow=10.0))
    text = report.written(results(5.0, slow=16.0))
    assert "- Classement : × 16,00 de NumPy pour × 15,00." in text
    assert "- Classement : × 20,00 pour dix fois plus." in text
