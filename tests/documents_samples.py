"""Plausible documents, invented: no real person, valid test numbers. Each builder takes what a test changes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.domain.documents import (
    Answer,
    AnswerSection,
    Authority,
    Beneficiary,
    BudgetLine,
    CollegeAttendance,
    ConventionDocument,
    ExtraArticle,
    Filed,
    FiledPiece,
    FinancingPlan,
    Funding,
    Indicator,
    LetterDocument,
    LostProxy,
    Member,
    MinutesDocument,
    MinutesItem,
    Notified,
    Office,
    Opinion,
    PlannedInstalment,
    Presence,
    Quorum,
    ReceiptDocument,
    Recused,
    Remedies,
    Rendezvous,
    RulesDocument,
    Signatory,
    UnmetRule,
    Votes,
)
from app.domain.documents.rules import Column, Items, Paragraph, RuleSection, SubSection, Table
from app.domain.explanation import Step, StepCode

SHA = "3f9a5be1c07d42e8896b1d0f7a2c5e94d1b8a6f30e7c92d5841f6ab03c7dc21e"
OTHER_SHA = "a01c" * 16
RECEIVED = datetime(2026, 6, 2, 15, 42, 5, tzinfo=UTC)
PROJECT = "La Forge de Bellac, atelier partagé et café des métiers"

PLAN = FinancingPlan(
    expenses=(
        BudgetLine("Aménagement intérieur de l’atelier et du café", 38_400_00, "21"),
        BudgetLine("Machines partagées : découpe, menuiserie, impression", 27_650_00, "21"),
        BudgetLine("Réseau, serveur et visioconférence", 9_200_00, "60"),
        BudgetLine("Animation du lieu (un demi-poste pendant deux ans)", 33_150_00, "64"),
        BudgetLine("Communication et signalétique", 4_999_99, "62"),
        BudgetLine("Accompagnement du collectif", 5_000_01, "62"),
        BudgetLine("Chantiers participatifs, personnel bénévole", 14_720_00, "864", in_kind=True),
    ),
    income=(
        BudgetLine("Région Nouvelle-Aquitaine", 50_000_00, "74", Funding.REQUESTED),
        BudgetLine("Communauté de communes du Haut-Limousin en Marche", 22_000_00, "74", Funding.SECURED),
        BudgetLine("Département de la Haute-Vienne", 12_000_00, "74", Funding.REQUESTED),
        BudgetLine("Ventes d’ateliers et location d’espaces", 19_400_00, "70", Funding.SECURED),
        BudgetLine("Fonds propres de l’association", 15_000_00, "75", Funding.SECURED),
        BudgetLine("Bénévolat", 14_720_00, "870", in_kind=True),
    ),
)

DESCRIPTION = """La Forge de Bellac ouvre, dans l’ancienne quincaillerie de la place de la Liberté, un atelier \
partagé et un café où se croisent artisans, salariés à distance, lycéens et habitants. Le lieu répond à une \
absence constatée par le diagnostic de territoire : aucun tiers-lieu n’est ouvert à moins de vingt minutes en \
voiture.

Le collectif réunit trente-deux habitants, deux entreprises, le lycée professionnel et la communauté de \
communes. Il se réunit chaque mois et décide de la programmation, des tarifs et de l’accueil.

