"""One application of each call, from its first word to its closing, through the HTTP API as programs would do it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from app.bootstrap import House
from app.demo.aftermath import AIMS
from app.demo.budgets import budget_of
from app.demo.calendar import desk
from app.demo.command import Say
from app.demo.keys import Key
from app.demo.papers import one_page
from app.demo.server import served
from app.demo.story import Cast, Story, read_cast, read_stories, siret
from app.domain.call_file.folder import CallFolder
from app.domain.people import VISITOR, Role
from app.domain.workflow import Group, Stage
from app.services.calls import calls
from app.services.ports import Clock
from app.services.work import Work

WALKED = {"tiers-lieux-2026": "bellac", "chercheurs-citoyens-2026": "wateringues", "brescia": "sanpolo"}
"""The story whose words are used again on the walk, by call."""
TITLE = "Le parcours témoin"
RANK = 90_001
"""Walked organisations have numbers far from those of the stories."""
TIMEOUT_SECONDS = 60
MARK = {"tiers-lieux-2026": "3", "chercheurs-citoyens-2026": "4"}


@dataclass
class Walker:
    """Walks one application. Every step is printed with how long its answer took; a refused one raises."""

    client: httpx.Client
    tokens: Mapping[str, str]
    story: Story
    folder: CallFolder
    cast: Cast
    pdfs: Path
    say: Say
    clock: Clock
    reference: str = ""
    stage: str = ""
    seconds: float = 0
    left: list[Path] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.story.call

    @property
    def now(self) -> datetime:
        """This instant: a walk may pass midnight."""
        return self.clock()

    @property
    def today(self) -> date:
        """The day where the call is run, which in the evening is not that of UTC."""
        return self.now.astimezone(self.folder.call.zone).date()

    def call(self, who: str, method: str, path: str, step: str = "", **sent: Any) -> httpx.Response:
        """One request as somebody; raises HTTPStatusError with what the service answered."""
        began = perf_counter()
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        answer = self.client.request(method, path.format(ref=self.reference), headers=headers, **sent)
        took = perf_counter() - began
        self.seconds += took
        if answer.is_error:
            raise httpx.HTTPStatusError(
                f"{method} {answer.url.path}: {answer.status_code} {answer.text}",
                request=answer.request,
                response=answer,
            )
        if step:
            self.say(f"  {took * 1000:7.0f} ms  {step}")
        return answer

    def act(self, who: str, action: str, **sent: Any) -> None:
        told = self.call(who, "POST", f"/applications/{{ref}}/actions/{action}", json=sent)
        self.stage = told.json()["stage"]
        self.say(f"  {told.elapsed.total_seconds() * 1000:7.0f} ms  {action} -> {self.stage}")

    def keep(self, who: str, path: str, name: str) -> None:
        """Leave a PDF in the folder."""
        answer = self.call(who, "GET", path, f"{name}.pdf")
        file = self.pdfs / f"{self.reference}-{name}.pdf"
        file.write_bytes(answer.content)
        self.left.append(file)

    @property
    def officer(self) -> str:
        return self.cast.by_key[desk(Role.OFFICER, self.slug)].email

    @property
    def manager(self) -> str:
        return self.cast.by_key[desk(Role.MANAGER, self.slug)].email

    @property
    def finance(self) -> str:
        return self.cast.by_key["finance"].email


def walk_all(house: House, keys: tuple[Key, ...], pdfs: Path, say: Say) -> bool:
    """Walk one application of each call; did each reach its closing? A refusal is said in full."""
    pdfs.mkdir(parents=True, exist_ok=True)
    tokens = {key.email: key.token for key in keys}
    applicant = next(key for key in keys if key.role == "applicant").email
    told = {story.key: story for story in read_stories()}
    closed = True
    with (
        served(house) as address,
        httpx.Client(base_url=f"{address}/api/v1", timeout=TIMEOUT_SECONDS) as client,
    ):
        for slug, key in WALKED.items():
            walker = Walker(
                client,
                tokens,
                told[key],
                folder_of(house, slug),
                read_cast(),
                pdfs,
                say,
                house.wiring.clock,
            )
            say(f"\n{walker.folder.call.title}")
            try:
                _walk(walker, applicant)
            except httpx.HTTPStatusError as refused:
                say(f"  refused: {refused}")
            closed = closed and walker.stage == Stage.CLOSED.value
            say(f"  {walker.reference or slug}: {walker.stage or 'not begun'} in {walker.seconds:.2f} s")
            for file in walker.left:
                say(f"  {file}")
    return closed


def folder_of(house: House, slug: str) -> CallFolder:
    """The call as it was frozen in this demo."""
    wired = house.wiring
    with wired.database.read() as session:
        from_nobody = Work(session, VISITOR, wired.clock(), wired.jobs)
        return calls.by_slug(from_nobody, slug).folder


def _walk(walker: Walker, applicant: str) -> None:
    _begin(walker, applicant)
    _file_dossier(walker, applicant)
    _admit(walker)
    if Group.CODESIGN in walker.folder.groups:
        _agree(walker)
    else:
        _review(walker)
        _decide(walker)
    _sign(walker, applicant)
    for kind, instalment in (("kickoff", "advance"), ("midterm", "interim"), ("final", "balance")):
        _meet(walker, applicant, kind)
        _pay(walker, applicant, instalment)
    walker.act(walker.officer, "close")


def _begin(walker: Walker, applicant: str) -> None:
    who, story = walker.story.organisation, walker.story
    french = who.country == "FR"
    begun = walker.call(
        applicant,
        "POST",
        "/applications",
        "begin",
        json={
            "call": walker.slug,
            "name": who.name,
            "siret": siret(RANK) if french else "",
            "legal_form": who.form,
            "address": who.address,
            "postal_code": who.postal,
            "city": who.city,
            "representative_name": story.owner,
            "representative_title": who.quality,
        },
    ).json()
    walker.reference, walker.stage = begun["reference"], begun["stage"]
    if walker.folder.letter is not None:
        walker.call(
            applicant,
            "PUT",
            "/applications/{ref}/letter/answers",
            "write the letter",
            json=_said(walker, "letter"),
        )
        walker.act(applicant, "submit_letter")
        walker.keep(applicant, "/applications/{ref}/filings/letter/1.pdf", "receipt-letter")
        walker.act(walker.officer, "invite")


def _said(walker: Walker, form: str) -> dict[str, Any]:
    page = walker.folder.letter if form == "letter" else walker.folder.dossier
    asked = {question.key for question in page.questions} if page else set()
    return {key: said for key, said in {**walker.story.answers, "title": TITLE}.items() if key in asked}


def _file_dossier(walker: Walker, applicant: str) -> None:
    dossier = walker.folder.dossier
    walker.call(
        applicant,
        "PUT",
        "/applications/{ref}/dossier/answers",
        "write the dossier",
        json=_said(walker, "dossier"),
    )
    budget = budget_of(walker.story, dossier.budget)
    walker.call(applicant, "PUT", "/applications/{ref}/dossier/budget", "write the budget", json=budget)
    for piece in walker.call(applicant, "GET", "/applications/{ref}/dossier/draft").json()["missing_pieces"]:
        page = one_page(piece, (walker.story.organisation.name,))
        sent = {"file": (f"{piece}.pdf", page, "application/pdf")}
        walker.call(
            applicant, "POST", f"/applications/{{ref}}/pieces/{piece}", f"join {piece}.pdf", files=sent
        )
    declared = [one.key for one in dossier.declarations]
    walker.call(applicant, "PUT", "/applications/{ref}/dossier/declarations", "declare", json=declared)
    walker.act(applicant, "submit_dossier")
    walker.keep(applicant, "/applications/{ref}/filings/dossier/1.pdf", "receipt-dossier")


def _admit(walker: Walker) -> None:
    for line in walker.call(walker.officer, "GET", "/applications/{ref}/checklist").json():
        if line["verdict"] is None:
            path = f"/applications/{{ref}}/checklist/{line['key']}"
            walker.call(walker.officer, "PUT", path, f"judge {line['key']}", json={"verdict": "holds"})
    walker.act(walker.officer, "declare_admissible")


def _agree(walker: Walker) -> None:
    walker.act(walker.officer, "join_table")
    walker.act(
        walker.officer,
        "agree",
        amount=f"{walker.story.asked_cents // 100}.00",
        commitments=walker.story.commitments,
        deliberation=f"{walker.today.year}-88",
        deliberated_on=walker.today.isoformat(),
    )


def _review(walker: Walker) -> None:
    grid = walker.folder.grid
    if grid is None:
        raise LookupError(f"{walker.slug} has no grid")
    free = walker.call(walker.officer, "GET", "/applications/{ref}/experts").json()[: grid.reviewers]
    by_name = {one.name: one.email for one in walker.cast.person}
    for expert in free:
        path, sent = "/applications/{ref}/reviews", {"expert_id": expert["id"]}
        walker.call(walker.officer, "POST", path, f"name {expert['name']}", json=sent)
    walker.act(walker.officer, "open_review")
    said = {"mark": MARK[walker.slug], "justification": "Le dossier le montre, pièces à l’appui."}
    review = {"marks": {one.key: said for one in grid.criteria}, "comment": "Projet solide."}
    for expert in free:
        who = by_name[expert["name"]]
        walker.call(who, "POST", "/applications/{ref}/review/accept", "no interest to declare")
        walker.call(who, "PUT", "/applications/{ref}/review", "mark", json=review)
        walker.call(who, "POST", "/applications/{ref}/review/submit", "hand the review in")
    walker.act(walker.officer, "close_review")


def _decide(walker: Walker) -> None:
    walker.act(walker.officer, "shortlist")
    wave = walker.call(walker.officer, "GET", "/applications/{ref}").json()["wave"]
    members = walker.call(walker.officer, "GET", f"/calls/{walker.slug}/committee").json()
    sitting = {
        "wave": wave,
        "held_at": walker.now.isoformat(),
        "place": "Salle des séances",
        "present": [one["id"] for one in members],
        "presides": members[0]["id"],
    }
    path = f"/calls/{walker.slug}/sittings"
    held = walker.call(walker.officer, "POST", path, "hold the sitting", json=sitting).json()["sitting"]
    amount = f"{walker.story.asked_cents // 100}.00"
    walker.act(walker.officer, "recommend", amount=amount, votes_for=len(members))
    walker.keep(walker.officer, f"{path}/{held}/minutes.pdf", "minutes")
    decision = {
        "outcome": "award",
        "amount": amount,
        "deliberation": f"{walker.today.year}.2088.CP",
        "deliberated_on": walker.today.isoformat(),
    }
    walker.call(walker.manager, "PUT", "/applications/{ref}/decision", "record the decision", json=decision)
    release = f"/calls/{walker.slug}/waves/{wave}/release"
    read = {"decisions_sha256": walker.call(walker.manager, "GET", release).json()["decisions_sha256"]}
    walker.call(walker.manager, "POST", release, "release the decisions", json=read)


def _sign(walker: Walker, applicant: str) -> None:
    rows = walker.call(walker.officer, "GET", "/applications/{ref}/follow-up").json()["indicators"]
    aims = {
        row["key"]: dict(zip(("baseline", "target"), AIMS[row["key"]], strict=True))
        for row in rows
        if row["nature"] == "quantitative"
    }
    walker.call(walker.officer, "PUT", "/applications/{ref}/indicators/targets", "set the targets", json=aims)
    walker.act(walker.officer, "draft_convention")
    read = walker.call(walker.officer, "GET", "/applications/{ref}/convention").json()
    walker.act(walker.officer, "send_convention", content_sha256=read["content_sha256"])
    walker.keep(applicant, "/applications/{ref}/convention.pdf", "convention")
    day = walker.today.isoformat()
    walker.act(walker.officer, "record_signature", signed_by_beneficiary_on=day, signed_by_authority_on=day)


def _meet(walker: Walker, applicant: str, kind: str) -> None:
    if kind != "kickoff":
        rows = walker.call(applicant, "GET", "/applications/{ref}/follow-up").json()["indicators"]
        said = dict(_reported(rows))
        walker.call(
            applicant, "PUT", f"/applications/{{ref}}/indicators/{kind}", "report the indicators", json=said
        )
    walker.act(
        walker.officer,
        f"hold_{kind}",
        held_on=walker.today.isoformat(),
        place=walker.story.organisation.city,
        attendees="Le collectif, ses partenaires et la collectivité.",
        minutes="Le plan de financement et les indicateurs ont été relus ensemble.",
        **({"plan_studied": True} if kind == "kickoff" else {}),
    )


def _reported(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield (
            row["key"],
            row["target"] if row["nature"] == "quantitative" else "Les usagers décident davantage.",
        )


def _pay(walker: Walker, applicant: str, instalment: str) -> None:
    path = f"/applications/{{ref}}/payments/{instalment}"
    walker.call(applicant, "POST", f"{path}/request", f"request the {instalment}", json={"note": ""})
    paid = {"paid_on": walker.today.isoformat(), "order_number": f"{walker.today.year}-M-{instalment}"}
    walker.call(walker.finance, "POST", f"{path}/pay", f"pay the {instalment}", json=paid)
