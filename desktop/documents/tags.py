"""The structure of a document as a screen reader sees it: PDF's tags, on top of reportlab.

reportlab writes pages; what is marked on them is tied here to a tree of headings, paragraphs,
lists and tables (ISO 32000-1, 14.7 and 14.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc

SCOPE_COLUMN = "/A<</O/Table/Scope/Column>>"


def scope_row(rows: int = 1) -> str:
    """What makes a header cell one of its row, or of several."""
    span = f"/RowSpan {rows}" if rows > 1 else ""
    return f"/A<</O/Table/Scope/Row{span}>>"


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked content: the nth on a page."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link on a page, by how the file refers to it."""

    page: int
    reference: str


@dataclass(slots=True, eq=False)
class Node:
    """An element of the structure: what it is, and what it is made of, in the order of reading."""

    tag: str
    more: str = ""
    kids: list["Node | Mark | Annotation"] = field(default_factory=list)

    def add(self, tag: str, more: str = "") -> "Node":
        """A new element, last in this one."""
        node = Node(tag, more)
        self.kids.append(node)
        return node


class _Raw(pdfdoc.PDFObject):
    """A piece of the file that is written as it stands."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.words = ""

    def format(self, _document: object) -> bytes:
        return self.words.encode("ascii")


def tag_page(page: Any, number: int) -> None:
    """Tie a page to the tree by its number, and let Tab follow the structure."""
    page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
    page.StructParents = number
    page.Tabs = pdfdoc.PDFName("S")


@dataclass(frozen=True, slots=True)
class PageMarks:
    """A page: how the file refers to it, its number in the tree, and who owns what is marked."""

    reference: str
    number: int
    owners: Sequence[Node]


def write_tree(
    document: Any,
    root: Node,
    pages: Sequence[PageMarks],
    links: Sequence[tuple[int, Node]],
) -> None:
    """Write the tree into the file, and the way back from each page and each link into it."""
    nodes: list[tuple[Node, Node | None]] = []
    _walk(root, None, nodes)
    raws = {id(node): _Raw() for node, _ in nodes}
    at = {id_: _reference(document, raw) for id_, raw in raws.items()}
    top, parents = _Raw(), _Raw()
    top_at, parents_at = _reference(document, top), _reference(document, parents)
    for node, parent in nodes:
        over = top_at if parent is None else at[id(parent)]
        kids = _kids(node, at, pages)
        raws[id(node)].words = f"<</Type/StructElem/S/{node.tag}/P {over}{node.more}{kids}>>"
    ways = [(page.number, f"[{' '.join(at[id(one)] for one in page.owners)}]") for page in pages]
    ways += [(number, at[id(node)]) for number, node in links]
    listed = " ".join(f"{number} {way}" for number, way in sorted(ways))
    parents.words = f"<</Nums[{listed}]>>"
    last = max((number for number, _ in ways), default=-1) + 1
    top.words = (
        f"<</Type/StructTreeRoot/K {at[id(root)]}/ParentTree {parents_at}"
        f"/ParentTreeNextKey {last}>>"
    )
    document.Catalog.StructTreeRoot = top
    document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})


def _walk(node: Node, parent: Node | None, found: list[tuple[Node, Node | None]]) -> None:
    found.append((node, parent))
    for kid in node.kids:
        if isinstance(kid, Node):
            _walk(kid, node, found)


def _kids(node: Node, at: dict[int, str], pages: Sequence[PageMarks]) -> str:
    match node.kids:
        case [Mark(page, number)]:
            return f"/Pg {pages[page].reference}/K {number}"
        case kids:
            return f"/K[{' '.join(_kid(kid, at, pages) for kid in kids)}]"


def _kid(kid: Node | Mark | Annotation, at: dict[int, str], pages: Sequence[PageMarks]) -> str:
    if isinstance(kid, Node):
        return at[id(kid)]
    page = pages[kid.page].reference
    if isinstance(kid, Mark):
        return f"<</Type/MCR/Pg {page}/MCID {kid.number}>>"
    return f"<</Type/OBJR/Pg {page}/Obj {kid.reference}>>"


def _reference(document: Any, made: pdfdoc.PDFObject) -> str:
    return reference(document, document.Reference(made))


def reference(document: Any, made: Any) -> str:
    """How the file refers to a thing that it knows."""
    words: bytes = made.format(document)
    return words.decode("ascii")
