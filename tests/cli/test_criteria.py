"""The tools of the criteria files, from a terminal: what they print, and what they return."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli.commands import app
from app.db.calls import calls
from app.db.session import Database
from tests.servers import SqliteTemplate

ROOT = Path(__file__).resolve().parents[2]
TIERS_LIEUX = ROOT / "criteria" / "tiers-lieux-2026"
GRILLES = ROOT / "criteria" / "grilles"
CITIZENS = GRILLES / "chercheurs-citoyens-npdc"
EUROPE = GRILLES / "horizon-europe-ria"

TEN = """out_of: 10
reviewers: 2
criteria:
  - { key: merit, label: Mérite, weight: 10, scale: { min: 0, max: 10, step: 1 } }
"""
SCORES = "application,reviewer,criterion,mark\n"
SEVERE = f"{SCORES}A,kind,merit,9\nA,hard,merit,5\nB,kind,merit,8\nC,hard,merit,7\n"


def criteria(*words: object) -> Result:
    return CliRunner().invoke(app, ["criteria", *map(str, words)])


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def lines(told: Result) -> list[str]:
    assert told.exit_code == 0, told.stderr
    return [line for line in plain(told.stdout).splitlines() if line]


def folder(where: Path, **files: str) -> Path:
    """A folder of these YAML files, and the scores and applications beside."""
    where.mkdir(exist_ok=True)
    for name, text in files.items():
        ending = "csv" if name in ("scores", "applications") else "yaml"
        (where / f"{name}.{ending}").write_text(text, encoding="utf-8")
    return where


def ranked(where: Path, *words: object) -> dict[str, Any]:
    told = criteria("rank", where, where / "scores.csv", "--json", *words)
    assert told.exit_code == 0, told.stderr
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def given(where: Path) -> Iterator[str]:
    if (where / "applications.csv").exists():
        yield from ("--applications", str(where / "applications.csv"))


@pytest.mark.parametrize("where", sorted(GRILLES.glob("*/")), ids=lambda where: where.name)
def test_a_real_grid_ranks_as_its_source_says(where: Path) -> None:
    said = json.loads((where / "attendu.json").read_text(encoding="utf-8"))
    words = [*given(where), "--money", said.get("envelope", "0")]
    words += ["--round", said["round"]] if "round" in said else []
    words += ["--seed", said["seed"]] if "seed" in said else []
    found = ranked(where, *words)
    kept = ("application", "rank", "outcome", "amount")
    for place, wanted in zip(found["ranking"], said["ranking"], strict="first" not in said):
        assert {key: place[key] for key in kept if key in wanted} == {
            key: wanted[key] for key in kept if key in wanted
        }
        assert place["total"] == wanted["total"].removesuffix(".0").removesuffix(".00")
    assert sorted(one["application"] for one in found["unranked"]) == said["unranked"]


def test_the_json_of_a_ranking_is_what_a_machine_may_count_on() -> None:
    found = ranked(CITIZENS, *given(CITIZENS), "--money", "150 000 €")
    assert found["ranking"][0] == {
        "application": "CC-1",
        "rank": 1,
        "total": "76",
        "ranking_score": "76",
        "outcome": "funded",
        "amount": "140000.00",
        "reasons": [found["ranking"][0]["reasons"][0]],
    }
    assert plain(found["ranking"][0]["reasons"][0]) == "Servie : 140 000 € ; il reste 10 000 €."
    assert found["unranked"] == [
        {
            "application": "CC-3",
            "total": "100",
            "reasons": ["Condition non remplie\u00a0: Un laboratoire de la région et une association."],
        }
    ]
    whole = {
        "allocated": "150000.00",
        "received": "0.00",
        "given": "0.00",
        "spent": "140000.00",
        "left": "10000.00",
    }
    assert found["money"] == {
        "wave": None,
        "envelope": "150000.00",
        "spent": "140000.00",
        "left": "10000.00",
        "pots": [{"key": "", "label": "", **whole}],
    }


def test_a_ranking_is_printed_as_a_table_with_the_line_of_the_money() -> None:
    told = lines(criteria("rank", CITIZENS, CITIZENS / "scores.csv", *given(CITIZENS), "--money", 150000))
    assert told == [
        "Rang  Candidature  Total  Issue         Aide calculée      Attribué",
        "   1         CC-1     76  financée       140 000,00 €  140 000,00 €",
        "   2         CC-2     76  non financée    60 000,00 €        0,00 €",
        "L’enveloppe de 150 000 € s’arrête à CC-1 (rang 1, total 76) : 1 candidature financée pour 140 000 €, "
        "il reste 10 000 €.",
        "Sans rang :",
        "  CC-3 (100). Condition non remplie : Un laboratoire de la région et une association.",
        "Enveloppe : 150 000 €, attribué 140 000 €, reste 10 000 €.",
    ]


def test_without_applications_they_are_those_of_the_scores_and_no_money_stops_the_list(
    tmp_path: Path,
) -> None:
    where = folder(tmp_path / "g", scoring=TEN, scores=SEVERE)
    told = lines(criteria("rank", where, where / "scores.csv"))
    assert [line.split()[:2] for line in told[1:4]] == [["1", "B"], ["2", "ex"], ["2", "ex"]]
    assert told[4:] == [
        "Aucune enveloppe, et aucune candidature n’a de montant.",
        "Enveloppe : sans limite, attribué 0 €.",
    ]


def test_an_envelope_is_not_said_to_be_enough_for_amounts_that_nobody_told(tmp_path: Path) -> None:
    where = folder(tmp_path / "g", scoring=TEN, scores=SEVERE)
    told = lines(criteria("rank", where, where / "scores.csv", "--money", 300))
    assert [line.split()[-6:-4] for line in told[1:4]] == [["sans", "montant"]] * 3
    assert "L’enveloppe de 300 € n’est pas éprouvée : aucune candidature n’a de montant." in told
    assert not any("financée" in line for line in told)
    places = json.loads(criteria("rank", where, where / "scores.csv", "--money", 300, "--json").stdout)
    assert [(one["outcome"], one["amount"]) for one in places["ranking"]] == [(None, "0.00")] * 3
    asked = lines(criteria("rank", where, where / "scores.csv", "--money", 300, "--explain", "A"))
    assert asked[-1].strip() == "Aucun montant à attribuer."
    (where / "ranking.yaml").write_text("winners: 1\n", encoding="utf-8")
    told = lines(criteria("rank", where, where / "scores.csv", "--money", 300))
    assert (
        "L’enveloppe de 300 € n’est pas éprouvée : aucune candidature n’a de montant. Non servies : 2 au-delà du "
        "nombre de lauréats." in told
    )


def test_an_envelope_large_enough_says_so(tmp_path: Path) -> None:
    applications = "application,amount\nA,100\nB,100\nC,100\n"
    where = folder(tmp_path / "g", scoring=TEN, scores=SEVERE, applications=applications)
    told = lines(criteria("rank", where, where / "scores.csv", *given(where), "--money", "300"))
    assert (
        "L’enveloppe de 300 € suffit à toutes : 3 candidatures financées pour 300 €, il ne reste rien."
        in told
    )


def test_an_envelope_too_small_for_anyone_says_so(tmp_path: Path) -> None:
    applications = "application,amount\nA,100\nB,100\nC,100\n"
    where = folder(tmp_path / "g", scoring=TEN, scores=SEVERE, applications=applications)
    told = lines(criteria("rank", where, where / "scores.csv", *given(where), "--money", "50"))
    assert "L’enveloppe de 50 € ne finance aucune candidature." in told


def test_a_figure_beside_the_total_is_shown_with_the_rank_it_would_give(tmp_path: Path) -> None:
    where = folder(tmp_path / "g", scoring=f"{TEN}beside: [severity]\n", scores=SEVERE)
    told = lines(criteria("rank", where, where / "scores.csv"))
    assert "Sévérité corrigée" in told[0]
    assert "6 (3e)" in told[1]
    assert "9 (1er)" in told[3]
    assert [row["application"] for row in ranked(where)["ranking"]] == ["B", "A", "C"]


def test_a_figure_that_nobody_can_compute_is_said_to_be_missing_or_refused(tmp_path: Path) -> None:
    agreed = f"{SCORES}A,consensus,merit,9\n"
    where = folder(tmp_path / "g", scoring=f"{TEN}aggregation: consensus\nbeside: [z_score]\n", scores=agreed)
    why = "« Écart à la moyenne de l’expert » ne se calcule pas : aucun expert n’a donné de note à comparer."
    assert why in lines(criteria("rank", where, where / "scores.csv"))
    folder(where, scoring=f"{TEN}aggregation: consensus\nrank_by: z_score\n")
    told = criteria("rank", where, where / "scores.csv")
    assert (told.exit_code, plain(told.stderr)) == (2, f"{why}\n")


def test_pots_are_each_told(tmp_path: Path) -> None:
    attribute = "attributes: [{ key: zone, label: Zone, options: [nord, sud] }]\n"
    pots = (
        "pots:\n  - { key: n, label: Nord, when: zone == 'nord', share: 0.5 }\n"
        "  - { key: s, label: Sud, share: 0.5, spills_to: [n] }\n"
    )
    applications = "application,amount,zone\nA,400,nord\nB,100,sud\nC,200,nord\n"
    where = folder(
        tmp_path / "g", scoring=TEN + attribute, ranking=pots, scores=SEVERE, applications=applications
    )
    told = lines(criteria("rank", where, where / "scores.csv", *given(where), "--money", "800"))
    assert told[-2:] == [
        "Sous-enveloppe « Nord » : 400 €, reçu 200 €, attribué 600 €, reste 0 €.",
        "Sous-enveloppe « Sud » : 400 €, attribué 100 €, cédé 200 €, reste 100 €.",
    ]


def test_a_weight_that_only_ranks_has_its_column() -> None:
    where = GRILLES / "horizon-europe-ia"
    told = lines(criteria("rank", where, where / "scores.csv", *given(where)))
    assert "Note de classement" in told[0]
    assert told[1].split()[:4] == ["1", "P2", "13", "15,5"]


def test_one_place_is_explained_step_by_step() -> None:
    words = [CITIZENS, CITIZENS / "scores.csv", *given(CITIZENS), "--explain", "CC-1"]
    told = lines(criteria("rank", *words))
    assert told[:3] == [
        "CC-1 : rang 1 sur 2.",
        "  Qualité du partenariat : 4 × 60 ÷ 5 = 48.",
        "    Note : 4.",
    ]
    assert told[-2:] == [
        "  Année 1 : 60 000 € demandés, 50 000 € au plus par an.",
        "  Ramené à ce qui est demandé chaque année, plafond annuel compris : 140 000 €.",
    ]
    tree = json.loads(criteria("rank", *words, "--json").stdout)
    assert (tree["code"], tree["steps"][0]["code"]) == ("ranked", "points")
    assert tree["steps"][0]["steps"][0]["sentence"] == "Note\u00a0: 4."


def test_an_unknown_reference_is_told_with_the_nearest() -> None:
    told = criteria("rank", CITIZENS, CITIZENS / "scores.csv", "--explain", "CC-11")
    assert told.exit_code == 2
    assert "--explain : lu « CC-11 » ; attendu : une candidature du classement, " in plain(told.stderr)


def test_every_fault_of_the_tables_is_told_with_its_place(tmp_path: Path) -> None:
    scores = f"{SCORES}A,x,merit,11\nA,x,merite,5\n"
    where = folder(tmp_path / "g", scoring=TEN, scores=scores, applications="application,amount\nA,NaN\n")
    told = criteria("rank", where, where / "scores.csv", *given(where), "--json")
    assert (told.exit_code, told.stdout) == (2, "")
    places = [line.split(" : lu ")[0] for line in plain(told.stderr).splitlines()]
    assert [place.removeprefix(f"{where}/") for place in places] == [
        "applications.csv, ligne 2, colonne 3",
        "scores.csv, ligne 2, colonne 11",
        "scores.csv, ligne 3, colonne 5",
    ]


def test_faults_of_the_folder_and_of_the_money_are_told(tmp_path: Path) -> None:
    where = folder(tmp_path / "g", scoring=TEN.replace("weight: 10", "weight: dix"), scores=SEVERE)
    told = criteria("rank", where, where / "scores.csv")
    assert told.exit_code == 2
    assert "lu « dix » ; attendu : un nombre" in plain(told.stderr)
    told = criteria("rank", CITIZENS, CITIZENS / "scores.csv", "--money", "1e400")
    assert told.exit_code == 2
    assert "1e400" in told.stderr
    told = criteria("rank", ROOT / "criteria" / "brescia", CITIZENS / "scores.csv")
    assert told.exit_code == 2
    assert "cet appel n’a pas de grille" in plain(told.stderr)


def test_a_threshold_that_excludes_nobody_is_signalled_in_the_list_the_json_and_the_explanation(
    tmp_path: Path,
) -> None:
    where = folder(
        tmp_path / "g", scoring=TEN.replace("weight: 10,", "weight: 10, threshold: 8,"), scores=SEVERE
    )
    words = ("rank", where, where / "scores.csv")
    said = "Signalé, sans écarter le projet : note de 7, sous le seuil 8 sur « Mérite »."
    listed = plain(criteria(*words).stdout)
    assert f"A. {said}" in listed
    assert "B. Signalé" not in listed
    found = json.loads(criteria(*words, "--json").stdout)["ranking"]
    assert [plain(one["reasons"][0]) for one in found if one["application"] == "A"] == [said]
    assert said in plain(criteria(*words, "--explain", "A").stdout)


TWO_STEPS = ROOT / "criteria" / "grilles" / "horizon-europe-deux-etapes"


def test_the_round_of_the_letter_says_who_goes_on_and_gives_no_money() -> None:
    words = ("rank", TWO_STEPS, TWO_STEPS / "scores.csv", "--round", "letter")
    words += ("--applications", TWO_STEPS / "applications.csv")
    told = criteria(*words, "--money", "10000000")
    said = plain(told.stdout)
    assert "financée" not in said
    assert "admise" in said
    assert (
        "4 candidatures admises au tour suivant, sur 6 : l’enveloppe de 10 000 000 € a fixé le seuil à 8,5."
        in said
    )
    found = json.loads(criteria(*words, "--money", "10000000", "--json").stdout)
    assert {(one["outcome"], one["amount"]) for one in found["ranking"]} == {("admitted", None)}
    without = criteria(*words, "--robustness")
    assert "le seuil de ce tour (cut) se fixe d’après l’enveloppe, et aucune n’est donnée" in plain(
        without.stderr
    )
    assert "5 candidatures admises au tour suivant, sur 6. Ce tour n’attribue pas d’argent." in plain(
        without.stdout
    )
    assert "son financement dépend" not in plain(without.stdout)


def test_the_figure_that_ranks_is_in_the_json_and_in_the_explanation(tmp_path: Path) -> None:
    where = folder(
        tmp_path / "g",
        scoring=f"{TEN}rank_by: expected_rank\nbeside: [percentile]\n",
        scores=SEVERE,
    )
    words = ("rank", where, where / "scores.csv")
    first = json.loads(criteria(*words, "--json").stdout)["ranking"][0]
    ranked = first["beside"]["expected_rank"]
    assert (first["ranking_score"], ranked["rank"]) == (ranked["score"], 1)
    assert set(first["beside"]) == {"expected_rank", "percentile"}
    told = plain(criteria(*words, "--explain", first["application"]).stdout)
    assert f"Rang attendu, que suit le classement : {ranked['score'].replace('.', ',')}." in told
    assert (
        f"À côté du total, centile : {first['beside']['percentile']['score']}, qui donnerait le rang" in told
    )


def test_a_division_by_zero_costs_its_rank_to_its_application_alone(tmp_path: Path) -> None:
    gate = (
        "attributes: [{ key: habitants, label: Habitants, kind: number }]\n"
        "gates: [{ key: g, label: Densité, conditions: [1000 / habitants > 2] }]\n"
    )
    applications = "application,habitants\nA,20\nB,0\nC,4\n"
    where = folder(tmp_path / "g", scoring=TEN + gate, scores=SEVERE, applications=applications)
    told = criteria("rank", where, where / "scores.csv", *given(where))
    assert told.exit_code == 0, told.stderr
    said = "Une règle ne se calcule pas : 1000 / habitants > 2, avec Habitants = 0 : il faudrait diviser par zéro."
    assert said in plain(told.stdout)
    checked = criteria("check", where)
    assert "là où habitants vaut zéro, rien ne s’y calcule" in plain(checked.stdout + checked.stderr)
    rates = "amount: { rates: [{ label: Tous, when: 1 / habitants > 2, rate: 0.5 }] }\n"
    folder(where, scoring=TEN + gate.splitlines()[0] + "\n", ranking=rates)
    told = criteria("rank", where, where / "scores.csv", *given(where), "--explain", "B")
    assert "Une règle de l’aide ne se calcule pas avec ses réponses" in plain(told.stdout)


@pytest.fixture
def place(tmp_path: Path, sqlite_template: SqliteTemplate, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a migrated demo."""
    for name, value in {"DEMO": "1", "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(f"MAILLAGE_{name}", value)
    with sqlite_template.copy(tmp_path):
        return tmp_path


def test_a_call_with_warnings_opens_only_when_one_says_so(place: Path) -> None:
    call = place / "appel"
    shutil.copytree(TIERS_LIEUX, call)
    scoring = call / "scoring.yaml"
    scoring.write_text(
        scoring.read_text(encoding="utf-8").replace("out_of: 100", "out_of: 90"), encoding="utf-8"
    )
    told = criteria("open", call)
    assert told.exit_code == 1
    assert "ce que les critères donnent au mieux, 100" in plain(told.stderr)
    last = plain(told.stderr).splitlines()[-1]
    assert last.startswith("L’appel n’est pas ouvert : ")
    assert last.endswith(" Corriger le dossier, ou ajouter --malgre-les-avertissements.")
    told = criteria("open", call, "--malgre-les-avertissements")
    assert told.exit_code == 0
    assert "Attention" in told.stderr
    database = Database.open(f"sqlite:///{place / 'maillage.db'}")
    with database.read() as session:
        assert calls.by_slug(session, "tiers-lieux-2026") is not None
    database.close()


def test_a_call_with_faults_does_not_open_at_all(place: Path) -> None:
    told = criteria("open", GRILLES, "--malgre-les-avertissements")
    assert told.exit_code == 2


def test_two_editions_are_compared_in_sentences(tmp_path: Path) -> None:
    after = tmp_path / "2027"
    shutil.copytree(TIERS_LIEUX, after)
    call = (after / "call.yaml").read_text(encoding="utf-8")
    (after / "call.yaml").write_text(
        call.replace("retention_years: 10", "retention_years: 12"), encoding="utf-8"
    )
    scoring = (after / "scoring.yaml").read_text(encoding="utf-8")
    changed = scoring.replace("weight: 20", "weight: 30", 1).replace("out_of: 100", "out_of: 110")
    (after / "scoring.yaml").write_text(changed, encoding="utf-8")
    assert lines(criteria("diff", TIERS_LIEUX, after)) == [
        "L’appel – Durée de conservation des dossiers, en années : 12 (c’était 10).",
        "Le poids du critère « Ouverture à tous » passe de 20 à 30 points.",
        "Le total se compte sur 110, et non plus sur 100.",
    ]
    assert lines(criteria("diff", after, after)) == ["Rien ne change entre les deux éditions."]


def test_a_call_is_compared_with_a_grid_by_its_grid_alone(tmp_path: Path) -> None:
    where = folder(tmp_path / "g", scoring=TEN)
    told = lines(criteria("diff", TIERS_LIEUX, where))
    assert "Le critère « Mérite » est ajouté, pour 10 points." in told
    assert not any(line.startswith("La vague") for line in told)


def test_an_edition_at_fault_is_not_compared(tmp_path: Path) -> None:
    told = criteria("diff", TIERS_LIEUX, tmp_path / "nowhere")
    assert told.exit_code == 2
    assert "un dossier qui contient call.yaml" in plain(told.stderr)


def test_a_call_is_tried_on_invented_applications() -> None:
    told = lines(criteria("simulate", TIERS_LIEUX, "--applications", 20, "--seed", "essai"))
    ample = lines(
        criteria("simulate", TIERS_LIEUX, "--applications", 20, "--seed", "essai", "--money", "2 800 000")
    )
    assert told[0] == (
        "Essai sur 20 candidatures inventées, 2 experts par dossier, graine « essai ». Rien de ceci n’est réel."
    )
    assert any(line.startswith("- Le seuil éliminatoire de « Accueil humain »") for line in told)
    assert any(line.startswith("- L’argent suffit à toutes les candidatures classées : ") for line in ample)
    small = lines(
        criteria("simulate", TIERS_LIEUX, "--applications", 20, "--seed", "essai", "--money", "200 000")
    )
    assert any(line.startswith("- L’argent s’arrête à SIM-") for line in small)
    assert told == lines(criteria("simulate", TIERS_LIEUX, "--applications", 20, "--seed", "essai"))


@pytest.mark.parametrize("where", sorted(GRILLES.glob("*/")), ids=lambda where: where.name)
def test_every_real_grid_can_be_tried(where: Path) -> None:
    told = criteria("simulate", where, "--applications", 12, "--reviewers", 3, "--money", 100000, "--json")
    assert told.exit_code == 0, told.stderr
    found = json.loads(told.stdout)
    assert (found["applications"], found["reviewers"], found["seed"]) == (12, 3, "maillage")
    assert len(found["ranking"]) + len(found["unranked"]) == 12
    assert found["findings"][0]["code"] == "ranked"


def test_a_trial_that_cannot_be_computed_says_why(tmp_path: Path) -> None:
    where = folder(
        tmp_path / "g",
        scoring=f"{TEN}rank_by: expected_rank\n".replace("weight: 10", "weight: 0").replace("out_of: 10", ""),
    )
    told = criteria("simulate", where)
    assert told.exit_code == 2
    assert "aucun critère de la grille ne donne de points" in plain(told.stderr)


def test_expenses_without_amounts_are_aided_by_the_rule_of_the_dossier(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    keys = ("ouverture", "flexibilite", "accueil", "numerique", "implication")
    scores.write_text(SCORES + "".join(f"A,x,{key},4\n" for key in keys), encoding="utf-8")
    applications = tmp_path / "applications.csv"
    applications.write_text("application,eligible_total,requested\nA,60000,25000\n", encoding="utf-8")
    told = criteria("rank", TIERS_LIEUX, scores, "--applications", applications, "--json")
    assert told.exit_code == 0, told.stderr
    assert json.loads(told.stdout)["ranking"][0]["amount"] == "25000.00"
    bare = criteria("rank", TIERS_LIEUX, scores, "--json")
    assert "aucune candidature n’a de montant" in plain(bare.stderr)
    unbounded = criteria("rank", TIERS_LIEUX, scores, "--json", "--money", "0")
    assert unbounded.stderr == ""
