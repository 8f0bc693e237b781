"""Addresses of sites as people type them."""

import pytest

from app.domain.typed.web_addresses import read_web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("exemple.fr/lieu", "https://exemple.fr/lieu"),
        ("HTTPS://EXEMPLE.FR/Lieu", "https://exemple.fr/Lieu"),
        ("http://exemple.fr:8080/?q=é#x", "http://exemple.fr:8080/?q=é#x"),
        ("https://mairie-évry.fr", "https://mairie-évry.fr"),
    ],
)
def test_an_address_is_kept_with_its_scheme(typed: str, kept: str) -> None:
    assert read_web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "javascript:alert(1)",
        "javascript://exemple.fr/%0aalert(1)",
        "ftp://exemple.fr",
        "https://deux mots",
        "https://exemple",
        "https://moi:secret@exemple.fr",
        "moi@exemple.fr",
        "https://exemple.fr:abc",
        "https://exemple.fr/\u202e",
        "https://[exemple.fr",
        "https://exemple.fr/" + "a" * 600,
    ],
)
def test_what_no_browser_opens_as_a_site(typed: str) -> None:
    assert read_web_address(typed) is None