Première année : travaux d’aménagement, ouverture du café trois jours par semaine, douze ateliers de \
formation. Deuxième année : ouverture six jours par semaine, vingt-quatre ateliers, un incubateur de métiers \
avec le lycée. Les horaires larges, l’accès de plain-pied et une grille de tarifs selon les revenus \
garantissent l’ouverture à tous."""


def convention(**changes: Any) -> ConventionDocument:
    """A convention d'objectifs of 50 000 €, three instalments, three rendezvous."""
    document = ConventionDocument(
        number="2026-TL-0042",
        version=1,
        title="Convention de partenariat",
        authority=Authority(
            name="Région Nouvelle-Aquitaine",
            designation="la Région",
            address="14 rue François-de-Sourdis, 33077 Bordeaux",
            siret="20005375900011",
            represented_by="le Président du Conseil régional",
            deliberation_reference="2026.1042.CP",
            deliberation_on=date(2026, 9, 28),
        ),
        beneficiary=Beneficiary(
            name="La Forge de Bellac",
            designation="le bénéficiaire",
            legal_form="Association déclarée",
            siret="12345678200010",
            rna="W872001234",
            address="3 place de la Liberté, 87300 Bellac",
            represented_by="sa présidente, Madame Claire Aubusson",
            republican_commitment=True,
        ),
        visas=(
            "Vu la loi n° 2000-321 du 12 avril 2000 relative aux droits des citoyens dans leurs relations avec "
            "les administrations, notamment ses articles 9-1, 10 et 10-1",
            "Vu le décret n° 2001-495 du 6 juin 2001 pris pour l'application de l'article 10 de cette loi ;",
            "Vu le règlement de l'appel à manifestation d'intérêt Tiers-lieux 2026 ;",
        ),
        recitals=(
            "Considérant que le projet, initié et conçu par le bénéficiaire, rapproche de chaque habitant un lieu "
            "où travailler, apprendre et se rencontrer ;",
            "Considérant qu'il participe ainsi de la politique régionale en faveur des tiers-lieux.",
        ),
        reference="TL26-0042",
        call_title="AMI Tiers-lieux 2026",
        project_title=PROJECT,
        project_description=DESCRIPTION,
        amount_cents=50_000_00,
        eligible_cents=118_400_00,
        basis="HT",
        rate=Decimal("0.4223"),
        start_on=date(2026, 10, 1),
        end_on=date(2028, 9, 30),
        instalments=(
            PlannedInstalment(
                "Avance",
                "1er rendez-vous : démarrage",
                Decimal("0.4"),
                20_000_00,
                ("relevé d’identité bancaire", "relevé de conclusions du rendez-vous"),
            ),
            PlannedInstalment(
                "Acompte",
                "2e rendez-vous : Comité de pilotage à mi-financement",
                Decimal("0.4"),
                20_000_00,
                ("état des dépenses acquittées", "indicateurs intermédiaires"),
            ),
            PlannedInstalment(
                "Solde",
                "3e rendez-vous : bilan",
                Decimal("0.2"),
                10_000_00,
                ("compte rendu financier", "bilan qualitatif", "indicateurs et leurs preuves"),
            ),
        ),
        indicators=(
            Indicator(
                "Usagers réguliers, venus au moins une fois par semaine",
                "quantitative",
                "registre des accès",
                "personnes",
                Decimal(0),
                Decimal(60),
            ),
            Indicator(
                "Ateliers de formation tenus dans l’année",
                "quantitative",
                "programme et feuilles de présence",
                "ateliers",
                Decimal(2),
                Decimal(24),
            ),
            Indicator(
                "Emploi d’animation",
                "quantitative",
                "déclaration sociale nominative",
                "ETP",
                Decimal("0.5"),
                Decimal("1.25"),
            ),
            Indicator(
                "Place des usagers dans les décisions",
                "qualitative",
                "comptes rendus du collectif",
                "",
                "réunion mensuelle",
                "conseil d’usagers élu",
            ),
        ),
        rendezvous=(
            Rendezvous(
                "Démarrage",
                "Rencontre sur place du collectif et de ses partenaires, étude du plan de financement.",
                date(2026, 11, 12),
                (
                    "Présentation du collectif et des partenaires",
                    "Plan de financement et calendrier",
                    "Indicateurs",
                ),
            ),
            Rendezvous(
                "Comité de pilotage à mi-financement",
                "Bilan intermédiaire et ajustements.",
                date(2027, 10, 14),
                ("Dépenses réalisées", "Indicateurs intermédiaires", "Ajustements du projet"),
            ),
            Rendezvous(
                "Bilan",
                "Bilan d’ensemble, indicateurs et perspectives.",
                date(2028, 9, 21),
                ("Bilan quantitatif et qualitatif", "Compte rendu financier", "Perspectives après l’aide"),
            ),
        ),
        financing_plan=PLAN,
        conditions=("produire l'accord du propriétaire pour les travaux ;", "compléter l'équipe d'animation"),
        publicity="Le bénéficiaire fait mention du soutien de la Région et fait figurer son logotype sur tous les "
        "supports de communication du projet, ainsi qu'à l'entrée du lieu.",
        court="tribunal administratif de Bordeaux",
        place="Bordeaux",
        drafted_at=datetime(2026, 10, 6, 8, 30, tzinfo=UTC),
        content_sha256=SHA,
        committee_opinion_on=date(2026, 9, 24),
        signatories=(
            Signatory("la Région Nouvelle-Aquitaine", "Marc Delmas", "le Président du Conseil régional"),
            Signatory("La Forge de Bellac", "Claire Aubusson", "la présidente"),
        ),
    )
    return replace(document, **changes)


