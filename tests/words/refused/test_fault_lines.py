"""Each line of the summary of a form names its field, once."""

import pytest

from app.words.refused.lines import fault_line


@pytest.mark.parametrize(
    ("label", "sentence", "told"),
    [
        ("Motifs", "Cette réponse est obligatoire.", "Motifs\u00a0: cette réponse est obligatoire."),
        ("Est-il ouvert ?", "Choisissez une réponse.", "Est-il ouvert\u202f? Choisissez une réponse."),
        ("J’accepte.", "Cochez cette case.", "J’accepte\u00a0: cochez cette case."),
        ("Note", "L’aide est trop haute.", "Note\u00a0: l’aide est trop haute."),
        ("Note", "L’Isle a modifié ce texte.", "Note\u00a0: L’Isle a modifié ce texte."),
        ("Note", "12 est trop grand.", "Note\u00a0: 12 est trop grand."),
        ("Note", "Inès Caron a modifié ce texte.", "Note\u00a0: Inès Caron a modifié ce texte."),
        ("Note", "Répondez à « Note ».", "Répondez à «\u00a0Note\u00a0»."),
        ("Note", "Répondez à « ot ».", "Répondez à «\u00a0ot\u00a0»."),
        ("Note", "« dix » n’est pas un nombre.", "Note\u00a0: «\u00a0dix\u00a0» n’est pas un nombre."),
        ("Note", "Note : choisissez.", "Note\u00a0: choisissez."),
        ("Note", "a < b & \\1", "Note\u00a0: a < b & \\1"),
    ],
)
def test_what_is_no_general_word_keeps_its_capital_and_nothing_is_named_twice(
    label: str, sentence: str, told: str
) -> None:
    assert fault_line(label, sentence) == told
