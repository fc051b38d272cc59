"""XML that a stranger sent, read in pieces: the elements as they come, and nothing else of XML.

Memory stays flat whatever the file is: a document type (and so every entity of its own), elements
within elements without end, and names or texts of many megabytes are refused. Each refusal is one
sentence that says on which line.
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol
from xml.parsers import expat

from django.utils.translation import gettext as _

CHUNK = 64 * 1024
LONGEST_TOKEN = 8 * 1024 * 1024  # bytes of a tag or a remark: expat keeps one whole
DEEPEST = 60  # elements within elements; an export needs eight
PLAIN_SPACE = b" \t\r\n"
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class ExportRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The file cannot be read; str() says in one sentence why, and on which line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(_("Line %(line)d: %(reason)s") % {"line": line, "reason": reason})
        self.line = line


class Listener(Protocol):
    """Whoever is told of the elements, and has something ready from time to time."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; `name` is "namespace local", or the local name without one."""

    def text(self, text: str) -> None:
        """Some text comes; a long one comes in parts."""

    def closed(self, name: str) -> None:
        """The element that was opened last ends."""


class XmlStream:
    """One pass over a file of XML, telling a listener; iterate to let it go on by a piece."""

    def __init__(self, source: BinaryIO, listener: Listener) -> None:
        self._source, self._listener = source, listener
        self._depth = self._lines_before = self._fed = 0
        self._piece = b""
        self.bytes_read = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = CHUNK
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.ExternalEntityRefHandler = self._outside
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    @property
    def line(self) -> int:
        """The line of the file on which the reading is."""
        return self._parser.CurrentLineNumber + self._lines_before

    def refuse(self, reason: str) -> ExportRefused:
        """The refusal of what stands here."""
        return ExportRefused(self.line, reason)

    def tell_text(self, *, wanted: bool) -> None:
        """Tell the listener of text from here on, or no more: most of it is blanks for the eye."""
        self._parser.CharacterDataHandler = self._listener.text if wanted else None

    def __iter__(self) -> Iterator[None]:
        """Read on, a piece at a time. Raises ExportRefused."""
        piece = self._first_piece()
        while piece:
            self._parse(piece)
            if self._fed - self._parser.CurrentByteIndex > LONGEST_TOKEN:
                raise self.refuse(_("a tag or a remark here is too long to be one."))
            yield
            piece = self._source.read(CHUNK)
            self.bytes_read += len(piece)
        self._parse(b"", is_last=True)
        yield

    def _first_piece(self) -> bytes:
        """Read the beginning without the blank lines that plug-ins of WordPress put before it."""
        piece = self._source.read(CHUNK)
        self.bytes_read = len(piece)
        begins = piece.lstrip(PLAIN_SPACE)
        self._lines_before = piece[: len(piece) - len(begins)].count(b"\n")
        return begins

    def _parse(self, piece: bytes, *, is_last: bool = False) -> None:
        self._piece, before = piece, self._fed
        self._fed += len(piece)
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError as error:
            line = error.lineno + self._lines_before
            raise ExportRefused(line, self._in_words(error, before)) from error
        except (LookupError, ValueError) as error:  # an encoding that nobody knows
            raise self.refuse(_("the file names an encoding that cannot be read.")) from error

    def _in_words(self, error: expat.ExpatError, before: int) -> str:
        """Say what is wrong with the XML, as far as the bytes at the place tell it."""
        at = self._parser.ErrorByteIndex - before
        found = self._piece[at : at + 8] if at >= 0 else b""
        errors = expat.errors
        reason = errors.messages[error.code]
        if error.code == errors.codes[errors.XML_ERROR_INVALID_TOKEN]:
            if control := CONTROL.search(found[:6]):
                return _("the control character U+%(code)04X stands here, which XML forbids.") % {
                    "code": control[0][0]
                }
            if any(byte >= 0x80 for byte in found[:4]):
                return _("the text is not in the encoding that the file names.")
        if error.code in {errors.codes[name] for name in ENDS_EARLY}:
            return _("the file ends before it is complete: it was cut off.")
        if error.code in {errors.codes[name] for name in ENCODINGS}:
            return _("the file names an encoding that cannot be read.")
        return _("this is not well-formed XML (%(reason)s).") % {"reason": reason}

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.refuse(_("elements stand within elements without end."))
        self._listener.opened(name, attributes)

    def _closed(self, name: str) -> None:
        self._depth -= 1
        self._listener.closed(name)

    def _doctype(self, *_parts: object) -> None:
        raise self.refuse(
            _("a document type or an entity is declared, which no export of WordPress does.")
        )

    def _outside(self, *_parts: object) -> int:
        self._doctype()
        return 0


ENDS_EARLY = (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
)
ENCODINGS = (
    expat.errors.XML_ERROR_UNKNOWN_ENCODING,
    expat.errors.XML_ERROR_INCORRECT_ENCODING,
)
Progress = Callable[[int], None]