def grantless_convention(**changes: Any) -> ConventionDocument:
    """Premises lent by a commune to a tiers-lieu at a moderate rent: no subsidy, obligations each way."""
    document = convention(
        number="2026-CP-0003",
        title="Convention de mise à disposition",
        authority=Authority(
            name="Commune de Saint-Junien",
            designation="la Commune",
            address="2 place Auguste-Roche, 87200 Saint-Junien",
            siret="20005375900011",
            represented_by="son maire",
            deliberation_reference="2026-88",
            deliberation_on=date(2026, 7, 2),
        ),
        visas=("Vu l'appel à partenariat « Des locaux pour les tiers-lieux »",),
        recitals=("Considérant que les deux parties concourent à l'animation du centre-bourg.",),
        amount_cents=None,
        eligible_cents=None,
        rate=None,
        instalments=(),
        financing_plan=None,
        conditions=(),
        committee_opinion_on=None,
        extra_articles=(
            ExtraArticle(
                "Engagements de la Commune",
                (
                    "La Commune met à la disposition du bénéficiaire l'ancienne école, d'une surface de 214 m².",
                    "Le loyer est fixé à 180,00 € par mois, charges comprises.",
                ),
            ),
            ExtraArticle(
                "Engagements du bénéficiaire",
                ("Le bénéficiaire ouvre le lieu à tous, au moins quatre jours par semaine.",),
            ),
        ),
        signatories=(
            Signatory("la Commune de Saint-Junien", "Paul Vergne", "le maire"),
            Signatory("La Forge de Bellac", "Claire Aubusson", "la présidente"),
        ),
    )
    return replace(document, **changes)


def receipt(**changes: Any) -> ReceiptDocument:
    """The acknowledgement of a dossier, with its answers, budget and pieces."""
    document = ReceiptDocument(
        office=Office(
            authority="Région Nouvelle-Aquitaine",
            service="Délégation numérique, pôle tiers-lieux",
            address="14 rue François-de-Sourdis, 33077 Bordeaux",
            email="tiers-lieux@region.example",
            phone="05 57 57 80 00",
        ),
        reference="TL26-0042",
        call_title="AMI Tiers-lieux 2026",
        filed=Filed.DOSSIER,
        version=2,
        project_title=PROJECT,
        organisation="La Forge de Bellac",
        applicant="Claire Aubusson",
        received_at=RECEIVED,
        zone="Europe/Paris",
        sha256=SHA,
        implicit_refusal_on=date(2026, 8, 2),
        remedies=Remedies("tribunal administratif de Bordeaux", "9 rue Tastet, 33000 Bordeaux", 2),
        pieces=(
            FiledPiece("Statuts", "statuts.pdf", 184_233, SHA),
            FiledPiece("Relevé d’identité bancaire", "rib-2026.pdf", 48_102, OTHER_SHA),
            FiledPiece("Devis", "devis-menuiserie.pdf", 1_240_000, SHA[::-1]),
        ),
        sections=(
            AnswerSection(
                "Le porteur",
                (
                    Answer("Nom de la structure", "La Forge de Bellac"),
                    Answer("Commune", "Bellac (87300)"),
                ),
            ),
            AnswerSection(
                "Le projet",
                (
                    Answer("Intitulé", PROJECT),
                    Answer("Décrivez le lieu et son collectif", DESCRIPTION),
                    Answer("Autres aides publiques", ""),
                ),
            ),
        ),
        budget=PLAN,
        requested_cents=50_000_00,
    )
    return replace(document, **changes)


def letter_receipt(**changes: Any) -> ReceiptDocument:
    """The acknowledgement of a letter of intention."""
    return receipt(
        **{
            "filed": Filed.LETTER,
            "version": 1,
            "budget": None,
            "requested_cents": None,
            "pieces": (),
        }
        | changes
    )


