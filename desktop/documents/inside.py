"""What a PDF of minutes carries: the values that it was made of, and the words on its pages."""

import re
from dataclasses import dataclass

VALUES = "referat.json"
"""The name of the attachment that holds the submitted values as canonical JSON."""

_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Inside:
    """`values` is None where the file carries none; `words` are those of its pages."""

    values: str | None
    words: str


def inside(pdf: bytes) -> Inside:
    """Look into a PDF. Raises ValueError where it is none that can be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a PDF") from error
    try:
        return Inside(_values(document), _words(document))
    except pypdfium2.PdfiumError as error:
        raise ValueError("damaged") from error
    finally:
        document.close()


def _values(document: object) -> str | None:
    for at in range(document.count_attachments()):  # type: ignore[attr-defined]
        attachment = document.get_attachment(at)  # type: ignore[attr-defined]
        if attachment.get_name() == VALUES:
            data = bytes(attachment.get_data())
            return data.decode("utf-8", "replace") if len(data) <= _LARGEST else ""
    return None


def _words(document: object) -> str:
    """The words of all pages, without the white between them: that depends on the reader."""
    pages = []
    for page in document:  # type: ignore[attr-defined]
        text = page.get_textpage()
        pages.append(re.sub(r"\s+", "", text.get_text_bounded()))
        text.close()
        page.close()
    return "".join(pages)
