"""What an entry of the journal says beyond its verb."""

from app.words.road.substance import substance


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_an_entry_says_its_outcome_its_amount_its_days_and_the_words_that_were_written() -> None:
    award = {
        "outcome": "award",
        "amount_cents": 38_000_00,
        "deliberation": "2026.1016.CP",
        "deliberated_on": "2026-11-16",
        "conditions": "Produire la charte.",
        "reasons": "",
    }
    assert plain(substance(award)) == (
        "Retenue ; 38 000,00 € ; délibération 2026.1016.CP ; du 16 novembre 2026 ; Produire la charte."
    )
    ended = {"paid_cents": 12_345_67, "reason": "Le lieu a fermé."}
    assert plain(substance(ended)) == "déjà payé : 12 345,67 € ; Le lieu a fermé."
    assert substance({"piece": "statuts", "sha256": "0" * 64}) == ""


def test_an_entry_says_which_line_its_verdict_and_its_note_then_what_it_became() -> None:
    judged = {"rule": "usagers", "article": "Article 3", "verdict": "fails", "note": "Aucun usager."}
    assert plain(substance(judged)) == "Article 3 ; Non conforme ; Aucun usager."
    mended = {
        "subject": "check",
        "id": 1,
        "article": "Article 3",
        "was": {"verdict": "fails", "note": "Aucun usager."},
        "became": {"verdict": "holds", "note": ""},
        "reason": "Lu trop vite.",
    }
    assert plain(substance(mended)) == (
        "Article 3 ; verdict : avant Non conforme, maintenant Conforme ; "
        "remarque : avant Aucun usager., maintenant rien ; Lu trop vite."
    )


def test_an_entry_says_whom_it_is_about() -> None:
    assert (
        plain(substance({"expert": 4, "reason": "Il se tait."}, "Léa Martin")) == "Léa Martin ; Il se tait."
    )


def test_of_a_record_the_journal_says_what_it_was_and_is_and_of_the_rest_only_that_it_changed() -> None:
    data = {
        "name": "La Grange neuve",
        "fields": ["name", "representative_name"],
        "was": {"name": "La Grange"},
        "became": {"name": "La Grange neuve"},
    }
    assert plain(substance(data)) == "nom : avant La Grange, maintenant La Grange neuve ; représentant légal"
    assert plain(substance({"fields": ["address", "city"]})) == "adresse, commune"


def test_what_an_expert_had_marked_is_not_told_by_the_journal() -> None:
    assert (
        substance({"subject": "review", "was": {"marks": {}}, "became": {"marks": None}, "reason": "x"})
        == "x"
    )
