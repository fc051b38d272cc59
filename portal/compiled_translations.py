"""The interface's translations as gettext reads them: *.mo files, compiled, never committed."""

from pathlib import Path

from babel.messages.mofile import write_mo

from portal.message_catalogs import catalog_path, read_catalog, translated_languages


def compile_catalogs() -> list[str]:
    """Compile each catalog that is newer than its compiled form; return their languages."""
    compiled = []
    for language in translated_languages():
        source = catalog_path(language)
        if source.exists() and _is_older(target := source.with_suffix(".mo"), source):
            unfinished = target.with_suffix(".part")
            with unfinished.open("wb") as file:
                write_mo(file, read_catalog(language))
            unfinished.replace(target)
            compiled.append(language)
    return compiled


def _is_older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns
