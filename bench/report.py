"""The results in French, for docs/performances.md: every figure beside its target, every missed target named."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.command import Commanded
from bench.documents import Printing
from bench.floor import FLOOR
from bench.measure import Figure
from bench.pages import FILING, LISTS
from bench.ranking import Ranking
from bench.startup import Start

PAGE_TARGET, LIST_TARGET, START_TARGET = 8.0, 1.3, 2.5
TARGETS = {
    "Page d’un appel": 1.5,
    "Classement d’une vague (250)": 12.0,
    "Classement d’une vague (API)": 20.0,
    FILING: 10.0,
}
"""Milliseconds for what is not measured against the common target."""
LONG_TARGETS = {("Classement", 1_000): 25.0, ("Classement", 2_000): 40.0, ("Classement", 10_000): 60.0} | {
    ("Classement (API)", 10_000): 400.0
}
"""Milliseconds for one wave that holds so many."""
RANKING_TARGET, GROWTH_TARGET, EXPLANATION_TARGET, MEMORY_TARGET = 15.0, 12.0, 1.0, 600.0
COMMAND_TARGET, COMMAND_MEMORY = 5.0, 200.0
"""Seconds and mebibytes of ``maillage criteria rank`` on a hundred thousand applications."""
WITHOUT_TARGET = {FLOOR: "le plancher"}
ELSEWHERE = (
    "Ce qu’aucun lancement ne mesure : le processeur d’un service que personne n’appelle (0,8 % d’un cœur pour le"
    " moteur des travaux seul, SQLite, sur 60 s le 30 novembre 2026, dont 0,25 pour notre file ; le reste est le pas"
    " d’une seconde que DBOS ne laisse pas régler) ; 100 000 candidatures ; plusieurs lecteurs à la fois.",
    "Le plancher d’une page de classement gardée est son tableau : profil du 30 novembre 2026, 250 lignes, 0,80 s sur"
    " 1,48 dans la macro `ranking` (échappement compris) ; la base, moins de 0,15.",
    "Le plancher d’une page d’une personne connectée sur PostgreSQL : 0,4 ms pour ouvrir une lecture et 0,2 ms par"
    " question, dont 0,04 au serveur quand la question est préparée. Profils du 30 novembre 2026, en parts du"
    " processeur : section d’un formulaire, 30 % pour écrire la page, 25 % pour cinq questions, 15 % pour HTTP et les"
    " fils ; décisions de 250 candidatures, 35 % pour écrire 250 lignes, 30 % pour lire quatre objets par candidature ;"
    " dépôt (27 questions, 59 auparavant), 38 % pour la base, 18 % pour l’accusé de réception, 15 % pour relire le"
    " formulaire deux fois, 10 % pour HTTP.",
)
NOISE = 0.3
"""Milliseconds under which a difference between two sizes is no difference."""


@dataclass
class Results:
    sizes: tuple[int, int]
    yardstick: float
    command: str = "make bench"
    yardstick_after: float = 0.0
    start: Start = field(default_factory=lambda: Start(0, 0, 0, 0, 0))
    printing: Printing = field(default_factory=lambda: Printing(0, 0, 0, 0, 0))
    loads: dict[tuple[str, int], float] = field(default_factory=dict)
    pages: dict[tuple[str, int], dict[str, Figure]] = field(default_factory=dict)
    long_waves: dict[tuple[str, int], dict[str, Figure]] = field(default_factory=dict)
    rankings: tuple[Ranking, ...] = ()
    wide: tuple[float, float] = (0.0, 0.0)
    commanded: Commanded = field(default_factory=Commanded)

    @property
    def bases(self) -> list[str]:
        return sorted({base for base, _ in self.pages}, reverse=True)


def written(results: Results) -> str:
    """The whole page."""
    return "\n".join(
        [
            *_head(results),
            *_pages(results),
            *_long_waves(results),
            *_rankings(results),
            *_commanded(results.commanded),
            *_rest(results),
            *_missed(results),
            "",
        ],
    )


def _head(results: Results) -> list[str]:
    small, large = results.sizes
    return [
        "# Performances",
        "",
        f"Écrit par `{results.command}` ; chaque chiffre est mesuré dans le même lancement que ce à quoi"
        " il est comparé.",
        "",
        f"- Le {datetime.now(UTC):%Y-%m-%d}, {_machine()}, Python {platform.python_version()}.",
        f"- Charge moyenne à la fin, tous programmes de la machine compris : {os.getloadavg()[1]:.0f} pour"
        f" {len(os.sched_getaffinity(0))} cœurs. Au-dessus d’un par cœur, le processeur compté monte aussi.",
        f"- Étalon : {_ms(results.yardstick)} de processeur au début, {_ms(results.yardstick_after)} à la fin, pour"
        " un même morceau de Python (4 000 lignes triées, écrites et relues en JSON) : une autre machine, ou la"
        " même un jour chargé, se compare par là.",
        f"- Bases de {_n(small)} et {_n(large)} candidatures, copiées de candidatures qui ont fait le chemin :"
        " dépôts, trois expertises notées, journal chaîné. Une vague en tient 250 : plus de candidatures,"
        " ce sont plus de vagues et d’éditions, pas des vagues plus longues.",
        " Chaque copie porte des notes tirées au sort autour d’un niveau qui lui est propre.",
        "- « Processeur » : le temps de processeur de notre processus, tous fils compris, et celui de la base : sur"
        " SQLite elle est dans notre processus ; sur PostgreSQL, celui de ses processus qui nous servent, lu dans"
        " /proc/PID/schedstat, est ajouté, et donné à part (« dont la base »). C’est la plus petite des moyennes de"
        " cinq séries. « Attente » : de la question à la réponse, médiane.",
        "- Un classement est calculé une fois entre deux actes : il est mesuré gardé. Ce que coûte le premier"
        " lecteur après un acte est donné à part (« après un acte »).",
        "- Une page qui est gardée (celle d’un appel, pour qui n’est pas connecté) est mesurée gardée : c’est ce que"
        " reçoit tout lecteur après le premier.",
        "- Le plancher : le cadre de nos pages, sans base ni session, rendu par une seule route d’un FastAPI nu. Une"
        " page ne coûtera jamais moins ; ce qu’elle coûte de plus est à elle.",
        "",
    ]


def _pages(results: Results) -> list[str]:
    small, large = results.sizes
    lines = ["## Les pages et un dépôt", ""]
    for base in results.bases:
        lines += [
            f"### {base}",
            "",
            f"Chargement : {results.loads[base, small]:.0f} s et {results.loads[base, large]:.0f} s.",
            "",
            f"| | processeur à {_n(small)} | à {_n(large)} | dont la base | rapport | attente à {_n(large)} | taille"
            " | cible |",
            "| --- | --: | --: | --: | --: | --: | --: | --- |",
        ]
        for name, many in results.pages[base, large].items():
            few = results.pages[base, small][name]
            lines.append(
                f"| {name} | {_ms(few.cpu)} | {_ms(many.cpu)} | {_server(many)} | {_times(many.cpu / few.cpu)}"
                f" | {_ms(many.wait)} | {many.size / 1024:.0f} Kio | {_verdict(name, few, many)} |"
            )
        lines.append("")
    return lines


def _server(figure: Figure) -> str:
    return _ms(figure.server) if figure.server else "–"


def _long_waves(results: Results) -> list[str]:
    if not results.long_waves:
        return []
    return [
        "## Une seule longue vague",
        "",
        "Toutes les candidatures dans une vague, qu’un seul classement ordonne.",
        "",
        "| | candidatures | processeur | dont la base | attente | taille | cible |",
        "| --- | --: | --: | --: | --: | --: | --- |",
        *(
            f"| {base}, {name} | {_n(size)} | {_ms(one.cpu)} | {_server(one)} | {_ms(one.wait)}"
            f" | {one.size / 1024:.0f} Kio | {_long_verdict(name, size, one)} |"
            for (base, size), found in results.long_waves.items()
            for name, one in found.items()
        ),
        "",
    ]


def _long_verdict(name: str, size: int, figure: Figure) -> str:
    target = LONG_TARGETS.get((name, size))
    if target is None:
        return "sans cible"
    return "tenue" if figure.cpu <= target else f"**manquée** : {_ms(figure.cpu)} pour {_ms(target)}"


def _verdict(name: str, few: Figure, many: Figure) -> str:
    if name in WITHOUT_TARGET:
        return WITHOUT_TARGET[name]
    return "tenue" if not _misses(name, few, many) else "**manquée** : " + ", ".join(_misses(name, few, many))


def _misses(name: str, few: Figure, many: Figure) -> list[str]:
    missed: list[str] = []
    if name in WITHOUT_TARGET:
        return missed
    target = TARGETS.get(name, PAGE_TARGET)
    if max(few.cpu, many.cpu) >= target:
        missed.append(f"{_ms(max(few.cpu, many.cpu))} pour {_ms(target)}")
    if name in LISTS and many.cpu > LIST_TARGET * few.cpu + NOISE:
        missed.append(f"{_times(many.cpu / few.cpu)} pour {_times(LIST_TARGET)}")
    return missed


def _rankings(results: Results) -> list[str]:
    if not results.rankings:
        return []
    criteria, experts = results.wide
    return [
        "## Le classement",
        "",
        "Cinq critères, trois experts : moyennes exactes, seuils éliminatoires, seuil du total, trois départages et"
        " enveloppe, à côté des mêmes moyennes pondérées par NumPy seul, en flottants, sans seuil ni ordre.",
        "",
        "| candidatures | NumPy | moteur | rapport | une explication | mémoire du moteur |",
        "| --: | --: | --: | --: | --: | --: |",
        *(
            f"| {_n(one.applications)} | {_ms(one.numpy)} | {_ms(one.engine)} | {_times(one.ratio)} |"
            f" {_ms(one.explanation)} | {one.memory:.0f} Mio |"
            for one in results.rankings
        ),
        "",
        f"Une grille de 200 critères sur 1 000 candidatures : {_ms(criteria)}. Un appel de 300 experts qui notent"
        f" tous 300 candidatures : {_ms(experts)}.",
        "",
    ]


def _commanded(one: Commanded) -> list[str]:
    if not one.applications:
        return []
    missed = _command_misses(one)
    return [
        "## Le classement de deux tableaux, sans serveur",
        "",
        f"`maillage criteria rank` sur {_n(one.applications)} candidatures, de la commande à la dernière ligne écrite"
        f" (trois experts, cinq critères : {_n(15 * one.applications)} notes) : {_seconds(one.seconds)} de processeur"
        f" et {one.memory:.0f} Mio au plus. Le module csv de Python lit le même tableau de notes, et n’en fait rien,"
        f" en {_seconds(one.reading)} : {_times(one.ratio)}."
        f" Cible pour 100 000 : {COMMAND_TARGET:.0f} s et {COMMAND_MEMORY:.0f} Mio"
        f" ({' ; '.join(missed) or 'tenue'}).",
        "",
    ]


def _command_misses(one: Commanded) -> list[str]:
    missed = []
    if one.seconds > COMMAND_TARGET:
        missed.append(f"**manquée** : {_seconds(one.seconds)} pour {COMMAND_TARGET:.0f} s")
    if one.memory > COMMAND_MEMORY:
        missed.append(f"**manquée** : {one.memory:.0f} Mio pour {COMMAND_MEMORY:.0f}")
    return missed


def _ranking_misses(rankings: tuple[Ranking, ...]) -> list[str]:
    if not rankings:
        return []
    largest = rankings[-1]
    told = []
    if largest.ratio > RANKING_TARGET:
        told.append(f"- Classement : {_times(largest.ratio)} de NumPy pour {_times(RANKING_TARGET)}.")
    if len(rankings) > 1 and largest.engine > GROWTH_TARGET * rankings[-2].engine:
        told.append(f"- Classement : {_times(largest.engine / rankings[-2].engine)} pour dix fois plus.")
    if max(one.explanation for one in rankings) > EXPLANATION_TARGET:
        told.append(
            f"- Explication : {_ms(max(one.explanation for one in rankings))} pour {_ms(EXPLANATION_TARGET)}."
        )
    if largest.memory > MEMORY_TARGET:
        told.append(f"- Classement : {largest.memory:.0f} Mio pour {MEMORY_TARGET:.0f}.")
    return told


def _rest(results: Results) -> list[str]:
    start, printing = results.start, results.printing
    if not printing.bare:
        return []
    return [
        "## Les documents",
        "",
        f"Une convention, de sa valeur au PDF/A-3a balisé : {_ms(printing.whole)} de processeur, dont"
        f" {_ms(printing.html)} pour le HTML ; {_ms(printing.first)} la première fois (polices et feuilles lues)."
        f" WeasyPrint seul sur le même HTML, sans archive ni balises : {_ms(printing.bare)}."
        f" Soit {_times(printing.whole / printing.bare)} ;"
        f" {printing.octets / 1024:.0f} Kio.",
        "",
        "## Le démarrage et la mémoire",
        "",
        f"- De la commande `maillage run` à la première page : {start.again:.2f} s (cible {START_TARGET} s :"
        f" {'tenue' if start.again < START_TARGET else '**manquée**'}), dont {start.cpu:.2f} s de processeur ;"
        f" {start.first:.2f} s la toute première fois, la"
        " base étant créée.",
        f"- Mémoire du processus qui sert, travaux de fond compris : {start.rss:.0f} Mio résidents (RSS),"
        f" {start.pss:.0f} Mio en propre (PSS).",
        "",
    ]


def _missed(results: Results) -> list[str]:
    small, large = results.sizes
    told = [
        f"- {base}, {name} : {', '.join(missed)}."
        for base in results.bases
        for name, many in results.pages[base, large].items()
        if (missed := _misses(name, results.pages[base, small][name], many))
    ]
    told += [
        f"- {base}, {name} d’une vague de {_n(size)} : {verdict.partition(' : ')[2]}."
        for (base, size), found in results.long_waves.items()
        for name, one in found.items()
        if (verdict := _long_verdict(name, size, one)).startswith("**")
    ]
    told += _ranking_misses(results.rankings)
    told += [
        f"- `maillage criteria rank` : {missed.partition(' : ')[2]}."
        for missed in _command_misses(results.commanded)
    ]
    if results.start.again >= START_TARGET:
        told.append(f"- Démarrage : {results.start.again:.2f} s pour {START_TARGET} s.")
    return [
        "## Ce qui manque sa cible",
        "",
        *(told or ["Rien : chaque cible est tenue."]),
        "",
        "## Ce qui n’est pas mesuré ici, et le plancher",
        "",
        *(f"- {one}" for one in ELSEWHERE),
    ]


def _machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cores} cœurs ({model}), {memory:.0f} Gio, {platform.system()}"


def _ms(value: float) -> str:
    return f"{value:.1f} ms".replace(".", ",") if value < 100 else f"{value:.0f} ms"


def _seconds(value: float) -> str:
    return f"{value:.1f} s".replace(".", ",")


def _times(value: float) -> str:
    return f"× {value:.2f}".replace(".", ",")


def _n(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")
