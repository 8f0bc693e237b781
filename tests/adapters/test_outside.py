"""The small doors: clock, limits, registry, identity, signatures."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx
import pikepdf
import pytest

from app.adapters.clock import system_clock
from app.adapters.identity import NoIdentityProvider
from app.adapters.limits import WindowLimiter
from app.adapters.registry import API, CompanyRegistry, NoRegistry
from app.adapters.signature import PdfSignatures, pdf_date
from app.services.ports import OutsideFailure, RegisteredOrganisation, Unreachable

SIRET = "73282932000074"


def test_the_clock_is_aware_and_in_utc() -> None:
    assert system_clock().tzinfo is UTC
    assert abs(system_clock() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_limit_counts_each_person_and_each_rule_apart() -> None:
    limiter = WindowLimiter({"sign_in": "2 per 15 minutes", "filing": "1 per hour"})
    assert [limiter.hit("sign_in", "a") for _ in range(2)] == [0, 0]
    assert 890 <= limiter.hit("sign_in", "a") <= 900
    assert limiter.hit("sign_in", "b") == 0
    assert limiter.hit("filing", "a") == 0
    assert 3590 <= limiter.hit("filing", "a") <= 3600


def test_a_limit_ends() -> None:
    limiter = WindowLimiter({"sign_in": "1 per second"})
    assert limiter.hit("sign_in", "a") == 0
    assert limiter.hit("sign_in", "a") == 1


def test_an_unknown_rule_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        WindowLimiter({}).hit("sign_in", "a")


def registry(answer: httpx.Response | Exception) -> CompanyRegistry:
    def handle(request: httpx.Request) -> httpx.Response:
        assert request.url.params["q"] == SIRET
        if isinstance(answer, Exception):
            raise answer
        return answer

    return CompanyRegistry(httpx.Client(base_url=API, transport=httpx.MockTransport(handle)))


def organisation(siege: str, *others: str) -> dict[str, object]:
    def place(siret: str) -> dict[str, str]:
        return {
            "siret": siret,
            "adresse": "1 PLACE DU MARCHE 23000 GUERET",
            "commune": "23096",
            "etat_administratif": "A",
        }

    return {
        "nom_raison_sociale": None,
        "nom_complet": "LA FABRIQUE DU BOURG",
        "nature_juridique": "9220",
        "siege": place(siege),
        "matching_etablissements": [place(other) for other in others],
    }


@pytest.mark.parametrize(
    "found", [organisation(SIRET), organisation("73282932000009", SIRET)], ids=["seat", "other place"]
)
def test_the_registry_knows_a_seat_and_another_establishment(found: dict[str, object]) -> None:
    assert registry(httpx.Response(200, json={"results": [found]})).establishment(
        SIRET
    ) == RegisteredOrganisation(
        siret=SIRET,
        name="LA FABRIQUE DU BOURG",
        legal_form="9220",
        address="1 PLACE DU MARCHE 23000 GUERET",
        insee_commune="23096",
        active=True,
    )


def test_a_neighbour_is_not_an_answer() -> None:
    found = organisation("73282932000009")
    assert registry(httpx.Response(200, json={"results": [found]})).establishment(SIRET) is None


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(429),
        httpx.Response(503),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"erreur": "?"}),
        httpx.ConnectTimeout("slow"),
    ],
    ids=["limited", "down", "page", "other words", "slow"],
)
def test_a_registry_that_does_not_answer_is_unreachable(answer: httpx.Response | Exception) -> None:
    with pytest.raises(Unreachable):
        registry(answer).establishment(SIRET)


def test_without_registry_every_number_is_unknown() -> None:
    assert NoRegistry().establishment(SIRET) is None


def test_without_identity_provider_none_is_offered() -> None:
    identity = NoIdentityProvider()
    assert identity.offered is False
    with pytest.raises(OutsideFailure):
        identity.address(state="s", nonce="n", return_to="/")
    with pytest.raises(OutsideFailure):
        identity.claims(code="c", nonce="n", return_to="/")


def signed_pdf(*, whole: bool) -> bytes:
    """A PDF with one signature dictionary; its length is found by writing it twice."""
    size = 0
    for _ in range(2):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Name="Camille Martin",
            M="D:20261122101500+01'00'",
            ByteRange=[0, 100_000_000, 200_000_000, size - 200_000_000 if whole else -100_000_000],
        )
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, V=value)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field, pikepdf.Dictionary(FT=pikepdf.Name.Tx)])
        out = BytesIO()
        pdf.save(out, static_id=True)
        size = len(out.getvalue())
    return out.getvalue()


@pytest.mark.parametrize("whole", [True, False])
def test_a_signature_is_read_and_not_vouched_for(whole: bool) -> None:
    (found,) = PdfSignatures().signatures(signed_pdf(whole=whole))
    assert found.signer == "Camille Martin"
    assert found.signed_at == datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
    assert found.covers_whole_file is whole
    assert (found.intact, found.trusted) == (None, None)


def test_a_scan_and_a_plain_pdf_have_no_signature() -> None:
    out = BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out)
    assert PdfSignatures().signatures(out.getvalue()) == ()
    assert PdfSignatures().signatures(b"\xff\xd8\xff\xe0 a photograph") == ()


@pytest.mark.parametrize(
    ("text", "hour"),
    [("D:20261122101500", 10), ("D:20261122101500Z", 10), ("D:20261122101500-03'00'", 13)],
)
def test_a_pdf_date_keeps_its_zone(text: str, hour: int) -> None:
    assert pdf_date(text) == datetime(2026, 11, 22, hour, 15, tzinfo=UTC)
