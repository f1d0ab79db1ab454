from io import BytesIO

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.views.widgets.label import Label
from desktop.views.widgets.pdf_preview import PdfPreview


@pytest.fixture
def pdf() -> bytes:
    """Three pages: red, green, blue."""
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=(300, 400))
    for colour in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        canvas.setFillColorRGB(*colour)
        canvas.rect(0, 0, 300, 400, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return drawn.getvalue()


@pytest.fixture
def preview(qtbot: QtBot, pdf: bytes) -> PdfPreview:
    made = PdfPreview()
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show_pdf(pdf, "innkallingen")
    made.show()
    qtbot.waitUntil(lambda: bool(sheets(made)))
    return made


def sheets(preview: PdfPreview) -> list[QLabel]:
    return [
        one
        for one in preview.findChildren(QLabel)
        if one.property("sheet") and not one.pixmap().isNull()
    ]


def says(preview: PdfPreview, text: str) -> bool:
    return any(one.text() == text for one in preview.findChildren(Label))


def test_pages_in_sight_are_drawn_in_their_colours(qtbot: QtBot, preview: PdfPreview) -> None:
    image = sheets(preview)[0].pixmap().toImage()
    assert image.pixelColor(20, 20) == QColor("#ff0000")
    assert says(preview, "Side 1 av 3")
    assert preview.page_count() == 3


def test_a_page_fills_the_width_until_it_is_zoomed(qtbot: QtBot, preview: PdfPreview) -> None:
    def width() -> int:
        return sheets(preview)[0].width()

    qtbot.waitUntil(lambda: 600 < width() < 700)
    preview.zoom_in()
    larger = width()
    preview.zoom_out()
    assert width() < larger
    preview.fit_width()
    qtbot.waitUntil(lambda: 600 < width() < 700)


def test_what_is_no_pdf_is_refused_and_the_last_one_stays(preview: PdfPreview) -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        preview.show_pdf(b"<html>", "noe")
    assert preview.page_count() == 3


def test_a_second_document_takes_the_place_of_the_first(
    qtbot: QtBot, preview: PdfPreview, pdf: bytes
) -> None:
    preview.show_pdf(pdf, "referatet")
    qtbot.waitUntil(lambda: bool(sheets(preview)))
    assert preview.page_count() == 3
