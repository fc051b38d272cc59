"""The interface speaks all its languages in full."""

import pytest

from portal.message_catalogs import (
    read_catalog,
    source_strings,
    translated_languages,
    untranslated,
)


@pytest.mark.parametrize("language", translated_languages())
def test_every_string_of_the_interface_is_translated(language: str) -> None:
    catalog = read_catalog(language)
    known = {(message.id, message.context) for message in catalog}
    absent = [m.id for m in source_strings() if m.id and (m.id, m.context) not in known]
    assert not absent, f"Run `manage.py messages`, then translate: {absent[:5]}"
    assert not untranslated(catalog)


@pytest.mark.parametrize("language", translated_languages())
def test_translations_keep_the_placeholders(language: str) -> None:
    """A translation that loses %(name)s would raise or hide a fact."""
    catalog = read_catalog(language)
    for message in catalog:
        errors = list(message.check(catalog))
        assert not errors, f"{message.id}: {errors}"


def test_strings_are_found_in_python_and_in_templates() -> None:
    found = {m.id if isinstance(m.id, str) else m.id[0] for m in source_strings() if m.id}
    assert "This discussion is closed: it takes no new comments." in found
