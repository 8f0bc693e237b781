"""`criteria rank` and `simulate` under the envelope of one wave, and what they say that they do not try."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.test_criteria import CITIZENS, SCORES, TIERS_LIEUX, criteria, lines, plain

SMALL = ("simulate", TIERS_LIEUX, "--applications", 12, "--seed", "essai")
NOT_SCREENED = "La recevabilité n’est pas essayée ici : toutes les candidatures sont tenues pour recevables."


def test_the_first_wave_gives_its_envelope_and_the_others_are_named() -> None:
    told = lines(criteria(*SMALL))
    assert told[-2:] == [
        "L’enveloppe est celle de la vague « Première période 2026 » (hiver_2026), 450 000 €. Pour une autre vague : "
        "--wave printemps_2026, automne_2026, hiver_2027 ou automne_2027.",
        NOT_SCREENED,
    ]
    found = json.loads(criteria(*SMALL, "--json").stdout)["money"]
    assert (found["wave"], found["envelope"]) == ("hiver_2026", "450000.00")


def test_another_wave_is_chosen_by_its_key(tmp_path: Path) -> None:
    told = lines(criteria(*SMALL, "--wave", "automne_2026"))
    assert (
        told[-2] == "L’enveloppe est celle de la vague « Troisième période 2026 » (automne_2026), 500 000 €."
    )
    scores = tmp_path / "scores.csv"
    keys = ("ouverture", "flexibilite", "accueil", "numerique", "implication")
    scores.write_text(SCORES + "".join(f"A,x,{key},4\n" for key in keys), encoding="utf-8")
    ranked = lines(criteria("rank", TIERS_LIEUX, scores, "--wave", "automne_2026"))
    assert ranked[-2:] == [told[-2], NOT_SCREENED]
    found = json.loads(criteria("rank", TIERS_LIEUX, scores, "--wave", "automne_2026", "--json").stdout)
    assert (found["money"]["wave"], found["money"]["envelope"]) == ("automne_2026", "500000.00")


def test_money_takes_the_place_of_the_envelope_and_no_wave_is_named() -> None:
    told = lines(criteria(*SMALL, "--money", 100_000))
    assert not [line for line in told if "vague" in line]
    assert told[-1] == NOT_SCREENED
    assert json.loads(criteria(*SMALL, "--money", 100_000, "--json").stdout)["money"]["wave"] is None


@pytest.mark.parametrize(
    ("where", "words", "said"),
    [
        (
            TIERS_LIEUX,
            ("--wave", "ete"),
            "--wave : lu « ete » ; attendu : hiver_2026, printemps_2026, automne_2026, hiver_2027 ou automne_2027.",
        ),
        (
            TIERS_LIEUX,
            ("--wave", "hiver_2026", "--money", "1"),
            "--wave : lu avec --money ; attendu : l’un ou l’autre, --money prend la place de l’enveloppe.",
        ),
        (
            CITIZENS,
            ("--wave", "ete"),
            "--wave : lu « ete » ; une grille seule n’a pas de vague, donnez l’argent par --money.",
        ),
    ],
)
def test_a_wave_that_cannot_be_read_is_refused(where: Path, words: tuple[str, ...], said: str) -> None:
    told = criteria("simulate", where, *words)
    assert (told.exit_code, plain(told.stderr).strip()) == (2, said)


def test_a_wave_without_limit_says_so(tmp_path: Path) -> None:
    for one in TIERS_LIEUX.glob("*.yaml"):
        text = one.read_text(encoding="utf-8")
        (tmp_path / one.name).write_text(
            re.sub(
                r"envelope: 2\s800", "envelope: 2 300", re.sub(r"envelope: 500\s000", "envelope: 0", text)
            ),
            encoding="utf-8",
        )
    told = lines(criteria("simulate", tmp_path, "--applications", 12, "--wave", "automne_2026"))
    assert told[-2].endswith("(automne_2026), sans limite.")
