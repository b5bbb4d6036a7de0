"""What WeasyPrint leaves out of a tagged PDF, put in before it is written.

WeasyPrint 70 can declare PDF/A-2a or PDF/UA-1, not both; it gives header cells no Scope and the tree no IDTree; and a
link inside the document is described by its target's id. The file itself is changed as little as that needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf
from markupsafe import escape

from vb_gen.output.pdf.tagtree import TagTree, table_sources

_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""  # noqa: E501


def finish(document: Any, pdf: Any, links: Mapping[str, str]) -> None:
    """Complete the tags and the metadata of a PDF/A-2a so that it is PDF/UA-1 too.

    `links` gives the text of links inside the document by their target's id.
    """
    _declare(pdf, document.metadata)
    tree = TagTree(pdf)
    tree.mend(table_sources(document))
    identities: list[tuple[Any, Any]] = []
    for item in tree.walk():
        if item["S"] == "/TH":
            item["A"]["Scope"] = "/Row" if _heads_row(item, tree) else "/Column"
            if "ID" in item:
                identities.append((item["ID"], item.reference))
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link" and "Dest" in item:
            target = item["Dest"].string
            item["Contents"] = pydyf.String(links.get(target, target))
    if identities:
        _add_id_tree(pdf, tree, identities)
    _write_once(pdf)


def _declare(pdf: Any, metadata: Any) -> None:
    """Say PDF/UA-1 in the one rdf:RDF there is, with the extension schema that PDF/A asks for; and what was decided, when."""
    said = ""
    if number := metadata.custom.get("dcterms.identifier"):
        said += f"<dc:identifier>{escape(number)}</dc:identifier>"
    if metadata.created:
        said += f"<dc:date><rdf:Seq><rdf:li>{escape(metadata.created)}</rdf:li></rdf:Seq></dc:date>"
    if said:
        said = f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{said}</rdf:Description>\n'
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.stream = [part.replace(b"</rdf:RDF>", said.encode() + _UA) for part in item.stream]


def _heads_row(cell: Any, tree: TagTree) -> bool:
    """Header cells in a table's head head columns; in its body, rows."""
    group = tree.element(tree.element(cell["P"])["P"])
    return group.get("S") != "/THead"  # type: ignore[no-any-return]


def _add_id_tree(pdf: Any, tree: TagTree, identities: list[tuple[Any, Any]]) -> None:
    names = pydyf.Array()
    ordered = sorted(identities, key=lambda pair: pair[0].string)
    for name, reference in ordered:
        names.append(name)
        names.append(reference)
    leaf = pydyf.Dictionary({"Names": names, "Limits": pydyf.Array([ordered[0][0], ordered[-1][0]])})
    pdf.add_object(leaf)
    top = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
    pdf.add_object(top)
    tree.root["IDTree"] = top.reference


class _Written(pydyf.Object):  # type: ignore[misc]
    """A stream as it stands in the file. pydyf makes its bytes anew each time they are asked for, which it does twice."""

    compressible = False

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self.number = stream.number
        self._data = stream.data

    @property
    def data(self) -> Any:
        """The bytes."""
        return self._data


def _write_once(pdf: Any) -> None:
    """Compress each stream once. Nothing may be changed after this."""
    pdf.objects[:] = [_Written(item) if isinstance(item, pydyf.Stream) else item for item in pdf.objects]
