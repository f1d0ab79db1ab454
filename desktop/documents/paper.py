"""Pages that are filled from the top down, each mark on them tied to the document's structure."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import cos, radians, sin
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.documents import fonts, tags
from desktop.documents import style as s
from desktop.documents.tags import Node

# text that only old mail programs needed makes a file a quarter larger
rl_config.useA85 = 0

_BEZIER = 0.5523
_JSON = "application/json"
_PLAIN = range(32, 127)
_DELIMITERS = b"()\\"


class _Letters(dict[int, str]):
    """How a font of one file writes each letter; what its first subset lacks is not in here."""

    def __init__(self, font: TTFont, document: pdfdoc.PDFDocument) -> None:
        super().__init__()
        self.font, self._document = font, document
        self.name: str = font.getSubsetInternalName(0, document)
        self.whole = True

    def __missing__(self, code: int) -> str:
        ((subset, written),) = self.font.splitString(chr(code), self._document)
        if subset:
            self.whole = False
            return ""
        self[code] = escaped(written)
        return self[code]


def escaped(written: bytes) -> str:
    """Bytes as they stand between the brackets of a string."""
    return "".join(
        chr(byte) if byte in _PLAIN and byte not in _DELIMITERS else f"\\{byte:03o}"
        for byte in written
    )


Placed = tuple[float, float, str]
"""A line of text, and where it begins."""


class _File(Canvas):
    """reportlab's canvas, which gives its pages out of its hands."""

    _doc: Any
    _annotationrefs: list[Any]
    _bookmarkReference: Callable[[str], Any]  # noqa: N815  # reportlab's names
    _addAnnotation: Callable[[Any], None]  # noqa: N815

    def __init__(self, target: BytesIO, **more: Any) -> None:
        self.done: list[Any] = []
        self.page_key = 0
        super().__init__(target, **more)

    def _setAnnotations(self, page: Any) -> None:
        super()._setAnnotations(page)  # type: ignore[misc]  # the stubs leave it out
        tags.tag_page(page, self.page_key)
        self.done.append(page)

    def link(self, address: str, box: tuple[float, float, float, float], key: int) -> str:
        """A link; how the file refers to it."""
        words = pdfdoc.PDFString(address)
        # F 4: printed with the page, as PDF/UA wants it
        self.linkURL(address, box, relative=0, StructParent=key, Contents=words, F=4)
        return tags.reference(self._doc, self._annotationrefs[-1])

    def jump(self, key: str, box: tuple[float, float, float, float], number: int, told: str) -> str:
        """A link to a place in the file; how the file refers to it."""
        # as reportlab's own, which takes no number of the tree
        about = {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Link"),
            "Rect": pdfdoc.PDFArray(box),
            "Border": pdfdoc.PDFArray([0, 0, 0]),
            "Contents": pdfdoc.PDFString(told),
            "Dest": self._bookmarkReference(key),
            "StructParent": number,
            "F": 4,
        }
        self._addAnnotation(pdfdoc.PDFDictionary(about))
        return tags.reference(self._doc, self._annotationrefs[-1])


@dataclass(slots=True)
class _Page:
    key: int
    owners: list[Node]
    code: list[str]