def notification(**changes: Any) -> LetterDocument:
    """The letter of an award, with its condition."""
    document = LetterDocument(
        office=receipt().office,
        reference="TL26-0042",
        version=1,
        call_title="AMI Tiers-lieux 2026",
        project_title=PROJECT,
        organisation="La Forge de Bellac",
        notified=Notified.AWARDED,
        issued_at=RECEIVED,
        zone="Europe/Paris",
        appeal="Deux mois devant le tribunal administratif de Bordeaux.",
        content_sha256=SHA,
        address="3 place de la Fontaine, 87300 Bellac",
        representative="Claire Aubusson, présidente",
        amount_cents=40_000_50,
        conditions="Produire le bail.\n\nOuvrir avant l’été.",
        deliberation="2026.1042.CP",
        deliberated_on=date(2026, 5, 28),
        author="Hélène Vasseur",
        convention=True,
    )
    return replace(document, **changes)


def refusal(**changes: Any) -> LetterDocument:
    """The letter of a dossier that cannot be examined, with the condition that it does not meet."""
    return notification(
        **{
            "notified": Notified.INADMISSIBLE,
            "amount_cents": None,
            "conditions": "",
            "reasons": "Le lieu n’est pas situé dans la région.",
            "unmet": (UnmetRule("Article 3", "Le lieu est hors du territoire.", "Adresse à Angers."),),
            "deliberation": "",
            "deliberated_on": None,
        }
        | changes
    )


_TITLES = (
    ("TL26-0042", PROJECT, "La Forge de Bellac"),
    ("TL26-0017", "Le Moulin des possibles", "SCIC Le Moulin"),
    ("TL26-0031", "Fabrique du Pays thouarsais", "Communauté de communes du Thouarsais"),
    ("TL26-0008", "La Halle aux savoirs", "Association La Halle"),
    ("TL26-0055", "Café-couture des Landes", "Fil et Pins"),
    ("TL26-0023", "L’Établi numérique", "SAS L’Établi"),
)


STEPS = (
    Step(
        StepCode.POINTS,
        {
            "label": "Accueil humain",
            "mark": Fraction(10, 3),
            "word": None,
            "weight": Decimal(20),
            "highest": Decimal(4),
            "reversed": False,
            "points": Fraction(50, 3),
            "counts": "points",
        },
    ),
    Step(StepCode.AHEAD, {"other": "TL26-0007", "by": "filed_at", "mine": None, "theirs": None}),
)


RECUSED = Recused("Sylvie Barthe", datetime(2026, 9, 24, 8, 7, tzinfo=UTC), during=True)


def minutes_items() -> tuple[MinutesItem, ...]:
    """Six items, one of each opinion at least."""
    opinions = (
        Opinion.RECOMMENDED,
        Opinion.RECOMMENDED_WITH_CONDITIONS,
        Opinion.RECOMMENDED,
        Opinion.ON_RESERVE,
        Opinion.POSTPONED,
        Opinion.NOT_RECOMMENDED,
    )
    amounts = (50_000_00, 43_250_50, 48_000_00, 30_000_00, None, None)
    return tuple(
        MinutesItem(
            reference=reference,
            title=title,
            organisation=organisation,
            opinion=opinion,
            rank=rank,
            mark=Decimal("17.4") - rank,
            requested_cents=50_000_00,
            amount_cents=amount,
            conditions=("présenter un bail de trois ans au moins", "préciser l'emploi d'animation")
            if opinion is Opinion.RECOMMENDED_WITH_CONDITIONS
            else (),
            motive="Le comité relève la solidité du collectif et l’ouverture du lieu à tous les publics."
            if rank < 5
            else "Le comité relève que le collectif d’usagers reste à constituer.",
            votes=Votes(7, rank - 1, 1) if rank != 3 else None,
            recused=(Recused("Sylvie Barthe", datetime(2026, 9, 24, 8, 7, tzinfo=UTC), during=True),)
            if rank == 2
            else (),
            given_at=datetime(2026, 9, 24, 8, 5 * rank, tzinfo=UTC),
            quorum=Quorum(10, 5, 7, 1) if rank == 2 else Quorum(11, 6, 8, 1),
            lost_proxies=(LostProxy("Rémi Tauzin", "Sylvie Barthe"),) if rank == 2 else (),
            steps=STEPS if rank == 1 else (),
        )
        for rank, ((reference, title, organisation), opinion, amount) in enumerate(
            zip(_TITLES, opinions, amounts, strict=True), start=1
        )
    )


