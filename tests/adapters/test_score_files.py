"""The two tables of a ranking: read as a French spreadsheet writes them, each fault told at its place."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.adapters import csv_pages
from app.adapters.csv_pages import MOST_FAULTS, place_of
from app.adapters.score_files import PARIS, Tables, day_of, moment_of, read_tables
from app.domain.call_file.faults import FileFault
from app.domain.call_file.forms import Question
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.rules import ReviewCollege
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.call_file.tables import TableCode, TableFaults
from app.domain.deadlines import to_utc
from app.domain.ranking import Entry
from app.domain.scoring import CONSENSUS, ReviewMarks
from app.words.ranking.table_faults import TABLES, table_sentence

GRID = ScoringFile.model_validate(
    {
        "out_of": 5,
        "reviewers": 3,
        "confidence": {"min": 1, "max": 3},
        "attributes": [
            {"key": "zone", "label": "Zone", "options": ["qpv", "rural"]},
            {"key": "themes", "label": "Thèmes", "kind": "texts", "options": ["sols", "eau"]},
            {"key": "collectif", "label": "Collectif", "kind": "bool"},
            {"key": "creation", "label": "Création", "kind": "date"},
            {"key": "habitants", "label": "Habitants", "kind": "number", "min": 1, "max": "99999.5"},
            {"key": "note", "label": "Remarque"},
        ],
        "criteria": [
            {
                "key": "fond",
                "label": "Fond",
                "weight": 5,
                "scale": {"min": 0, "max": 5, "step": "0.5", "cannot_assess": True},
            },
            {
                "key": "avis",
                "label": "Avis",
                "counts": "nothing",
                "weight": 0,
                "scale": {
                    "kind": "levels",
                    "levels": [
                        {"key": "faible", "label": "Faible"},
                        {"key": "tres_bon", "label": "Très bon"},
                    ],
                },
            },
        ],
    }
)
STAFF = Question.model_validate({"key": "salaries", "label": "Salariés", "kind": "integer", "min": 0})
SCORES = "application,reviewer,criterion,mark\n"
Read = Callable[..., Tables]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def from_texts(scores: str | bytes, applications: str | None = None, grid: ScoringFile = GRID) -> Tables:
        content = scores.encode() if isinstance(scores, str) else scores
        (tmp_path / "scores.csv").write_bytes(content)
        beside = None
        if applications is not None:
            beside = tmp_path / "applications.csv"
            beside.write_text(applications, encoding="utf-8")
        return read_tables(tmp_path / "scores.csv", beside, grid, grid_names(grid, Names.of([STAFF]))[0])

    return from_texts


def faults(read: Read, *texts: Any) -> list[FileFault]:
    with pytest.raises(TableFaults) as refused:
        read(*texts)
    assert all(table_sentence(one).count("{") == 0 for one in refused.value.faults)
    return list(refused.value.faults)


def told(read: Read, *texts: Any) -> list[tuple[str, int, int, str]]:
    return [(one.code, one.line, one.column, one.read) for one in faults(read, *texts)]


def test_marks_are_read_with_their_reviewers(read: Read) -> None:
    found = read(
        "application,reviewer,criterion,mark,confidence\n"
        "A,zoe,fond,4.5,2\nA,zoe,avis,Très bon,2\nA,Consensus,fond,4,\nB,zoe,fond,na,\n"
    )
    assert tuple(found.reviews) == (
        ReviewMarks("A", "zoe", {"fond": Decimal("4.5"), "avis": Decimal(1)}, 2),
        ReviewMarks("A", CONSENSUS, {"fond": Decimal(4)}),
        ReviewMarks("B", "zoe", {"fond": None}),
    )
    assert found.entries == (Entry("A"), Entry("B"))


def test_a_french_spreadsheet_is_read_as_it_writes(read: Read) -> None:
    found = read(
        "\ufeffApplication;Reviewer;Criterion;Mark\r\nA;Zoé;fond;4,5\r\n;;;\r\n".encode(),
        "\ufeffapplication;amount;filed_at;zone;themes;collectif;creation;habitants;note\r\n"
        'A;12 345,67 €;30/11/2026 17:05;qpv;sols | eau;oui;1/2/2020;1 200,5;"Un ; deux"\r\n',
    )
    assert tuple(found.reviews) == (ReviewMarks("A", "Zoé", {"fond": Decimal("4.5")}),)
    attributes = {
        "zone": "qpv",
        "themes": ("sols", "eau"),
        "collectif": True,
        "creation": date(2020, 2, 1),
        "habitants": Decimal("1200.5"),
        "note": "Un ; deux",
    }
    filed = datetime(2026, 11, 30, 17, 5, tzinfo=PARIS)
    assert found.entries == (Entry("A", 1_234_567, filed, attributes),)


def test_an_empty_cell_is_an_attribute_that_is_not_known(read: Read) -> None:
    found = read(SCORES + "A,zoe,fond,3\n", "application\tamount\tfiled_at\tzone\nA\t\t\t\n")
    assert found.entries == (Entry("A", 0, None, {}),)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("A,zoe,fond,NaN", ("numeric_mark", 2, 12, "NaN")),
        ("A,zoe,fond,1e400", ("numeric_mark", 2, 12, "1e400")),
        (
            "A,zoe,fond,3.00000000000000000000000000001",
            ("numeric_mark", 2, 12, "3.00000000000000000000000000001"),
        ),
        ("A,zoe,fond,-1", ("numeric_mark", 2, 12, "-1")),
        ("A,zoe,fond,4.2", ("numeric_mark", 2, 12, "4.2")),
        ("A,zoe,fond,", ("numeric_mark", 2, 12, "")),
        ("A,zoe,avis,Moyen", ("level_mark", 2, 12, "Moyen")),
        ("A,zoe,avis,na", ("must_assess", 2, 12, "na")),
        ("A,zoe,font,3", ("criterion", 2, 7, "font")),
        ('"A","zoe","fond","9"', ("numeric_mark", 2, 18, "9")),
        (",zoe,fond,3", ("name", 2, 1, "")),
        ("A,\x07,fond,3", ("name", 2, 3, "\x07")),
        ("A,zoe,fond", ("row_width", 2, 1, "A,zoe,fond")),
        ("A,zoe,fond,3\nA,zoe,fond,4", ("mark_twice", 3, 7, "fond")),
        ('A,"zo\ne",fond,9', ("name", 2, 3, "zo\ne")),
        ('A,"zoe"x,fond,9', ("table_csv", 2, 1, 'A,"zoe"x,fond,9')),
        ('A,"zoe,fond,9', ("table_csv", 2, 1, 'A,"zoe,fond,9')),
    ],
)
def test_a_wrong_mark_is_told_at_its_place(read: Read, row: str, fault: tuple[str, int, int, str]) -> None:
    assert told(read, SCORES + row + "\n")[0] == fault


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("A,zoe,fond,3,4", ("confidence", 2, 14, "4")),
        ("A,zoe,fond,3,2.5", ("confidence", 2, 14, "2.5")),
        ("A,zoe,fond,3,2\nA,zoe,avis,Faible,3", ("confidence_differs", 3, 19, "3")),
    ],
)
def test_a_confidence_is_one_whole_number_for_each_review(
    read: Read, rows: str, fault: tuple[str, int, int, str]
) -> None:
    assert told(read, "application,reviewer,criterion,mark,confidence\n" + rows) == [fault]


COLLEGES = GRID.model_copy(
    update={
        "colleges": tuple(
            ReviewCollege(key=key, label=label, weight=Decimal(weight))
            for key, label, weight in (("experts", "Experts", 60), ("usagers", "Jury d’usagers", 40))
        )
    }
)
BY_COLLEGE = "application,reviewer,criterion,mark,college\n"


def test_the_college_of_a_reviewer_is_read_by_its_key_or_its_label(read: Read) -> None:
    rows = "A,zoe,fond,3,experts\nA,max,fond,2,JURY D’USAGERS\nA,consensus,fond,2,\n"
    found = read(BY_COLLEGE + rows, None, COLLEGES)
    assert {one.reviewer: one.college for one in found.reviews} == {
        "zoe": "experts",
        "max": "usagers",
        CONSENSUS: None,
    }


@pytest.mark.parametrize(
    ("table", "grid", "fault"),
    [
        (
            SCORES + "A,zoe,fond,3\n",
            COLLEGES,
            ("column_missing", 1, 1, "application,reviewer,criterion,mark"),
        ),
        (BY_COLLEGE + "A,zoe,fond,3,\n", COLLEGES, ("college", 2, 14, "")),
        (BY_COLLEGE + "A,zoe,fond,3,expert\n", COLLEGES, ("college", 2, 14, "expert")),
        (
            BY_COLLEGE + "A,zoe,fond,3,experts\nB,zoe,fond,3,usagers\n",
            COLLEGES,
            ("college_differs", 3, 14, "usagers"),
        ),
        (BY_COLLEGE + "A,zoe,fond,3,experts\n", GRID, ("college_idle", 2, 14, "experts")),
    ],
)
def test_a_college_that_cannot_be_is_told_at_its_place(
    read: Read, table: str, grid: ScoringFile, fault: tuple[str, int, int, str]
) -> None:
    assert told(read, table, None, grid) == [fault]


def test_an_empty_column_of_colleges_is_no_fault_where_the_grid_has_none(read: Read) -> None:
    assert [one.college for one in read(BY_COLLEGE + "A,zoe,fond,3,\n").reviews] == [None]


def test_a_grid_that_asks_for_no_confidence_takes_none(read: Read) -> None:
    plain = GRID.model_copy(update={"confidence": None})
    table = "application,reviewer,criterion,mark,confidence\nA,zoe,fond,3,2\n"
    assert told(read, table, None, plain) == [("confidence_idle", 2, 14, "2")]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("amount", "-5", "amount"),
        ("amount", "mille", "amount"),
        ("filed_at", "2026-02-30 10:00", "filed_at"),
        ("filed_at", "2026-02-20 24:00", "filed_at"),
        ("filed_at", "hier", "filed_at"),
        ("filed_at", "2026-02-20T10:00+24:00", "filed_at"),
        ("filed_at", "2026-02-20T10:00-10:99", "filed_at"),
        ("zone", "rurale", "option"),
        ("themes", "sols|air", "option"),
        ("collectif", "peut-être", "yes_no"),
        ("creation", "31/04/2026", "day"),
        ("habitants", "1e5", "number"),
        ("habitants", "NaN", "number"),
        ("habitants", "0", "least"),
        ("habitants", "100000", "most"),
        ("salaries", "2.5", "whole"),
        ("salaries", "-1", "least"),
        ("note", "x" * 501, "text"),
    ],
)
def test_a_wrong_attribute_is_told_at_its_place(read: Read, column: str, cell: str, code: str) -> None:
    rows = told(read, SCORES + "A,zoe,fond,3\n", f"application,{column}\nA,{cell}\n")
    assert rows == [(code, 2, 3, cell[:80])]


def test_an_application_is_known_and_stands_once(read: Read) -> None:
    applications = "application\nTL-42\nTL-43\nTL-42\n"
    assert told(read, SCORES + "TL-42,zoe,fond,3\n", applications) == [("application_twice", 4, 1, "TL-42")]
    (fault,) = faults(read, SCORES + "TL-24,zoe,fond,3\n", "application\nTL-42\n")
    assert (fault.code, fault.line, fault.said["near"]) == ("application_unknown", 2, "TL-42")
    sentence = table_sentence(fault).replace("\u00a0", " ").replace("\u202f", " ")
    assert sentence.endswith(
        "scores.csv, ligne 2, colonne 1 : lu « TL-24 » ; attendu : une candidature de la table des candidatures, "
        "peut-être « TL-42 »."
    )


def test_the_faults_of_both_files_are_told_at_once(read: Read) -> None:
    rows = told(read, SCORES + "A,zoe,fond,9\nA,zoe,avis,Moyen\n", "application,amount\nA,cher\n")
    assert [code for code, *_ in rows] == ["amount", "numeric_mark", "level_mark"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["table_empty"]),
        (b"\n\n", ["table_empty"]),
        (b"application,reviewer,criterion,mark\nA,zo\xe9,fond,3\n", ["table_encoding"]),
        (b"application,reviewer,criterion,score\n", ["column_unknown", "column_missing"]),
        (b"application,reviewer,criterion,mark,mark\n", ["column_twice"]),
    ],
)
def test_a_table_that_is_none_is_refused(read: Read, content: bytes, codes: list[str]) -> None:
    assert [code for code, *_ in told(read, content)] == codes


def test_a_column_that_the_grid_does_not_declare_is_refused(read: Read) -> None:
    (fault,) = faults(read, SCORES + "A,zoe,fond,3\n", "application,zones\nA,qpv\n")
    assert (fault.code, fault.line, fault.column, fault.said["near"]) == ("column_unknown", 1, 13, "zone")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableFaults) as refused:
        read_tables(tmp_path / "none.csv", None, GRID, Names())
    assert [one.code for one in refused.value.faults] == [TableCode.ABSENT]


def test_a_file_too_large_or_too_long_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SCORES + "".join(f"A,r{n},fond,3\n" for n in range(9))
    monkeypatch.setattr(csv_pages, "MOST_ROWS", 8)
    assert [row[:2] for row in told(read, text)] == [("too_many_rows", 10)]
    monkeypatch.setattr(csv_pages, "LARGEST", 100)
    assert [code for code, *_ in told(read, text)] == ["table_too_large"]


def test_reading_stops_after_a_thousand_faults(read: Read) -> None:
    rows = told(read, SCORES + "".join(f"A,r{n},fond,9\n" for n in range(3000)))
    assert len(rows) == MOST_FAULTS + 1
    assert rows[-1][:2] == ("too_many_faults", MOST_FAULTS + 1)


def test_an_hour_is_that_of_the_call_unless_it_says_its_offset() -> None:
    reunion = ZoneInfo("Indian/Reunion")
    assert moment_of("2026-11-30T17:00:30", reunion) == datetime(2026, 11, 30, 13, 0, 30, tzinfo=UTC)
    assert moment_of("2026-11-30 17:00Z", reunion) == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert moment_of("30/11/2026 17h05", PARIS) == datetime(2026, 11, 30, 17, 5, tzinfo=PARIS)
    for repeated in ("2026-10-25 02:30", "25/10/2026 2h30"):
        read = moment_of(repeated, PARIS)
        assert read is not None
        assert read.astimezone(UTC) == to_utc(datetime.fromisoformat("2026-10-25T02:30"), PARIS)
        assert read.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert moment_of("2026-11-30", PARIS) == datetime(2026, 11, 30, tzinfo=PARIS)
    assert day_of("٣٠/11/2026") is None


def test_the_place_of_a_cell_counts_quotes_and_lines() -> None:
    assert place_of("a;b;c", ";", 2) == (0, 5)
    assert place_of('"a;b";c', ";", 1) == (0, 7)
    assert place_of('"a\nb";c', ";", 1) == (1, 4)
    assert place_of("a;", ";", 1) == (0, 3)


def test_every_fault_of_a_table_has_its_words() -> None:
    assert set(TABLES) == set(TableCode)


def test_cells_that_come_back_are_read_as_those_that_do_not(read: Read) -> None:
    twice = "A,zoe,fond,4.5\nB,zoe,fond,4.5\n A , zoe ,avis,faible\nA,CONSENSUS,fond,4.5\nA,Consensus,avis,faible\n"
    found = read(SCORES + twice)
    marks = {"fond": Decimal("4.5"), "avis": Decimal(0)}
    assert tuple(found.reviews) == (
        ReviewMarks("A", "zoe", marks),
        ReviewMarks("B", "zoe", {"fond": Decimal("4.5")}),
        ReviewMarks("A", CONSENSUS, marks),
    )


def test_a_fault_is_told_each_time_that_its_cells_come_back(read: Read) -> None:
    rows = "A,zoe,fond,3\nA,zoe,fond,3\n,zoe,fond,3\n,zoe,fond,3\nB,zoe,fond,9\nB,zoe,avis,faible\nB,zoe,fond,9\n"
    assert told(read, SCORES + rows) == [
        ("mark_twice", 3, 7, "fond"),
        ("name", 4, 1, ""),
        ("name", 5, 1, ""),
        ("mark_twice", 5, 6, "fond"),
        ("numeric_mark", 6, 12, "9"),
        ("numeric_mark", 8, 12, "9"),
        ("mark_twice", 8, 7, "fond"),
    ]


def test_the_place_of_a_fault_is_found_below_rows_of_several_lines(read: Read) -> None:
    rows = '"A",zoe,fond,3\n"B\n",zoe,fond,3\n\n"A", "ana" ,fond,3\nC,"é\nà",fond,9\n'
    assert told(read, SCORES + rows, "application\nA\nB\nC\n") == [
        ("name", 7, 3, "é\nà"),
        ("numeric_mark", 8, 9, "9"),
    ]


def test_an_application_that_nobody_knows_is_told_on_each_of_its_rows(read: Read) -> None:
    rows = "Z,zoe,fond,3\nZ,zoe,avis,faible\nA,zoe,fond,3\n"
    assert [row[:2] for row in told(read, SCORES + rows, "application\nA\n")] == [
        ("application_unknown", 2),
        ("application_unknown", 3),
    ]
