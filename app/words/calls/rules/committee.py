"""Who advises, who decides, and how a decision is challenged."""

from app.domain.call_file.call import CallFile
from app.domain.call_file.committee import CommitteeFile
from app.domain.documents.rules import Block, RuleSection
from app.domain.workflow import Group
from app.words.calls.rules.blocks import said, table
from app.words.documents import sentence_start
from app.words.formats import number, number_words, percent
from app.words.silence import LETTER
from app.words.typography import quoted, typo


def committee(file: CommitteeFile) -> RuleSection:
    """The colleges, the seats and the quorum."""
    blocks: list[Block] = [said(file.mission)] if file.mission else []
    rows = [(college.name, number(college.seats)) for college in file.colleges]
    blocks.append(
        table(
            f"{file.name} : les collèges",
            [("Collège", False), ("Sièges", True)],
            rows,
            ("Total", number(file.seats)),
        )
    )
    chair = next((one.name for one in file.colleges if one.key == file.president_college), "")
    quorum = (
        f"Le quorum est de {percent(file.quorum)} des membres, compté pour chaque dossier sans ceux qui y ont déclaré "
        "un intérêt."
    )
    tie = (
        " En cas de partage égal des voix, celle de la présidence est prépondérante."
        if file.casting_vote
        else ""
    )
    blocks.append(
        said((f"La présidence revient au collège {quoted(chair)}. " if chair else "") + quorum + tie)
    )
    return RuleSection("committee", typo("Le comité"), tuple(blocks))


def decision(call: CallFile) -> RuleSection:
    """Who decides, what silence means, and the remedies."""
    months = f"{number_words(call.silent_rejection_months)} mois"
    who = sentence_start(call.authority.called)
    return RuleSection(
        "decision",
        typo("La décision et les recours"),
        (
            said(f"{who} décide. Son silence pendant {months} vaut rejet de la demande."),
            *((said(LETTER),) if Group.LETTER in call.stages else ()),
            said(call.appeal),
        ),
    )
