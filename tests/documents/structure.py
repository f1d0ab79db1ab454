"""The structure of a PDF walked as a screen reader walks it; what is wrong with it as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

from tests.documents import reading

_SHOWS = {b"Tj", b"TJ", b"'", b'"', b"Do"}
_DRAWS = {b"f", b"S", b"f*", b"B"}
_WITHIN = {
    "Table": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI"},
    "TOCI": {"Link"},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
}


@dataclass
class Element:
    """An element of the structure with the places of what it marks: (page, number)."""

    tag: str
    attributes: dict[str, Any]
    reference: int
    kids: "list[Element]" = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)

    def all(self) -> "Iterator[Element]":
        """The element and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            yield from kid.all()


class Structure:
    """A PDF's tree, and what its pages mark."""

    def __init__(self, pdf: bytes) -> None:
        self.reader: Any = reading.opened(pdf)
        self.root: Any = reading.catalogue(pdf)
        self._pages = {_number(page): at for at, page in enumerate(self.reader.pages)}
        self.order: list[tuple[int, int]] = []
        top: Any = self.root["/StructTreeRoot"]
        self.tree = self._element(top.raw_get("/K"), None)
        self.elements = list(self.tree.all())

    def tags(self) -> list[str]:
        """Every tag, in the order of reading."""
        return [each.tag for each in self.elements]

    def problems(self) -> Iterator[str]:
        """What is wrong, as sentences."""
        yield from self._file()
        for at, page in enumerate(self.reader.pages):
            yield from self._page(at, page)
        yield from self._forms()
        yield from self._headings()
        for table in self.elements:
            if table.tag == "Table":
                yield from _table(table)

    def _element(self, raw: Any, page: int | None) -> Element:
        found = raw.get_object()
        page = self._page_of(found, page)
        made = Element(str(found["/S"])[1:], dict(found.get("/A", {})), raw.idnum)
        kids = found.get("/K", [])
        for index in range(len(kids)) if isinstance(kids, list) else [None]:
            kid = kids if index is None else kids[index]
            again = found.raw_get("/K") if index is None else list.__getitem__(kids, index)
            self._kid(made, kid, again, page)
        return made

    def _kid(self, made: Element, kid: Any, raw: Any, page: int | None) -> None:
        if isinstance(kid, int):
            assert page is not None
            self._mark(made, page, kid)
        elif "/S" in kid:
            assert isinstance(raw, IndirectObject)
            below = self._element(raw, page)
            made.kids.append(below)
        elif kid["/Type"] == "/OBJR":
            made.links.append(kid["/Obj"])
        else:
            place = self._page_of(kid, page)
            assert place is not None
            self._mark(made, place, int(kid["/MCID"]))

    def _mark(self, made: Element, page: int, number: int) -> None:
        made.marks.append((page, number))
        self.order.append((page, number))

    def _page_of(self, found: Any, page: int | None) -> int | None:
        return self._pages[found.raw_get("/Pg").idnum] if "/Pg" in found else page

    def _file(self) -> Iterator[str]:
        if not self.root["/MarkInfo"]["/Marked"]:
            yield "the file does not say that it is marked"
        if not self.root["/Lang"]:
            yield "the file has no language"
        if not self.root["/ViewerPreferences"]["/DisplayDocTitle"]:
            yield "the title is not shown"
        if self.reader.metadata is None or not self.reader.metadata.title:
            yield "the file has no title"
        if not self.reader.outline:
            yield "the file has no bookmarks"

    def _page(self, at: int, page: Any) -> Iterator[str]:
        marked, loose = _marked(page, self.reader)
        if loose:
            yield f"page {at + 1} shows {loose} things that are neither read nor put aside"
        reached = [number for place, number in self.order if place == at]
        if reached != marked:
            yield f"page {at + 1} marks {marked}, and the structure reads {reached}"
        if page["/Tabs"] != "/S":
            yield f"Tab does not follow the structure on page {at + 1}"
        owners = self._parents()[page["/StructParents"]]
        own = {place: each.reference for each in self.elements for place in each.marks}
        if [owner.idnum for owner in list.__iter__(owners)] != [own[at, n] for n in marked]:
            yield f"the way back from page {at + 1} leads elsewhere"
        for link in page.get("/Annots") or []:
            yield from self._link(link.get_object())

    def _link(self, link: Any) -> Iterator[str]:
        owner = self._parents().get(link["/StructParent"])
        number = link["/StructParent"]
        home = [
            each for each in self.elements if number in [own["/StructParent"] for own in each.links]
        ]
        if [each.tag for each in home] != ["Link"] or owner is None:
            yield "a link is not in the structure"
        if not link.get("/Contents"):
            yield "a link does not say where it leads"

    def _parents(self) -> dict[int, Any]:
        numbers = self.root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        return {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}

    def _forms(self) -> Iterator[str]:
        for each in self.elements:
            allowed = _WITHIN.get(each.tag)
            for kid in each.kids:
                if allowed is not None and kid.tag not in allowed:
                    yield f"{kid.tag} in {each.tag}"
            if allowed is not None and each.marks:
                yield f"{each.tag} has text of its own"

    def _headings(self) -> Iterator[str]:
        levels = [int(each.tag[1]) for each in self.elements if each.tag in {"H1", "H2", "H3"}]
        if levels[:1] != [1] or levels.count(1) != 1 + self.tags().count("Part"):
            yield f"the headings begin as {levels[:3]}"
        for before, after in pairwise(levels):
            if after > before + 1:
                yield f"a heading of level {after} under one of level {before}"


def _table(table: Element) -> Iterator[str]:
    head, *rows = table.kids
    if [cell.tag for cell in head.kids] != ["TH"] * len(head.kids):
        yield "a table without a head"
    for cell in head.kids:
        if cell.attributes.get("/Scope") != "/Column":
            yield "a header of a column without its scope"
    reach = 0
    for row in rows:
        for cell in row.kids:
            if cell.tag == "TH":
                if cell.attributes.get("/Scope") != "/Row":
                    yield "a header of a row without its scope"
                reach = max(reach, int(cell.attributes.get("/RowSpan", 1)))
        spanned = reach > 0 and row.kids[0].tag != "TH"
        if len(row.kids) + spanned != len(head.kids):
            yield f"a row of {len(row.kids)} cells under {len(head.kids)} headers"
        reach -= 1


def _marked(page: Any, reader: PdfReader) -> tuple[list[int], int]:
    """The numbers that a page marks, in the order of its content, and what stands outside."""
    found: list[int] = []
    open_: list[bool] = []
    loose = 0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"BDC":
            properties = operands[1]
            open_.append(True)
            if "/MCID" in properties:
                found.append(int(properties["/MCID"]))
        elif operator == b"BMC":
            open_.append(operands[0] == "/Artifact")
        elif operator == b"EMC":
            open_.pop()
        elif operator in _SHOWS | _DRAWS and not any(open_):
            loose += 1
    assert not open_
    return found, loose


def _number(page: Any) -> int:
    return int(page.indirect_reference.idnum)
