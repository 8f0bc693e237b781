import pytest

from app.domain.crossing import UNKNOWN, Settled, print_of, prints_at, settle


def test_a_print_does_not_see_how_lines_end_nor_what_stands_around() -> None:
    assert print_of(" Un\r\ntexte\u00a0: ") == print_of("Un\ntexte\u00a0:")


@pytest.mark.parametrize("other", ["Un autre", "Un\ntexte", "Un  texte"])
def test_a_print_sees_what_changed_inside(other: str) -> None:
    assert print_of("Un texte") != print_of(other)


@pytest.mark.parametrize(
    ("read", "kept", "sent", "changed", "crossed"),
    [
        ("a", "a", "a", False, False),
        ("a", "a", "b", True, False),
        ("a", "b", "a", False, False),
        ("a", "b", "c", False, True),
        ("a", "b", "b", True, False),
        ("", "b", "c", False, True),
        (None, "b", "c", True, False),
    ],
)
def test_what_becomes_of_a_field(
    read: str | None, kept: str, sent: str, changed: bool, crossed: bool
) -> None:
    prints = {} if read is None else {"note": print_of(read)}
    found = settle(prints, {"note": kept}, {"note": sent})
    assert found == Settled(frozenset({"note"} if changed else ()), ("note",) if crossed else ())


def test_a_field_that_nobody_had_filled_was_read_as_empty() -> None:
    assert settle({"note": print_of("")}, {}, {"note": "b"}) == Settled(frozenset({"note"}), ())


def test_the_prints_of_a_version_are_those_of_what_each_field_held_then() -> None:
    trails = {"title": [(2, "before"), (5, "after")], "sum": [(4, "late")], "city": []}
    kept = {"city": "Bellac", "title": "La Grange"}
    assert prints_at(4, trails, kept, ("title", "sum", "city", "rna")) == {
        "title": "before",
        "sum": "late",
        "city": print_of("Bellac"),
        "rna": print_of(""),
    }
    assert prints_at(3, trails, kept, ("sum",)) == {"sum": UNKNOWN}
    assert prints_at(9, trails, kept, ("title",)) == {"title": "after"}
