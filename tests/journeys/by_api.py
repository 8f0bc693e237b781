"""The whole road through the JSON alone: each method is a stretch, told by the people who do it."""

import re
from dataclasses import dataclass
from typing import Any

import pypdfium2
from sqlmodel import col, select

from app.db import proof
from app.db.outbox import OutboxMail
from app.words.formats import money, money_words
from tests import factories
from tests.api_client import Caller, Callers

PRINTED_BREAK = "\ufffe"


@dataclass
class Journey:
    """One application of one call, and its reference once it was begun."""

    people: Callers
    slug: str
    reference: str = ""

    def caller(self, name: str) -> Caller:
        return self.people.named(name)

    @property
    def path(self) -> str:
        return f"/applications/{self.reference}"

    def later(self, **how_much: float) -> None:
        self.people.clock.advance(**how_much)

    @property
    def today(self) -> str:
        return self.people.clock.now.date().isoformat()

    def act(
        self, who: str, action: str, sent: dict[str, Any] | None = None, *, leads_to: str
    ) -> dict[str, Any]:
        """The action is announced as open, is done, and leads where it says."""
        caller = self.caller(who)
        offered = {one["action"]: one for one in caller.get(self.path)["actions"]}[action]
        assert (offered["reason"], offered["target"]) == (None, leads_to)
        moved: dict[str, Any] = caller.act(self.reference, action, sent)
        assert (moved["action"], moved["stage"]) == (action, leads_to)
        return moved

    def refused(self, who: str, action: str, code: str, sent: dict[str, Any] | None = None) -> dict[str, Any]:
        """The action is announced as refused, and the door refuses it for the same reason."""
        caller = self.caller(who)
        offered = {one["action"]: one for one in caller.get(self.path)["actions"]}[action]
        told: dict[str, Any] = caller.act(self.reference, action, sent, expected=409)
        assert (offered["allowed"], offered["code"], offered["reason"]) == (
            False,
            told["code"],
            told["detail"],
        )
        assert told["code"] == code
        return told

    def begin(self, name: str) -> None:
        owner = self.caller("owner")
        assert self.slug in [call["slug"] for call in self.people.of(None).get("/calls")]
        begun = owner.post(
            "/applications",
            {
                "call": self.slug,
                "name": name,
                "siret": factories.siret(77_000),
                "rna": "W871234567",
                "address": "3 place du Palais",
                "postal_code": "87300",
                "city": "Bellac",
                "representative_name": "Jean Faure",
                "representative_title": "président",
            },
            201,
        )
        self.reference = begun["reference"]
        team = {"email": self.people.cast.representative.email, "role": "representative"}
        assert owner.post(f"{self.path}/team", team, 201)["role"] == "representative"
        self.caller("officer").get(self.path, 404)

    def write_and_submit_letter(self, title: str) -> None:
        owner, form = self.caller("owner"), factories.call_folder(self.slug).letter
        assert form is not None
        told = self.refused("owner", "submit_letter", "form_incomplete")
        assert told["next_step"]
        kept = owner.put(f"{self.path}/letter/answers", factories.answers(form, title))
        assert (kept["complete"], kept["faults"]) == (True, [])
        self.act("owner", "submit_letter", leads_to="letter_submitted")
        (filing,) = owner.get(f"{self.path}/filings")
        assert (filing["form"], filing["number"], len(filing["sha256"])) == ("letter", 1, 64)

    def invite(self) -> None:
        self.later(days=3)
        self.caller("officer").post(f"{self.path}/officer", {})
        self.act("officer", "invite", {"note": "Venez nous voir."}, leads_to="dossier_draft")

    def write_and_submit_dossier(self, title: str, amount: str) -> None:
        owner, form = self.caller("owner"), factories.call_folder(self.slug).dossier
        owner.put(f"{self.path}/dossier/answers", factories.answers(form, title))
        kept = owner.put(f"{self.path}/dossier/budget", factories.budget(form, int(amount)))
        assert kept["budget"]["income"][form.budget.authority_account] == [amount]
        kept = owner.put(f"{self.path}/dossier/declarations", [one.key for one in form.declarations])
        for key in kept["missing_pieces"]:
            self.join(key)
        kept = owner.get(f"{self.path}/dossier/draft")
        assert (kept["faults"], kept["missing_pieces"], kept["complete"]) == ([], [], True)
        self.act("owner", "submit_dossier", leads_to="dossier_submitted")
        receipt = owner.get(f"{self.path}/filings/dossier/1.pdf")
        sha256 = owner.get(f"{self.path}/filings")[-1]["sha256"]
        assert self.reference in text_of(receipt)
        assert sha256 in text_of(receipt).replace(" ", "")

    def join(self, key: str) -> None:
        owner = self.caller("owner")
        sent = {"file": (f"{key}.pdf", factories.A_PDF, "application/pdf")}
        owner.call("POST", f"{self.path}/pieces/{key}", 201, files=sent)
        piece = next(one for one in owner.get(f"{self.path}/pieces") if one["piece"] == key)
        assert owner.get(f"{self.path}/pieces/{piece['handle']}") == factories.A_PDF

    def declare_admissible(self) -> None:
        self.later(days=5)
        officer = self.caller("officer")
        lines = officer.get(f"{self.path}/checklist")
        for line in lines:
            if line["verdict"] != "holds":
                officer.put(f"{self.path}/checklist/{line['key']}", {"verdict": "holds"})
        self.act("officer", "declare_admissible", leads_to="admissible")

    def review(self, mark: str | None = None) -> None:
        officer, grid = self.caller("officer"), factories.call_folder(self.slug).scoring
        assert grid is not None
        names = [f"expert{rank}" for rank in range(1, grid.reviewers + 1)]
        for name in names:
            officer.post(f"{self.path}/reviews", {"expert_id": self.caller(name).id}, 201)
        self.act("officer", "open_review", leads_to="in_review")
        self.refused("officer", "close_review", "reviews_missing")
        for name in names:
            expert = self.caller(name)
            assert [one["reference"] for one in expert.get("/reviews")] == [self.reference]
            expert.post(f"{self.path}/review/accept")
            marks = {
                one.key: {"mark": mark or str(one.scale.max), "justification": "Solide et éprouvé."}
                for one in grid.criteria
            }
            expert.put(f"{self.path}/review", {"marks": marks, "comment": "Un beau projet."})
            assert expert.post(f"{self.path}/review/submit")["state"] == "submitted"
        self.act("officer", "close_review", leads_to="reviewed")

    def sit(self, wave: str, amount: str) -> None:
        self.later(days=20)
        officer = self.caller("officer")
        self.act("officer", "shortlist", leads_to="shortlisted")
        (line,) = officer.get(f"/calls/{self.slug}/ranking", params={"wave": wave})["ranking"]
        assert (line["application"], line["rank"], line["retained"]) == (self.reference, 1, True)
        self.refused("officer", "recommend", "sitting_missing")
        present = [one["id"] for one in officer.get(f"/calls/{self.slug}/committee")]
        opened = {"wave": wave, "held_at": self.people.clock.now.isoformat(), "place": "Hôtel de Région"}
        sitting = officer.post(f"/calls/{self.slug}/sittings", {**opened, "present": present}, 201)["sitting"]
        votes = {"votes_for": 3, "abstentions": 1, "amount": amount, "conditions": "Joindre le bail signé."}
        self.act("president", "recommend_with_conditions", votes, leads_to="recommended_with_conditions")
        seen = self.caller("owner").get(self.path)
        assert (seen["stage"], "Joindre" in str(seen)) == ("shortlisted", False)
        minutes = text_of(officer.get(f"/calls/{self.slug}/sittings/{sitting}/minutes.pdf"))
        assert self.reference in minutes

    def decide_and_release(self, wave: str, amount: str) -> None:
        manager, owner = self.caller("manager"), self.caller("owner")
        decision = {
            "outcome": "award",
            "amount": amount,
            "conditions": "Joindre le bail signé.",
            "deliberation": "2026.1234.SP",
            "deliberated_on": self.today,
        }
        assert manager.put(f"{self.path}/decision", decision)["released_at"] is None
        assert "awarded" not in self.mails()
        assert owner.get(self.path)["stage"] == "shortlisted"
        released = manager.post(
            f"/calls/{self.slug}/waves/{wave}/release",
            {"decisions_sha256": manager.get(f"/calls/{self.slug}/waves/{wave}/release")["decisions_sha256"]},
        )
        assert released == {"released": [self.reference]}
        assert owner.get(self.path)["stage"] == "awarded"

    def agree(self, amount: str) -> None:
        self.act("officer", "join_table", {"note": "Premier lundi du mois."}, leads_to="at_the_table")
        self.later(days=60)
        agreement = {
            "amount": amount,
            "commitments": "Locaux, deux animateurs, trente bénévoles.",
            "deliberation": "2026-88",
            "deliberated_on": self.today,
        }
        self.act("officer", "agree", agreement, leads_to="agreed")

    def sign_convention(self, amount: str) -> None:
        officer, owner = self.caller("officer"), self.caller("owner")
        self.refused("officer", "draft_convention", "convention_incomplete")
        found = officer.get(f"{self.path}/follow-up")["indicators"]
        targets = {
            one["key"]: {"baseline": "10", "target": "60,5"}
            for one in found
            if one["nature"] == "quantitative"
        }
        kept = officer.put(f"{self.path}/indicators/targets", targets)["indicators"]
        assert {one["target"] for one in kept if one["nature"] == "quantitative"} == {"60.5"}
        self.act("officer", "draft_convention", leads_to="convention_draft")
        owner.get(f"{self.path}/convention.pdf", 404)
        read = officer.get(f"{self.path}/convention")["content_sha256"]
        self.act("officer", "send_convention", {"content_sha256": read}, leads_to="convention_sent")
        self.compare_convention_with(amount, owner.get(f"{self.path}/convention.pdf"))
        self.later(days=15)
        dates = {"signed_by_beneficiary_on": self.today, "signed_by_authority_on": self.today}
        self.act("officer", "record_signature", dates, leads_to="convention_signed")

    def compare_convention_with(self, amount: str, pdf: bytes) -> None:
        """To the cent: the decision, its words, and the instalments that add up to it."""
        printed, cents = text_of(pdf), cents_of(amount)
        assert plain(money(cents)) in printed
        assert plain(money_words(cents)) in printed
        assert self.reference in printed
        assert "Jean Faure" in printed

    def follow_up(self, amount: str) -> None:
        planned = self.caller("owner").get(f"{self.path}/follow-up")
        assert sum(cents_of(one["amount"]) for one in planned["payments"]) == cents_of(amount)
        assert [one["state"] for one in planned["payments"]] == ["planned"] * 3
        meeting = {
            "place": "Bellac, mairie",
            "attendees": "Le collectif, la commune.",
            "minutes": "Tout a été relu.",
        }
        self.later(days=30)
        kickoff = {**meeting, "held_on": self.today, "plan_studied": True}
        self.act("officer", "hold_kickoff", kickoff, leads_to="started")
        self.get_paid("advance", "2027-M-001")
        self.refused("officer", "hold_midterm", "indicators_missing", {**meeting, "held_on": self.today})
        self.later(days=400)
        self.report("midterm")
        self.act("officer", "hold_midterm", {**meeting, "held_on": self.today}, leads_to="midterm_held")
        self.get_paid("interim", "2028-M-001")
        self.later(days=400)
        self.report("final")
        self.act("officer", "hold_final", {**meeting, "held_on": self.today}, leads_to="final_held")
        self.refused("officer", "close", "payments_pending")
        self.get_paid("balance", "2029-M-001")
        self.act("officer", "close", {"note": "Le lieu vit."}, leads_to="closed")
        assert self.caller("owner").get(self.path)["allowed_actions"] == []

    def report(self, kind: str) -> None:
        owner = self.caller("owner")
        found = owner.get(f"{self.path}/follow-up")["indicators"]
        sent = {one["key"]: "42,5" if one["nature"] == "quantitative" else "Le lieu vit." for one in found}
        owner.put(f"{self.path}/indicators/{kind}", sent)

    def get_paid(self, key: str, order: str) -> None:
        self.later(days=10)
        asked = self.caller("owner").post(f"{self.path}/payments/{key}/request", {"note": "Pièces jointes."})
        assert asked["state"] == "requested"
        paid = self.caller("finance").post(
            f"{self.path}/payments/{key}/pay", {"paid_on": self.today, "order_number": order}
        )
        assert (paid["state"], paid["paid_amount"], paid["order_number"]) == ("paid", asked["amount"], order)

    def mails(self) -> list[str]:
        """The kinds of the mails about this application, in their order, once each in a row."""
        with self.people.wired.database.read() as session:
            rows = session.exec(select(OutboxMail).order_by(col(OutboxMail.id)))
            kinds = [row.kind for row in rows if self.reference in row.key]
        return [kind for rank, kind in enumerate(kinds) if rank == 0 or kinds[rank - 1] != kind]

    def moves(self) -> list[str]:
        """The moves that the auditor reads in the journal, whose chain holds."""
        entries = self.caller("auditor").get(f"{self.path}/journal")
        with self.people.wired.database.read() as session:
            told = proof.verify(session)
        assert (told.broken, told.why) == (None, "")
        assert told.entries >= len(entries)
        return [entry["verb"] for entry in entries if entry["target"]]


def text_of(pdf: bytes) -> str:
    """The text of a PDF, its lines joined and its spaces made plain."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [document[rank].get_textpage().get_text_range() for rank in range(len(document))]
    return plain(" ".join(texts))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace(PRINTED_BREAK, "")).strip()


def cents_of(amount: str) -> int:
    whole, _, part = amount.partition(".")
    return int(whole) * 100 + int(part or "0")