class Paper:
    """One document under way. y is where the next thing goes, measured from the foot."""

    def __init__(self, *, around: Callable[["Paper", int], None]) -> None:
        fonts.register()
        self._target = BytesIO()
        self._canvas = _File(
            self._target,
            pagesize=(s.PAGE_WIDTH, s.PAGE_HEIGHT),
            # else every page names Helvetica, which is not embedded
            initialFontName=fonts.REGULAR,
            invariant=1,
            pageCompression=1,
            lang="nb-NO",
        )
        self._document = Node("Document")
        self.root = self._document
        """What the next parts belong to: the document, or a part of it."""
        self.repeat: Callable[[], None] | None = None
        """What stands at the top of each further page, such as the head of a table."""
        self._around = around
        self._letters = {n: _Letters(fonts.font(n), self.document) for n in fonts.NAMES}
        self._keys = 0
        self._put_aside = False
        self._links: list[tuple[int, Node]] = []
        self._pages: list[_Page] = []
        self.y = self._top = 0.0
        self._begin()

    @property
    def document(self) -> Any:
        """The file as reportlab knows it."""
        return self._canvas._doc  # noqa: SLF001  # the canvas has no other way to it

    @property
    def room(self) -> float:
        """How much height is left on the page."""
        return self.y - s.BOTTOM

    @property
    def fresh(self) -> bool:
        """Whether nothing but the repeated head stands on the page."""
        return self.y >= self._top

    @property
    def page(self) -> int:
        """The page's place, from 0."""
        return len(self._pages) - 1

    def describe(
        self, *, title: str, author: str, subject: str, keywords: str, program: str
    ) -> None:
        """Say what the file is; its title is what a reader shows."""
        file = self._canvas
        file.setTitle(title)
        file.setAuthor(author)
        file.setSubject(subject)
        file.setKeywords(keywords)
        file.setCreator(program)
        file.setProducer(program)
        file.setViewerPreference("DisplayDocTitle", "true")

    def attach(self, name: str, words: str) -> None:
        """Keep a text in the file, as an attachment of that name."""
        stream = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary(
                {"Type": pdfdoc.PDFName("EmbeddedFile"), "Subtype": pdfdoc.PDFName(_JSON)}
            ),
            words.encode(),
            [pdfdoc.PDFZCompress],
        )
        document, called = self.document, pdfdoc.PDFString(name)
        spec = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": called,
                "UF": called,
                "AFRelationship": pdfdoc.PDFName("Source"),
                "EF": pdfdoc.PDFDictionary({"F": document.Reference(stream)}),
            }
        )
        files = pdfdoc.PDFArray([called, document.Reference(spec)])
        document.Catalog.Names = pdfdoc.PDFDictionary(
            {"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": files})}
        )

    def space(self, height: float) -> None:
        """Leave some height empty; nothing at the top of a page."""
        if not self.fresh:
            self.y -= height

    def need(self, height: float) -> None:
        """Begin a new page unless so much room is left."""
        if self.room < height and not self.fresh:
            self.new_page()

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self._end()
        self._begin()
        if self.repeat is not None:
            self.repeat()
        self._top = self.y

    def draw(self, code: str) -> None:
        """Put operators on the page, outside of all that is read aloud."""
        self._pages[-1].code.append(code if self._put_aside else f"/Artifact BMC {code} EMC")

    def turned(
        self,
        x: float,
        y: float,
        degrees: float,
        start: tuple[float, float],
        words: str,
        of: s.Style,
    ) -> None:
        """Write a word round a point, turned; only within what is put aside."""
        turn = radians(degrees)
        up, along = sin(turn), cos(turn)
        matrix = f"{along:.5f} {up:.5f} {-up:.5f} {along:.5f} {x:.2f} {y:.2f}"
        self.draw(f"q {matrix} cm")
        self.write(None, [(*start, words)], of)
        self.draw("Q")

    @contextmanager
    def aside(self, kind: str) -> Iterator[None]:
        """What is drawn or written within is a Header or Footer, which nobody reads aloud."""
        code = self._pages[-1].code
        code.append(f"/Artifact<</Type/Pagination/Subtype/{kind}>>BDC")
        self._put_aside = True
        yield
        self._put_aside = False
        code.append("EMC")

    def write(self, node: Node | None, lines: Sequence[Placed], of: s.Style) -> None:
        """Write lines of text, each at its place, as content of an element; None where it is
        part of something that is put aside.
        """
        shown = " ".join(self._lines(lines, of))
        page = self._pages[-1]
        if node is None:
            page.code.append(f"BT {of.colour.rgb} rg {shown} ET")
            return
        mark = len(page.owners)
        page.owners.append(node)
        node.kids.append(tags.Mark(self.page, mark))
        page.code.append(f"/{node.tag}<</MCID {mark}>>BDC BT {of.colour.rgb} rg {shown} ET EMC")

    def link(self, node: Node, address: str, box: tuple[float, float, float, float]) -> None:
        """Let a click in the box follow the address; `node` is the Link that it belongs to."""
        reference = self._canvas.link(address, box, self._keys)
        node.kids.append(tags.Annotation(self.page, reference))
        self._links.append((self._keys, node))
        self._keys += 1

    def jump(self, node: Node, key: str, box: tuple[float, float, float, float], told: str) -> None:
        """Let a click in the box lead to a place; `node` is the Link that it belongs to."""
        reference = self._canvas.jump(key, box, self._keys, told)
        node.kids.append(tags.Annotation(self.page, reference))
        self._links.append((self._keys, node))
        self._keys += 1

    def place(self, key: str) -> None:
        """Make this place one that jumps can lead to."""
        self._canvas.bookmarkHorizontal(key, 0, s.PAGE_HEIGHT)

    @contextmanager
    def part(self) -> Iterator[None]:
        """What is put on the paper within is a part of its own."""
        self.root = self._document.add("Part")
        yield
        self.root = self._document

    def entry(self, title: str, level: int, *, above: float) -> None:
        """An entry in the outline that leads to so far above y."""
        # named by its place, so that the same document gets the same names
        key = f"part-{self.page}-{self.y:.1f}-{title[:20]}"
        self._canvas.bookmarkHorizontal(key, 0, self.y + above)
        self._canvas.addOutlineEntry(title or "–", key, level)

    def finish(self, footer: Callable[["Paper", int, int], None]) -> bytes:
        """The whole file; the footers are written last, when the number of pages is known."""
        self._end()
        pages, total = list(self._pages), len(self._pages)
        for at, page in enumerate(pages):
            self._pages = [*pages[:at], page]
            before = len(page.code)
            with self.aside("Footer"):
                footer(self, at + 1, total)
            self._canvas.done[at].stream += "\n".join(page.code[before:]) + "\n"
        marks = [
            tags.PageMarks(
                tags.reference(self.document, self.document.Reference(done)), page.key, page.owners
            )
            for page, done in zip(pages, self._canvas.done, strict=True)
        ]
        tags.write_tree(self.document, self._document, marks, self._links)
        self._canvas.save()
        return self._target.getvalue()

    def _begin(self) -> None:
        self._canvas.page_key = self._keys
        self._pages.append(_Page(self._keys, [], []))
        self._keys += 1
        self.y = self._top = s.PAGE_HEIGHT - s.TOP
        self._around(self, len(self._pages))

    def _end(self) -> None:
        self._canvas.addLiteral("\n".join(self._pages[-1].code))
        self._canvas.showPage()

    def _lines(self, lines: Sequence[Placed], of: s.Style) -> Iterator[str]:
        letters = self._letters[of.font]
        yield f"{letters.name} {of.size} Tf"
        for x, y, words in lines:
            letters.whole = True
            written = words.translate(letters)
            if letters.whole:
                yield f"1 0 0 1 {x:.2f} {y:.2f} Tm ({written}) Tj"
            else:
                yield f"1 0 0 1 {x:.2f} {y:.2f} Tm {self._piecemeal(letters.font, words, of)}"

    def _piecemeal(self, font: TTFont, words: str, of: s.Style) -> str:
        """A line whose letters are in several subsets of the font."""
        code = []
        for subset, piece in font.splitString(words, self.document):
            name = font.getSubsetInternalName(subset, self.document)
            code.append(f"{name} {of.size} Tf ({escaped(piece)}) Tj")
        return f"{' '.join(code)} {self._letters[of.font].name} {of.size} Tf"


