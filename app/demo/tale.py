"""One story being played: who acts on the application, and the acts themselves."""

from datetime import date, datetime
from typing import Any

from app.db.apply.applications import Application
from app.demo.budgets import budget_of
from app.demo.calendar import Days, as_played, desk
from app.demo.papers import one_page
from app.demo.play import Play
from app.demo.story import Story, siret
from app.domain.people import Role, TeamRole
from app.domain.workflow import Action, Stage
from app.services.apply import applications, forms, invitations, pieces
from app.services.cases import Case, open_case
from app.services.road.transitions import perform
from app.services.work import Work

PIECE_NAMES = {
    "statuts": "Statuts",
    "rib": "Relevé d’identité bancaire",
    "comptes": "Comptes de l’exercice 2025",
    "bail": "Convention d’occupation des locaux",
    "plan": "Plan du lieu",
    "bilan": "Bilan d’activité 2025",
    "accord": "Accord de partenariat",
    "tutelle": "Accord de la tutelle",
    "soutien": "Lettres d’habitants",
}


class Tale:
    """``rank`` gives the organisation its number; ``stage`` is that of the application now."""

    def __init__(self, play: Play, story: Story, rank: int) -> None:
        self.play, self.story, self.rank = play, story, rank
        self.folder = play.folders[story.call]
        self.wave = as_played(story.call, self.folder.call.wave(story.wave))
        self.days = Days(story, self.wave)
        self.owner = play.address(story.owner, story)
        self.team = {play.address(name, story): (name, role) for name, role in story.team}
        self.officer = desk(Role.OFFICER, story.call)
        self.manager = desk(Role.MANAGER, story.call)
        self._row: Application | None = None

    @property
    def row(self) -> Application:
        if self._row is None:
            raise LookupError(f"{self.story.key} has not begun")
        return self._row

    @property
    def reference(self) -> str:
        return self.row.reference

    def stands(self, *stages: Stage) -> bool:
        """Is the application in one of these stages now?"""
        return self.row.stage in stages

    def there(self) -> bool:
        """Has the story come to its end?"""
        return self.stands(self.story.stage)

    @property
    def writer(self) -> str:
        """Who holds the pen: an editor of the team when there is one."""
        return next((one for one, (_, role) in self.team.items() if role is TeamRole.EDITOR), self.owner)

    def at(self, day: date, hour: int) -> datetime:
        """An instant of a day, at a minute that is this story's own."""
        return self.play.calendar.at(day, hour, self.story.draw(str(day), 60), self.rank % 60)

    def by(self, who: str) -> Work:
        return self.play.work(who)

    def case(self, who: str) -> Case:
        return open_case(self.by(who), self.reference)

    def do(self, who: str, action: Action, **sent: Any) -> None:
        perform(self.by(who), self.reference, action.value, sent)

    def lapse(self) -> None:
        perform(self.play.system(), self.reference, Action.EXPIRE.value)

    def begin(self) -> None:
        """Begin the application and gather its team."""
        story, play = self.story, self.play
        who = story.organisation
        french = who.country == "FR"
        signs = next((name for name, role in story.team if role is TeamRole.REPRESENTATIVE), story.owner)
        play.newcomer(self.owner, story.owner)
        self._row = applications.begin(
            self.by(self.owner),
            story.call,
            {
                "name": who.name,
                "siret": siret(self.rank) if french else "",
                "rna": f"W{who.dept}{900_000 + self.rank}" if who.dept else "",
                "legal_form": who.form,
                "address": who.address,
                "postal_code": who.postal,
                "city": who.city,
                "representative_name": signs,
                "representative_title": who.quality,
            },
        )
        for address, (name, role) in self.team.items():
            invitations.invite_to_team(self.by(self.owner), self.reference, address, role, name)

    def write(self, form: str) -> None:
        """Write what the story says in a form: its answers, and the budget of a dossier."""
        asked = {question.key for question in self._form(form)}
        said = {key: raw for key, raw in self.story.answers.items() if key in asked}
        if form == forms.DOSSIER and self.story.call == "chercheurs-citoyens-2026" and "effets" in said:
            said["association_siret"] = siret(self.rank)
        forms.save_answers(self.by(self.writer), self.reference, form, said)
        if form == forms.DOSSIER and self.story.eligible_cents:
            budget = budget_of(self.story, self.folder.dossier.budget)
            forms.save_budget(self.by(self.writer), self.reference, budget)

    def _form(self, form: str) -> tuple[Any, ...]:
        page = self.folder.letter if form == forms.LETTER else self.folder.dossier
        return page.questions if page else ()

    def join(self, key: str, *, version: str = "") -> None:
        """Join one piece, made for this organisation."""
        who = self.story.organisation
        name = PIECE_NAMES[key]
        page = one_page(
            f"{name} : {who.name}",
            (
                f"{who.address}, {who.postal} {who.city}",
                f"Projet : {self.story.title}. Candidature {self.reference}.",
                f"Document inventé pour la démonstration de Maillage. {version}".strip(),
            ),
        )
        play, work = self.play, self.by(self.writer)
        file = f"{key}-{self.story.key}.pdf"
        piece = pieces.joinable(work, self.reference, key)
        received = pieces.receive(play.reception, piece, file, [page])
        pieces.keep(work, self.reference, received)

    def join_all(self) -> None:
        nature = self.story.answers.get("nature")
        for piece in self.folder.dossier.pieces:
            wanted = piece.required or self.story.draw(piece.key, 3) == 0
            if wanted and piece.key in PIECE_NAMES and (piece.when is None or nature == "developpement"):
                self.join(piece.key)

    def file_dossier(self) -> None:
        declared = [one.key for one in self.folder.dossier.declarations]
        forms.save_declarations(self.by(self.owner), self.reference, declared)
        self.do(self.owner, Action.SUBMIT_DOSSIER)

    def goes_to(self, *stages: Stage) -> bool:
        return self.story.stage in stages
