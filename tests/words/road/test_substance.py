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