def minutes(**changes: Any) -> MinutesDocument:
    """A sitting of three colleges on six items."""
    document = MinutesDocument(
        authority="Région Nouvelle-Aquitaine",
        service="Délégation numérique, pôle tiers-lieux",
        call_title="AMI Tiers-lieux 2026",
        wave="2e vague",
        committee="Comité de sélection Tiers-lieux",
        opened_at=datetime(2026, 9, 24, 7, 30, tzinfo=UTC),
        closed_at=datetime(2026, 9, 24, 10, 45, tzinfo=UTC),
        zone="Europe/Paris",
        place="Hôtel de Région, salle Aliénor, Bordeaux",
        president="Hélène Castaing",
        president_quality="conseillère régionale, présidente de séance",
        secretary="Julien Mazières",
        colleges=(
            CollegeAttendance(
                "Collège des élus régionaux",
                4,
                (
                    Member("Hélène Castaing", "conseillère régionale", Presence.PRESENT),
                    Member("Bruno Lacaze", "conseiller régional", Presence.PRESENT),
                    Member("Inès Fontanel", "conseillère régionale", Presence.REPRESENTED, "Hélène Castaing"),
                    Member("Rémi Tauzin", "conseiller régional", Presence.EXCUSED),
                ),
            ),
            CollegeAttendance(
                "Collège des réseaux de tiers-lieux",
                4,
                (
                    Member("Sylvie Barthe", "Coopérative des lieux partagés", Presence.PRESENT),
                    Member("Karim Haddad", "Réseau des ateliers", Presence.PRESENT),
                    Member("Maud Pérès", "Fabriques rurales", Presence.PRESENT),
                    Member("Yann Guillou", "Lieux numériques", Presence.ABSENT),
                ),
            ),
            CollegeAttendance(
                "Collège des territoires",
                3,
                (
                    Member("Anne Roussel", "Association des maires ruraux", Presence.PRESENT),
                    Member("Denis Faure", "Département de la Creuse", Presence.PRESENT),
                    Member("Lucie Bonnet", "Agglomération du Grand Angoulême", Presence.PRESENT),
                ),
            ),
        ),
        quorum=Quorum(seats=11, required=6, present=8, represented=1),
        items=minutes_items(),
        envelope_cents=180_000_00,
        issued_at=datetime(2026, 9, 25, 9, 0, tzinfo=UTC),
        content_sha256=OTHER_SHA,
    )
    return replace(document, **changes)


def rules(**more: Any) -> RulesDocument:
    marks = Table(
        "L’échelle",
        (Column("Note", True), Column("Mot"), Column("Ce que cela veut dire")),
        (("0", "Absent", "Le dossier n’en dit rien."), ("4", "Exemplaire", "D’autres s’en inspireraient.")),
    )
    criteria = RuleSection(
        "criteria",
        "Les critères",
        (
            Table(
                "Les critères et leur poids",
                (Column("Critère"), Column("Échelle"), Column("Points au mieux", True)),
                (("Accueil humain", "de 0 à 4", "60"), ("Accès numérique", "de 0 à 4", "40")),
                ("Total", "", "100"),
            ),
        ),
        (SubSection("accueil", "Accueil humain", (Paragraph("Donne au mieux 60 points."), marks)),),
    )
    places = RuleSection(
        "ranking",
        "Le classement",
        (
            Items((Paragraph("Accueil humain"), Paragraph("la date de dépôt")), ordered=True),
            Items((Paragraph("À cette condition :", "1 if a else 2 < b", "où a est « Accueil »."),)),
        ),
    )
    document = RulesDocument(
        authority="Région Nouvelle-Aquitaine",
        service="Délégation numérique",
        call_title="Un tiers-lieu à moins de vingt minutes de chez vous",
        edition="2026-2027",
        sections=(criteria, places),
        issued_at=RECEIVED,
        zone="Europe/Paris",
        content_sha256=SHA,
    )
    return replace(document, **more)
