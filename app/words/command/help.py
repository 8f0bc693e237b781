"""What `maillage … --help` says: to the officer who writes a call, and to who keeps the service."""

from typing import Final

from app.words.typography import typo

CRITERIA: Final = typo("Les dossiers de criteria/, un par appel : les vérifier, les essayer, les classer.")
CHECK: Final = typo(
    "Vérifie chaque dossier et dit toutes ses fautes, avec leur fichier, leur ligne et leur colonne."
)
RANK: Final = typo("Classe des candidatures d’après leurs notes, et dit où s’arrête l’argent.")
SIMULATE: Final = typo(
    "Essaie les règles d’un appel sur des candidatures inventées, et dit ce qu’elles font."
)
DIFF: Final = typo("Dit ce qui change entre deux éditions d’un appel, ou entre deux grilles.")
DIAGRAM: Final = typo(
    "Dessine le parcours d’un appel : au terminal en Mermaid, ou en image dans un dossier avec --into."
)
SCHEMA: Final = typo("Écrit les schémas par lesquels un éditeur complète et vérifie les fichiers d’un appel.")
OPEN: Final = typo(
    "Ouvre l’appel de ce dossier : ses règles ne changent plus. Refusé s’il reste un avertissement."
)

FOLDER: Final = typo("Un dossier de criteria/ : un appel, ou une grille seule.")
FOLDERS: Final = typo("Les dossiers à vérifier.")
OLD_FOLDER: Final = typo("Le dossier de l’édition d’avant.")
NEW_FOLDER: Final = typo("Le dossier de la nouvelle édition.")
SCORES: Final = typo(
    "Les notes, en CSV : application, reviewer, criterion, mark, et au besoin confidence ou college."
)
APPLICATIONS: Final = typo(
    "Les candidatures, en CSV : application, puis amount, filed_at et ce que les règles lisent."
)
MONEY: Final = typo(
    "L’argent à donner, en euros ; 0 : sans limite. Sans cette option, l’enveloppe de la vague."
)
WAVE: Final = typo("La clé de la vague dont l’enveloppe est donnée ; sans cette option, la première.")
SEED: Final = typo("La graine publiée du tirage au sort, si la règle en a un.")
ROUND: Final = typo("Le tour à juger ; sans cette option, toute la grille.")
EXPLAIN: Final = typo("Une référence : dit comment elle a eu sa place.")
JSON: Final = typo("La même chose, pour une machine.")
ROBUSTNESS: Final = typo(
    "Dit si chaque rang est solide : un dixième de plus ou de moins sur chaque poids, chaque expertise retirée."
)
INVENTED: Final = typo("Combien de candidatures inventer.")
REVIEWERS: Final = typo("Combien d’experts lisent chacune ; sans cette option, le nombre que dit la grille.")
SAME_SEED: Final = typo("La même graine invente les mêmes candidatures.")
DRAWING: Final = typo("Le dossier où écrire le dessin (workflow.svg et workflow.mmd).")
SCHEMAS: Final = typo("Le dossier où écrire les schémas.")
HEEDLESS: Final = typo("Ouvre malgré les avertissements.")

MAILLAGE: Final = typo("Des appels à projets, de la lettre d’intention au dernier versement.")
RUN: Final = typo("Sert les pages et les données, et fait les tâches de fond, jusqu’à ce qu’on l’arrête.")
MIGRATE: Final = typo("Met la base de données à la dernière version de son schéma.")
DEMO: Final = typo(
    "Sert des candidatures inventées à chaque étape, avec un lien pour se connecter dans chaque rôle."
)
DOCS: Final = typo("Réécrit ce que la documentation prend dans le code.")
VERIFY: Final = typo(
    "Relit tout ce qui fait preuve : la chaîne du journal et ce que le témoin en a vu, les lignes scellées, les "
    "fichiers joints ; nomme ce qui diffère, avec 1 pour état."
)
WITNESS: Final = typo(
    "Le fichier du témoin, s’il n’est pas à sa place : une copie gardée ailleurs, par exemple."
)
JOBS: Final = typo(
    "Dit combien de tâches et de courriels attendent ou ont échoué ; état 1 après un échec, ou un courriel perdu hier."
)
MAILS: Final = typo(
    "Les courriels : les retenir tous, les laisser partir, lire ceux qui ne sont pas arrivés."
)
HOLD: Final = typo("Retient tous les courriels, sauf les liens de connexion qu’on demande ensuite.")
RELEASE: Final = typo("Laisse partir les courriels retenus : cette copie est désormais le service.")
UNDELIVERED: Final = typo("Les courriels qui ne seront pas remis, à qui, et pourquoi.")
BACKUP: Final = typo(
    "Copie la base embarquée et les fichiers dans une archive, pendant que le service travaille."
)
RESTORE: Final = typo(
    "Remet une copie dans un endroit vide, après l’avoir vérifiée en entier ; ses courriels sont retenus."
)
ADMIN: Final = typo("Les personnes, leurs rôles et leurs jetons.")
CREATE: Final = typo("Fait connaître une personne, pour qu’elle puisse recevoir un rôle.")
GIVE: Final = typo("Donne un rôle à une personne.")
TAKE: Final = typo("Reprend un rôle.")
TOKEN: Final = typo("Crée un jeton pour un programme ; il n’est montré que cette fois.")

HOST: Final = typo("L’adresse où écouter.")
PORT: Final = typo("Le port où écouter.")
DATA: Final = typo("Le dossier de sa base, de ses fichiers et de ses courriels.")
KEYS: Final = typo("Le fichier où écrire le lien et le jeton de chacun.")
WALK: Final = typo("Fait parcourir à une candidature de chaque appel tout son chemin, jusqu’à la clôture.")
DOCS_FOLDER: Final = typo("Le dossier qui contient README.md et docs/.")
COPY: Final = typo("Le fichier .tar de la copie.")
INCOMPLETE: Final = typo("Remet aussi une copie à qui il manque des fichiers que la base nomme.")
ADDRESS: Final = typo("L’adresse électronique de la personne.")
ROLE: Final = typo("Le rôle.")
ONE_CALL: Final = typo("Pour cet appel seulement ; sans cette option, pour tous.")
NAME: Final = typo("Le nom à montrer.")
TOKENS: Final = typo("Liste les jetons d’une personne qui servent encore : numéro, fin, usage.")
REVOKE: Final = typo("Révoque un jeton, aussitôt.")
SUSPEND: Final = typo(
    "Suspend l’accès d’une personne : sessions fermées, jetons révoqués ; ses rôles restent."
)
REOPEN: Final = typo("Rétablit l’accès d’une personne.")
UNTIL: Final = typo("Le dernier jour du rôle, par exemple 2027-06-30 ; sans lui, il n’a pas de fin.")
TOKEN_NUMBER: Final = typo("Le numéro du jeton, tel que « tokens » le donne.")
LABEL: Final = typo("À quoi sert le jeton.")
DAYS: Final = typo("Combien de jours il sert.")
