"""What is printed is what the document says, to the cent and the comma."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pypdfium2
import pytest

from app.adapters.pdf.typeset import page, typeset
from app.domain.documents import (
    BudgetLine,
    ConventionDocument,
    Document,
    FinancingPlan,
    IncompleteDocumentError,
    MinutesDraw,
    Notified,
)
from app.domain.workflow.envelope import EnvelopeAccount
from tests import documents_samples as samples


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, its lines joined and its spaces made plain."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "")).strip() for text in texts]


@cache
def printed(document: Document) -> list[str]:
    return pages_of(typeset(document))


@pytest.mark.parametrize(
    "sentence",
    [
        "une subvention d’un montant maximal de 50 000,00 € (cinquante mille euros), soit 42,23 % du coût",
        "évalué à 118 400,00 € (cent dix-huit mille quatre cents euros), hors taxes",
        "Avance 1er rendez-vous : démarrage 40 % 20 000,00 €",
        "Total 50 000,00 €",
        "Le projet est réalisé du 1er octobre 2026 au 30 septembre 2028.",
        "en vertu de la délibération n° 2026.1042.CP du 28 septembre 2026, ci-après « la Région »",
        "Vu l’avis du comité de sélection du 24 septembre 2026 ;",
        "produire l’accord du propriétaire pour les travaux ;",
        "le litige relève du tribunal administratif de Bordeaux.",
        "Communication et signalétique 4 999,99 €",
        "Emploi d’animation ETP quantitatif 0,5 1,25 déclaration sociale nominative",
    ],
)
def test_the_convention_says(sentence: str) -> None:
    assert sentence in " ".join(printed(samples.convention()))


def test_the_amounts_of_the_convention_are_those_of_the_record_and_no_other() -> None:
    document = samples.convention()
    plan = document.financing_plan
    assert plan is not None
    known = {document.amount_cents, document.eligible_cents, *(part.cents for part in document.instalments)}
    known |= {line.cents for line in (*plan.expenses, *plan.income)}
    known |= {plan.expenses_cents, plan.income_in_kind_cents}
    found = re.findall(r"(\d{1,3}(?: \d{3})*,\d\d) €", " ".join(printed(document)))
    assert {int(amount.replace(" ", "").replace(",", "")) for amount in found} == known


def test_an_amount_in_full_keeps_its_cents() -> None:
    cents = 480_080_21
    document = samples.convention(
        amount_cents=cents,
        eligible_cents=cents,
        rate=Decimal(1),
        instalments=(replace(samples.convention().instalments[0], share=Decimal(1), cents=cents),),
    )
    sentence = "480 080,21 € (quatre cent quatre-vingt mille quatre-vingts euros et vingt et un centimes)"
    assert sentence in " ".join(printed(document))


def test_articles_are_numbered_without_a_hole_and_referred_to_by_their_number() -> None:
    text = " ".join(printed(samples.convention()))
    assert re.findall(r"ARTICLE (\d+)", text) == [str(n) for n in range(1, 18)]
    assert "documents mentionnés à l’article 6" in text


def test_a_convention_without_subsidy_speaks_of_no_money() -> None:
    text = " ".join(printed(samples.grantless_convention()))
    assert "Elle n’emporte l’attribution d’aucune subvention." in text
    assert "Le loyer est fixé à 180,00 € par mois, charges comprises." in text
    assert "compte rendu financier" not in text
    assert "annexe III" not in text


@pytest.mark.parametrize(
    ("whole", "renewed", "annexed"),
    [
        (
            samples.grantless_convention(followed=False, rendezvous=(), indicators=()),
            "Une nouvelle convention suppose une nouvelle décision de la Commune.",
            "L’annexe fait partie intégrante de la convention : le projet (annexe I).",
        ),
        (
            samples.convention(followed=False, rendezvous=(), indicators=()),
            "Une nouvelle convention suppose les contrôles prévus à l’article 10 et une nouvelle décision",
            "le plan de financement (annexe II) ; l’échéancier des versements (annexe III).",
        ),
    ],
    ids=["no subsidy", "a subsidy"],
)
def test_a_convention_of_a_call_without_follow_up_speaks_of_no_rendezvous(
    whole: ConventionDocument, renewed: str, annexed: str
) -> None:
    text = " ".join(printed(whole))
    assert renewed in text
    assert annexed in text
    assert "annexe IV" not in text
    assert "ndicateurs de l’annexe" not in text
    assert [int(n) for n in re.findall(r"ARTICLE (\d+)", text)] == list(range(1, len(whole.articles()) + 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "Reçu le 2 juin 2026 à 17 h 42 min 05 s (heure de Paris)",
        "À défaut de réponse au 2 août 2026, et sous réserve que la demande soit complète",
        "05 57 57 80 00 · tiers-lieux@region.example",
        "devant le tribunal administratif de Bordeaux, 9 rue Tastet, 33000 Bordeaux",
        "dans un délai de deux mois",
        f"Statuts statuts.pdf {samples.SHA} 184 ko",
        "Autres aides publiques Sans réponse",
    ],
)
def test_the_receipt_says_what_the_law_asks(sentence: str) -> None:
    assert sentence in " ".join(printed(samples.receipt()))


def test_a_letter_is_refused_by_silence_as_a_dossier_and_missing_pieces_have_their_day() -> None:
    letter = " ".join(printed(samples.letter_receipt()))
    assert "est la première étape d’une demande d’aide : sans réponse, elle est réputée rejetée" in letter
    assert "Pour la vôtre, ce sera le 2 août 2026." in letter
    assert "née du silence, peut être contestée" in letter
    older = " ".join(printed(samples.letter_receipt(implicit_refusal_on=None)))
    assert "rejetée" not in older
    assert "Aucune pièce" not in letter
    document = samples.receipt(missing_pieces=("Statuts",), completion_until=samples.RECEIVED.date())
    text = " ".join(printed(document))
    assert "Une pièce manque à votre demande. Elle est à transmettre au plus tard le 2 juin 2026 :" in text


@pytest.mark.parametrize(
    "sentence",
    [
        "Ouverture 24 septembre 2026 à 9 h 30 (heure de Paris)",
        "8 membres présents sur 11, 6 requis, 1 pouvoir : le quorum est atteint.",
        "Inès Fontanel conseillère régionale hors séance, pouvoir à Hélène Castaing",
        "Avis favorables 3 141 250,50 €",
        "Reste disponible – 38 749,50 €",
        "Votes : 7 pour, 1 contre, 1 abstention.",
        "Déport : Sylvie Barthe, intérêt déclaré en cours de séance, sans accès depuis le 24 septembre 2026 à 10 h 07",
        "Pouvoir perdu pour ce point : celui de Rémi Tauzin, donné à Sylvie Barthe.",
        "7 membres présents sur 10, 5 requis",
        "Par consensus, sans vote.",
        "Accueil humain : 3,3333… × 20 ÷ 4 = 16,6667…",
        "À égalité avec TL26-0007, devant par la date de dépôt (rien et rien).",
    ],
)
def test_the_minutes_say(sentence: str) -> None:
    assert sentence in " ".join(printed(samples.minutes()))


@pytest.mark.parametrize(
    "sentence",
    [
        "La Forge de Bellac Claire Aubusson, présidente 3 place de la Fontaine, 87300 Bellac",
        "Votre projet est retenu",
        "Montant de l’aide : 40 000,50 €, soit quarante mille euros et cinquante centimes.",
        "Cette décision a été prise par la délibération n° 2026.1042.CP du 28 mai 2026.",
        "Conditions, que la convention reprendra Produire le bail. Ouvrir avant l’été.",
        "Deux mois devant le tribunal administratif de Bordeaux.",
        "sans signature manuscrite (article L. 212-2",
    ],
)
def test_the_letter_of_an_award_says(sentence: str) -> None:
    assert sentence in " ".join(printed(samples.notification()))


def test_the_letter_of_a_refusal_says_its_reasons_its_rules_and_who_decided() -> None:
    told = " ".join(printed(samples.refusal()))
    for sentence in (
        "n’est pas recevable : il ne peut pas être examiné.",
        "Raisons de la décision Le lieu n’est pas situé dans la région.",
        "Article 3 : Le lieu est hors du territoire. Adresse à Angers.",
        "Pour la Région Nouvelle-Aquitaine, Hélène Vasseur, Délégation numérique, pôle tiers-lieux",
    ):
        assert sentence in told
    assert "Montant de l’aide" not in told


@pytest.mark.parametrize(
    ("notified", "sentence"),
    [
        (Notified.DECLINED, "La Région Nouvelle-Aquitaine ne vous invite pas à déposer de dossier."),
        (Notified.REJECTED, "La Région Nouvelle-Aquitaine ne retient pas votre projet"),
        (Notified.ON_RESERVE, "en liste complémentaire : il sera soutenu si des crédits se libèrent."),
    ],
)
def test_each_letter_says_what_was_decided(notified: Notified, sentence: str) -> None:
    assert sentence in " ".join(printed(samples.refusal(notified=notified, unmet=())))


def test_the_minutes_date_an_opinion_that_was_recorded_on_another_day_than_theirs() -> None:
    told = samples.minutes()
    late = tuple(replace(one, given_at=datetime(2026, 10, 5, 8, 0, tzinfo=UTC)) for one in told.items)
    assert "Avis donné à 10 h 05. Quorum du point" in " ".join(printed(told))
    said = " ".join(printed(replace(told, items=late)))
    assert "Avis enregistré le 5 octobre 2026 à 10 h. Quorum du point" in said
    assert "Avis donné à" not in said


def test_the_minutes_keep_the_lines_of_a_motive_and_say_what_no_type_prints() -> None:
    told = samples.minutes()
    first = replace(told.items[0], motive="Le bail manque :\n- sa durée ;\n- son loyer, 日本語.")
    with pypdfium2.PdfDocument(typeset(replace(told, items=(first, *told.items[1:])))) as document:
        texts = "\n".join(one.get_textpage().get_text_range() for one in document).splitlines()
    lines = [re.sub(r"\s+", " ", one).strip() for one in texts]
    assert {"- sa durée ;", "- son loyer, [signes non imprimables]."} <= set(lines)


def test_the_minutes_tell_a_draw_and_how_to_do_it_again() -> None:
    fixed = MinutesDraw("Loto du 20 septembre 2026", "ab" * 32, datetime(2026, 9, 18, 8, tzinfo=UTC))
    waiting = " ".join(printed(samples.minutes(draw=fixed)))
    assert "La liste est arrêtée depuis le 18 septembre 2026 à 10 h" in waiting
    assert "Source de la graine, annoncée d’avance : Loto du 20 septembre 2026." in waiting
    assert "La graine n’est pas publiée : le tirage reste à faire." in waiting
    order = (("TL26-0009", "0c" * 32), ("TL26-0012", "f1" * 32))
    at = datetime(2026, 9, 21, 8, tzinfo=UTC)
    drawn = replace(fixed, source="", seed="4-8-15-16-23", published_at=at, order=order)
    told = " ".join(printed(samples.minutes(draw=drawn)))
    assert "La plateforme tire la graine à l’instant où elle est publiée." in told
    assert "La graine est « 4-8-15-16-23 », publiée le 21 septembre 2026 à 10 h." in told
    assert f"1 TL26-0009 {'0c' * 32} 2 TL26-0012 {'f1' * 32}" in told


@pytest.mark.parametrize("build", [samples.convention, samples.receipt, samples.minutes])
def test_every_page_says_its_number_and_its_version(build: type[Document]) -> None:
    pages = printed(build())
    for number, text in enumerate(pages, start=1):
        assert f"page {number} / {len(pages)}" in text
        assert "version " in text


def test_signatures_are_on_the_page_of_the_last_article() -> None:
    signed = [text for text in printed(samples.convention()) if "Pour la Région Nouvelle-Aquitaine" in text]
    assert len(signed) == 1
    assert "Recours" in signed[0]


def test_a_document_with_holes_is_refused() -> None:
    with pytest.raises(IncompleteDocumentError) as refusal:
        typeset(samples.convention(rate=None))
    assert refusal.value.names == ("rate",)


HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd> {{ 7 * 7 }} {% raw %} & \" '"


def test_hostile_text_is_printed_and_never_obeyed() -> None:
    document = samples.convention(project_title=HOSTILE, project_description=HOSTILE)
    assert "<script" not in page(document)
    assert "<img" not in page(document)
    assert "alert(1)" in " ".join(printed(document))
    assert "{{ 7 * 7 }}" in " ".join(printed(document))


def test_a_word_without_end_stays_on_the_page() -> None:
    word = "Anticonstitutionnellement" * 12
    sections = samples.receipt().sections
    section = replace(sections[0], answers=(replace(sections[0].answers[0], answer=word),))
    plan = FinancingPlan((BudgetLine(word, 1_00),), (BudgetLine(word, 1_00),))
    document = samples.receipt(project_title=word, organisation=word, sections=(section,), budget=plan)
    with pypdfium2.PdfDocument(typeset(document)) as pdf:
        for number in range(len(pdf)):
            sheet = pdf[number].get_textpage()
            rights = [sheet.get_charbox(i)[2] for i in range(sheet.count_chars())]
            assert max(rights) <= pdf[number].get_width() - 60


def test_a_budget_of_three_hundred_lines_repeats_its_heads_and_loses_no_line() -> None:
    lines = tuple(BudgetLine(f"Poste numéro {n}", n * 100 + 1, "60") for n in range(1, 301))
    plan = FinancingPlan(lines, lines)
    pages = printed(samples.receipt(budget=plan))
    text = " ".join(pages)
    assert [text.count(f"Poste numéro {n} ") for n in range(1, 301)] == [2] * 300
    tables = [page for page in pages if "Poste numéro" in page]
    assert len(tables) > 10
    assert all("Compte Poste" in page for page in tables)
    assert text.count("Total 45 153,00 €") == 2


def test_a_name_without_a_space_stays_on_the_cover_and_a_pasted_bullet_is_no_box() -> None:
    long = "Association" * 18
    whole = samples.convention()
    document = replace(
        whole,
        beneficiary=replace(whole.beneficiary, name=long),
        project_title="\uf0b7 Un lieu \U0001f389",
    )
    pages = pages_of(typeset(document))
    cover = pages[0].replace(" ", "").replace("-", "")
    assert long in cover
    assert "•Unlieu[emoji]" in cover
    with pypdfium2.PdfDocument(typeset(document)) as pdf:
        text = pdf[0].get_textpage()
        width = pdf[0].get_width()
        assert all(0 <= text.get_charbox(i)[2] <= width for i in range(text.count_chars()))


@pytest.mark.parametrize(
    ("form", "commits", "company"),
    [
        ("association", True, False),
        ("foundation", True, False),
        ("company", False, True),
        ("commune", False, False),
    ],
)
def test_each_legal_form_has_the_visas_and_the_clauses_of_its_law(
    form: str, commits: bool, company: bool
) -> None:
    whole = samples.convention()
    beneficiary = replace(whole.beneficiary, legal_form=form, republican_commitment=commits, company=company)
    html = page(replace(whole, beneficiary=beneficiary))
    said = [
        words in html
        for words in ("2021-1947", "relatifs aux aides aux entreprises", "est une aide de minimis")
    ]
    assert said == [commits, company, company]


def test_the_minutes_print_the_account_of_the_envelope_in_its_own_words() -> None:
    account = EnvelopeAccount(200_000_00, 49_000_00, 9_000_00, 20_000_00, 30_000_00)
    text = " ".join(printed(samples.minutes(account=account)))
    for line in (
        "Avis favorables de la séance",
        "L’enveloppe de la période de dépôt, à la clôture de la séance",
        "Attribué, dont 9 000,00 € payés avant une fin anticipée 49 000,00 €",
        "Décidé, à publier 20 000,00 €",
        "Reste 101 000,00 €",
    ):
        assert line in text
    assert "Reste disponible" not in text
