"""What the files of a call must agree on: each check yields what it finds, so that all is told at once.

A file that could not be read is absent from the pages though present in the folder: what depends on it is not
checked, rather than reported wrongly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final

from app.domain.call_file.admissibility import AdmissibilityFile
from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.calendar_checks import calendar_breaches
from app.domain.call_file.call import MOMENTS, Authority, CallFile, Contact, WaveFile
from app.domain.call_file.committee import CommitteeFile
from app.domain.call_file.convention import ConventionFile
from app.domain.call_file.follow_up import FollowUpFile
from app.domain.call_file.form_checks import form_breaches, repeated
from app.domain.call_file.forms import DossierFile, LetterFile
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.ranking_checks import lottery_breaches, ranking_breaches
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.grid.scoring_checks import ROUNDS, grid_breaches
from app.domain.call_file.names import Names
from app.domain.call_file.zero_checks import formula_breaches
from app.domain.identifiers import is_siret
from app.domain.money import CONVENTION_THRESHOLD_CENTS, plain_euros
from app.domain.typed.contacts import read_email, read_phone
from app.domain.workflow.engine import broken_rule
from app.domain.workflow.stages import Group

FILE_OF: Final[dict[str, Group]] = {
    "letter": Group.LETTER,
    "dossier": Group.DOSSIER,
    "admissibility": Group.ADMISSIBILITY,
    "scoring": Group.REVIEW,
    "committee": Group.COMMITTEE,
    "convention": Group.CONVENTION,
    "follow_up": Group.FOLLOW_UP,
}
"""The file that describes each group of stages; decision and codesign need none."""

_BROKEN: Final = {
    "order": BreachCode.STAGES_ORDER,
    "dossier": BreachCode.STAGES_DOSSIER,
    "decision_or_codesign": BreachCode.STAGES_DECISION,
    "codesign_replaces": BreachCode.STAGES_CODESIGN,
    "follow_up_needs_convention": BreachCode.STAGES_FOLLOW_UP,
}


@dataclass(frozen=True)
class Pages:
    """The files that could be read, and the names of all those that are there (`present`)."""

    present: frozenset[str]
    call: CallFile | None = None
    letter: LetterFile | None = None
    dossier: DossierFile | None = None
    admissibility: AdmissibilityFile | None = None
    scoring: ScoringFile | None = None
    committee: CommitteeFile | None = None
    convention: ConventionFile | None = None
    follow_up: FollowUpFile | None = None
    now: datetime | None = None
    """None where the files are read without a clock."""

    @property
    def forms_read(self) -> bool:
        """Could every form of the folder be read?"""
        return all(getattr(self, name) is not None for name in ("letter", "dossier") if name in self.present)

    @property
    def names(self) -> Names:
        """The names that the answers of both forms give."""
        forms = (form for form in (self.letter, self.dossier) if form)
        return Names.of(question for form in forms for question in form.questions)

    @property
    def names_of_a_dossier(self) -> Names:
        """The same, with the budget, the pieces and the declarations: all that a filed dossier tells."""
        return self.names.with_dossier(
            (piece.key for piece in self.dossier.pieces) if self.dossier else (),
            (one.key for one in self.dossier.declarations) if self.dossier else (),
        )


def rule_breaches(grid: ScoringFile | None, rule: RankingRule | None) -> Iterator[Breach]:
    """The same for a grid that stands alone, without a call around it: its attributes are all its names."""
    if grid is not None:
        yield from grid_breaches(grid, Names())
    if rule is not None and grid is not None:
        found = ranking_breaches(rule, grid_names(grid, Names())[0], ())
        for breach in (*found, *lottery_breaches(rule, grid)):
            yield replace(breach, file="ranking", path=breach.path[1:])


def breaches(pages: Pages) -> Iterator[Breach]:
    """Everything that the files of a call do not agree on."""
    if pages.call:
        yield from _of_call(pages.call, pages)
    yield from form_breaches(pages.letter, pages.dossier, pages.forms_read)
    if pages.admissibility:
        yield from _admissibility(pages.admissibility, pages)
    if pages.scoring:
        if all(one.computed for one in pages.scoring.criteria):
            yield Breach("scoring", ("criteria",), BreachCode.NOTHING_TO_MARK, "")
        yield from grid_breaches(pages.scoring, pages.names_of_a_dossier if pages.forms_read else None)
        yield from _rounds_apart(pages.scoring)
    if pages.committee:
        yield from _committee(pages.committee)
        waves = tuple(wave.envelope for wave in pages.call.waves) if pages.call else ()
        names = pages.names_of_a_dossier if pages.forms_read else None
        if names is not None and pages.scoring is not None:
            names = grid_names(pages.scoring, names)[0]
        yield from ranking_breaches(pages.committee.ranking, names, waves)
        if pages.scoring is not None:
            yield from lottery_breaches(pages.committee.ranking, pages.scoring)
    if pages.convention:
        yield from _convention(pages.convention, pages)
    if pages.follow_up:
        yield from _follow_up(pages.follow_up, pages.convention)


def _reached(name: str, contact: Authority | Contact) -> Iterator[Breach]:
    """Applicants are told to write there and to call there."""
    if read_email(contact.email) is None:
        yield Breach("call", (name, "email"), BreachCode.NO_EMAIL, contact.email)
    if read_phone(contact.phone) is None:
        yield Breach("call", (name, "phone"), BreachCode.NO_PHONE, contact.phone)


def _of_call(call: CallFile, pages: Pages) -> Iterator[Breach]:
    yield from _stages(call)
    yield from file_breaches(call.stages, pages.present)
    yield from _waves(call)
    yield from calendar_breaches(call, pages.now)
    if call.authority.siret is not None and not is_siret(call.authority.siret):
        yield Breach("call", ("authority", "siret"), BreachCode.SIRET_KEY, call.authority.siret)
    yield from _reached("authority", call.authority)
    yield from _reached("contact", call.contact)
    yield from _convention_due(call, pages.dossier)


def _stages(call: CallFile) -> Iterator[Breach]:
    seen: set[Group] = set()
    for index, group in enumerate(call.stages):
        if group in seen:
            yield Breach("call", ("stages", index), BreachCode.STAGE_TWICE, group)
        seen.add(group)
    rule = broken_rule(call.stages)
    if rule is not None and len(seen) == len(call.stages):
        yield Breach("call", ("stages",), _BROKEN[rule], ", ".join(call.stages))


def file_breaches(stages: Sequence[Group], present: frozenset[str]) -> Iterator[Breach]:
    """Each stage that has a file must have it, and no other file may be there."""
    for name, group in FILE_OF.items():
        if group in stages and name not in present:
            path: Path = ("stages", stages.index(group))
            yield Breach("call", path, BreachCode.FILE_MISSING, group, {"file": f"{name}.yaml"})
        if group not in stages and name in present:
            yield Breach(name, (), BreachCode.FILE_IDLE, f"{name}.yaml", {"stage": group})


def _waves(call: CallFile) -> Iterator[Breach]:
    yield from repeated("call", ("waves",), (wave.key for wave in call.waves))
    has_letter = Group.LETTER in call.stages
    for index, wave in enumerate(call.waves):
        if has_letter != (wave.letter_due_at is not None):
            code = BreachCode.WAVE_LETTER_DUE if has_letter else BreachCode.WAVE_LETTER_IDLE
            yield Breach("call", ("waves", index), code, wave.name)
        yield from _wave_order(call, index, wave)
    total = sum(wave.envelope for wave in call.waves)
    if total > call.envelope:
        said = {"sum": plain_euros(total)}
        yield Breach("call", ("envelope",), BreachCode.WAVES_ABOVE_ENVELOPE, plain_euros(call.envelope), said)


def _convention_due(call: CallFile, dossier: DossierFile | None) -> Iterator[Breach]:
    """Money may go above the threshold, and the road has no convention."""
    if dossier is None or Group.CONVENTION in call.stages or Group.DECISION not in call.stages:
        return
    most = dossier.budget.aid.most
    if most is None or most > CONVENTION_THRESHOLD_CENTS:
        said = {"most": plain_euros(CONVENTION_THRESHOLD_CENTS)}
        yield Breach("call", ("stages",), BreachCode.CONVENTION_DUE, ", ".join(call.stages), said)


def _wave_order(call: CallFile, index: int, wave: WaveFile) -> Iterator[Breach]:
    moments = [(name, moment) for name in MOMENTS if (moment := getattr(wave, name)) is not None]
    days = [("dossier_due_at", wave.dossier_due_at.astimezone(call.zone).date())] + [
        (name, day)
        for name in ("committee_on", "decision_on", "results_on")
        if (day := getattr(wave, name)) is not None
    ]
    for (before, start), (name, end) in pairwise(moments):
        if start >= end:
            read = f"{end.astimezone(call.zone):%Y-%m-%d %H:%M}"
            yield Breach("call", ("waves", index, name), BreachCode.WAVE_ORDER, read, {"after": before})
    for (before, first), (name, last) in pairwise(days):
        if first > last:
            yield Breach("call", ("waves", index, name), BreachCode.WAVE_ORDER, str(last), {"after": before})


def _admissibility(file: AdmissibilityFile, pages: Pages) -> Iterator[Breach]:
    yield from repeated("admissibility", ("rules",), (rule.key for rule in file.rules))
    if not pages.forms_read:
        return
    names = pages.names_of_a_dossier
    for index, rule in enumerate(file.rules):
        yield from formula_breaches("admissibility", ("rules", index, "automatic"), rule.automatic, names)


def _committee(file: CommitteeFile) -> Iterator[Breach]:
    yield from repeated("committee", ("colleges",), (college.key for college in file.colleges))
    known = {college.key for college in file.colleges}
    if file.president_college not in known:
        said = {"among": ", ".join(sorted(known))}
        yield Breach(
            "committee", ("president_college",), BreachCode.UNKNOWN_KEY, file.president_college, said
        )


def _rounds_apart(grid: ScoringFile) -> Iterator[Breach]:
    """The rounds in which nobody reviews in a call: its one review comes after the dossier is filed."""
    for name in ROUNDS:
        if name != "dossier" and getattr(grid.rounds, name) is not None:
            yield Breach("scoring", ("rounds", name), BreachCode.ROUND_APART, name)


def _convention(file: ConventionFile, pages: Pages) -> Iterator[Breach]:
    yield from repeated("convention", ("instalments",), (one.key for one in file.instalments))
    total = sum((one.share for one in file.instalments), Decimal(0))
    if file.instalments and total != 1:
        yield Breach("convention", ("instalments",), BreachCode.SHARES, str(total))
    if "follow_up" in pages.present:
        return
    for index, one in enumerate(file.instalments):
        path: Path = ("instalments", index, "opened_by")
        yield Breach("convention", path, BreachCode.FOLLOW_UP_MISSING, one.opened_by)


def _follow_up(file: FollowUpFile, convention: ConventionFile | None) -> Iterator[Breach]:
    yield from repeated("follow_up", ("indicators",), (one.key for one in file.indicators))
    for index, one in enumerate(file.indicators):
        if (one.nature == "quantitative") != (one.unit is not None):
            yield Breach(
                "follow_up", ("indicators", index), BreachCode.UNIT, one.label, {"nature": one.nature}
            )
    previous = 0
    for kind, rendezvous in file.rendezvous.in_order():
        path: Path = ("rendezvous", kind.value, "after_months")
        if rendezvous.after_months < previous:
            said = {"least": str(previous)}
            yield Breach("follow_up", path, BreachCode.RENDEZVOUS_ORDER, str(rendezvous.after_months), said)
        previous = max(previous, rendezvous.after_months)
    if convention and file.rendezvous.final.after_months > convention.duration_months:
        said = {"most": str(convention.duration_months)}
        read = str(file.rendezvous.final.after_months)
        yield Breach(
            "follow_up", ("rendezvous", "final", "after_months"), BreachCode.RENDEZVOUS_LATE, read, said
        )
