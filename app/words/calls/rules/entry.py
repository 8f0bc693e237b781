"""Who may apply, what an officer checks, what must be true before marks count."""

from app.domain.call_file.admissibility import AdmissibilityFile
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.rules import Gate
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.documents.rules import Block, RuleSection, SubSection
from app.words.calls.rules.blocks import listed, said
from app.words.calls.rules.conditions import told
from app.words.formats import number, number_words, plural
from app.words.lexicon import Lexicon
from app.words.typography import typo


def who_may_apply(folder: CallFolder) -> RuleSection:
    """The applicants of the call, and what it funds."""
    call = folder.call
    parts = [SubSection("funded", typo("Ce qui est financé"), (listed(call.funded),))]
    if call.not_funded:
        parts.append(SubSection("not_funded", typo("Ce qui ne l’est pas"), (listed(call.not_funded),)))
    return RuleSection("applicants", typo("Qui peut candidater"), (listed(call.applicants),), tuple(parts))


def admissibility(rules: AdmissibilityFile, names: Lexicon) -> RuleSection:
    """The conditions that an officer checks before anyone judges the project."""
    many = len(rules.rules) > 1
    lead = said(
        (
            f"Ces {number_words(len(rules.rules))} conditions doivent toutes être remplies"
            if many
            else "Une condition doit être remplie"
        )
        + " avant que le projet soit jugé. L’instructeur a le dernier mot sur chacune. S’il manque une pièce, le "
        "porteur a " + f"{plural(rules.completion_days, 'jour')} pour la produire."
    )
    parts = []
    for rule in rules.rules:
        blocks: list[Block] = [said(rule.text)]
        if rule.help:
            blocks.append(said(rule.help))
        if rule.automatic is not None:
            blocks.append(told("Lu dans le dossier", rule.automatic, names))
        blocks.append(said(f"Sinon, le refus dit : « {rule.refusal} »"))
        parts.append(SubSection(rule.key, typo(rule.article), tuple(blocks)))
    return RuleSection("admissibility", typo("Les conditions de recevabilité"), (lead,), tuple(parts))


def gates(grid: ScoringFile, names: Lexicon) -> RuleSection:
    """What must be true before marks count."""
    lead = said("Sans ces conditions, le projet n’est pas classé, quelles que soient ses notes.")
    parts = tuple(SubSection(gate.key, typo(gate.label), _gate(gate, names)) for gate in grid.gates)
    return RuleSection("gates", typo("Les conditions pour être classé"), (lead,), parts)


def _gate(gate: Gate, names: Lexicon) -> tuple[Block, ...]:
    conditions = tuple(told("", one, names) for one in gate.conditions)
    if len(conditions) == 1:
        return conditions
    if gate.needed == len(conditions):
        lead = "Toutes ces conditions sont remplies :"
    elif gate.needed == 1:
        lead = "L’une au moins de ces conditions est remplie :"
    else:
        lead = f"{number(gate.needed)} au moins de ces {number(len(conditions))} conditions sont remplies :"
    return (said(lead), listed(conditions))
