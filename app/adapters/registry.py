"""The public registry of organisations: the API *Recherche d'entreprises* of the State, open and without a key.

https://recherche-entreprises.api.gouv.fr/docs/ — at most 7 calls a second from one address.
"""

from typing import Any

import httpx

from app.services.ports import Part, RegisteredOrganisation, Unreachable

API = "https://recherche-entreprises.api.gouv.fr"


class NoRegistry:
    """Asks nobody: every number is unknown, and what the person typed stands."""

    def establishment(self, siret: str) -> RegisteredOrganisation | None:  # noqa: ARG002 - the port gives it
        return None


class CompanyRegistry:
    """Finds one establishment by its SIRET. Unreachable when the API is slow, limits us or speaks otherwise."""

    def __init__(self, client: httpx.Client | None = None) -> None:
        self._client = client or httpx.Client(base_url=API, timeout=3)

    def establishment(self, siret: str) -> RegisteredOrganisation | None:
        try:
            answer = self._client.get("/search", params={"q": siret, "per_page": 1})
            answer.raise_for_status()
            found = answer.json()["results"]
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise Unreachable(
                f"the registry did not answer: {type(error).__name__}", Part.REGISTRY
            ) from error
        for organisation in found:
            for place in [
                organisation.get("siege") or {},
                *(organisation.get("matching_etablissements") or []),
            ]:
                if place.get("siret") == siret:
                    return _read(organisation, place)
        return None


def _read(organisation: dict[str, Any], place: dict[str, Any]) -> RegisteredOrganisation:
    return RegisteredOrganisation(
        siret=place["siret"],
        name=organisation.get("nom_raison_sociale") or organisation["nom_complet"],
        legal_form=organisation.get("nature_juridique"),
        address=place.get("adresse"),
        insee_commune=place.get("commune"),
        active=place.get("etat_administratif") == "A",
    )