def rectangle(x: float, y: float, width: float, height: float, colour: s.Colour) -> str:
    """A filled rectangle."""
    return f"{colour.rgb} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"


def stroke(x: float, y: float, until: float, colour: s.Colour, width: float = s.HAIR) -> str:
    """A level line."""
    return f"{colour.rgb} RG {width} w {x:.2f} {y:.2f} m {until:.2f} {y:.2f} l S"


def rounded(
    x: float, y: float, width: float, height: float, radius: float, colour: s.Colour
) -> str:
    """A filled rectangle with round corners."""
    right, top, pull = x + width, y + height, radius * (1 - _BEZIER)
    points = (
        f"{x + radius:.2f} {y:.2f} m {right - radius:.2f} {y:.2f} l",
        f"{right - pull:.2f} {y:.2f} {right:.2f} {y + pull:.2f} {right:.2f} {y + radius:.2f} c",
        f"{right:.2f} {top - radius:.2f} l",
        f"{right:.2f} {top - pull:.2f} {right - pull:.2f} {top:.2f}",
        f"{right - radius:.2f} {top:.2f} c",
        f"{x + radius:.2f} {top:.2f} l",
        f"{x + pull:.2f} {top:.2f} {x:.2f} {top - pull:.2f} {x:.2f} {top - radius:.2f} c",
        f"{x:.2f} {y + radius:.2f} l",
        f"{x:.2f} {y + pull:.2f} {x + pull:.2f} {y:.2f} {x + radius:.2f} {y:.2f} c f",
    )
    return f"{colour.rgb} rg {' '.join(points)}"
