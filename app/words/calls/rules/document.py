"""The whole document: the sections that a call has, in the order in which a project meets them."""

from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.documents.rules import RuleSection
from app.words.calls.rules.aid_rule import aid_of_a_list, aid_of_the_call
from app.words.calls.rules.committee import committee, decision
from app.words.calls.rules.criteria import criteria
from app.words.calls.rules.entry import admissibility, gates, who_may_apply
from app.words.calls.rules.groups import groups
from app.words.calls.rules.marks import eliminations, marks, rounds
from app.words.calls.rules.money import allocation, envelope
from app.words.calls.rules.places import places
from app.words.lexicon import Lexicon, grid_lexicon, lexicon


def sections_of(folder: CallFolder) -> tuple[RuleSection, ...]:
    """The rules of a call."""
    names = lexicon(folder)
    sections = [who_may_apply(folder)]
    if folder.admissibility is not None:
        sections.append(admissibility(folder.admissibility, names))
    if folder.scoring is not None:
        sections += _grid(folder.scoring, names, folder)
    rule = folder.committee.ranking if folder.committee is not None else RankingRule()
    sections.append(envelope(folder.call, rule if folder.scoring is not None else None, names))
    sections.append(aid_of_the_call(folder.dossier.budget, names))
    if folder.committee is not None:
        sections.append(committee(folder.committee))
    return (*sections, decision(folder.call))


def sections_of_grid(grid: ScoringFile, rule: RankingRule | None = None) -> tuple[RuleSection, ...]:
    """The rules of a grid that stands alone, with how the money goes down its list when that is said."""
    names = grid_lexicon(grid)
    if rule is None:
        return tuple(_grid(grid, names))
    amount = (aid_of_a_list(rule.amount, names),) if rule.amount is not None else ()
    return (*_grid(grid, names), allocation(rule, names), *amount)


def _grid(grid: ScoringFile, names: Lexicon, folder: CallFolder | None = None) -> list[RuleSection]:
    sections = [gates(grid, names)] if grid.gates else []
    sections.append(criteria(grid, names, folder))
    if grid.groups:
        sections.append(groups(grid))
    sections += [marks(grid), eliminations(grid, names)]
    if grid.rounds.letter or grid.rounds.dossier or grid.rounds.audition:
        sections.append(rounds(grid))
    return [*sections, places(grid, names)]
