"""The words that printed documents share."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.documents import Document, missing
from app.words import documents as words
from tests import documents_samples as samples


@pytest.mark.parametrize(
    ("designation", "of", "to"),
    [
        ("la Région", "de la Région", "à la Région"),
        ("le bénéficiaire", "du bénéficiaire", "au bénéficiaire"),
        ("les partenaires", "des partenaires", "aux partenaires"),
        ("l’Agglomération", "de l’Agglomération", "à l’Agglomération"),
        ("Éole", "d’Éole", "à Éole"),
    ],
)
def test_articles_contract(designation: str, of: str, to: str) -> None:
    assert (words.of(designation), words.to(designation)) == (of, to)


def test_a_designation_begins_a_sentence_and_a_legal_form_is_inside_one() -> None:
    assert words.sentence_start("le bénéficiaire") == "Le bénéficiaire"
    assert [words.sentence_inside(form) for form in ("Association déclarée", "SARL")] == [
        "association déclarée",
        "SARL",
    ]


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        (
            "Europe/Paris",
            "2\u00a0juin\u00a02026 à 17\u00a0h\u00a042\u00a0min\u00a005\u00a0s (heure de Paris)",
        ),
        (
            "Indian/Reunion",
            "2\u00a0juin\u00a02026 à 19\u00a0h\u00a042\u00a0min\u00a005\u00a0s (heure de La Réunion)",
        ),
        (
            "Pacific/Auckland",
            "3\u00a0juin\u00a02026 à 3\u00a0h\u00a042\u00a0min\u00a005\u00a0s (fuseau Pacific/Auckland)",
        ),
    ],
)
def test_an_instant_says_its_second_and_its_zone(zone: str, written: str) -> None:
    assert words.instant(datetime(2026, 6, 2, 15, 42, 5, tzinfo=UTC), zone) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("number", "le numéro"),
        ("instalments", "l’échéancier des versements"),
        ("instalments.total", "la somme des versements diffère de la subvention"),
        ("beneficiary.siret", "le SIRET (le bénéficiaire)"),
        ("indicators[2].target", "la cible (indicateur 2)"),
        (
            "colleges[1].members[3].proxy_to",
            "le nom de la personne qui tient le pouvoir (collège 1, membre 3)",
        ),
    ],
)
def test_what_is_missing_is_said_in_french(name: str, written: str) -> None:
    assert words.missing_words(name) == written


def test_what_several_indicators_lack_alike_is_told_once() -> None:
    names = ["indicators[A].baseline", "indicators[A].target", "beneficiary.siret", "odd"]
    more = ["indicators[B].baseline", "indicators[B].target", "indicators[C].target"]
    assert words.missing_list([*names, *more]) == [
        "le SIRET (le bénéficiaire)",
        "odd",
        "la valeur de départ et la cible des 2 indicateurs «\u00a0A\u00a0» et «\u00a0B\u00a0»",
        "la cible de l’indicateur «\u00a0C\u00a0»",
    ]


@pytest.mark.parametrize(
    "document", [samples.convention(), samples.receipt(), samples.minutes(), samples.refusal()]
)
def test_every_name_that_a_document_may_give_has_its_words(document: Document) -> None:
    for field in fields(document):
        value = getattr(document, field.name)
        blank: Any = "" if isinstance(value, str) else () if isinstance(value, tuple) else None
        if is_dataclass(value) and not isinstance(value, type):
            names = [part.name for part in fields(value) if isinstance(getattr(value, part.name), str)]
            blank = replace(value, **dict.fromkeys(names, ""))
        if isinstance(value, (str, tuple)) or is_dataclass(value):
            for name in missing(replace(document, **{field.name: blank})):
                assert words.missing_words(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Région Nouvelle-Aquitaine", "la Région Nouvelle-Aquitaine"),
        ("Département du Nord", "le Département du Nord"),
        ("la Région Nouvelle-Aquitaine", "la Région Nouvelle-Aquitaine"),
        ("La Forge de Bellac", "La Forge de Bellac"),
    ],
)
def test_an_authority_takes_its_article_and_a_proper_name_none(name: str, said: str) -> None:
    assert words.the(name) == said
