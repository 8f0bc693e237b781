"""The models of the files: every line of a call is in them, and their only faults are the values to write."""

import pytest

from app.adapters.call_texts import YamlTexts
from app.domain.call_file.breach import BreachCode
from app.domain.call_file.faults import Shape
from app.domain.call_file.folder import CallFolder
from app.services.calls.editions import FILES
from app.words.calls import editions
from app.words.calls.skeleton import skeleton


def test_every_file_of_a_call_has_its_name_in_words() -> None:
    assert tuple(editions.FILES) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_model_lacks_values_and_nothing_else(name: str) -> None:
    texts = {one: skeleton(one) for one in {"call", "dossier", name}}
    found = [
        one
        for one in YamlTexts().read(texts).faults
        if one.file == f"{name}.yaml" and one.code != BreachCode.FILE_IDLE
    ]
    assert found
    assert {one.shape for one in found} == {Shape.NOTHING}


def test_a_model_says_what_each_line_means_and_keeps_the_optional_ones_aside() -> None:
    text = skeleton("call")
    assert "\n# Le début des références : TL26 donne TL26-0042.\nprefix:\n" in text
    assert "\n# timezone:\n" in text
    assert all(f"{name}:" in text for name in CallFolder.model_fields["call"].annotation.model_fields)  # type: ignore[union-attr]
