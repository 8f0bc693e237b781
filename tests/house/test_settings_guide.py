"""The operator's guide cannot lag behind the settings."""

from app.settings import Settings
from scripts import settings_table


def test_the_table_of_the_guide_is_the_one_the_code_gives() -> None:
    guide = settings_table.GUIDE.read_text(encoding="utf-8")
    assert guide == settings_table.with_table(guide), "run `make docs`"


def test_no_meaning_is_kept_for_a_setting_that_is_gone() -> None:
    assert list(settings_table.MEANINGS) == list(Settings.model_fields)
