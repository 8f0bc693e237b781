"""The last touches to a PDF/A-3a so that it is also PDF/UA-1 (ISO 14289-1).

WeasyPrint writes one variant only. A PDF/A whose metadata use another schema must describe it (ISO 19005-3,
6.6.2.3.3), and resources may not be announced that are empty. A header cell says whether it heads its column or its
row (ISO 14289-1, 7.5).
"""

from typing import Any

_IDENTIFIER = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"
_MAY_BE_EMPTY = ("Pattern", "Shading")


def finish(_document: object, pdf: Any) -> None:
    """Add the PDF/UA identifier with its schema, say what each header cell heads, drop empty resources."""
    _identify(pdf)
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TH":
            thing["A"]["Scope"] = "/Column" if _is_in_table_head(pdf, thing) else "/Row"
        for resources in (thing, getattr(thing, "extra", {}).get("Resources")):
            if isinstance(resources, dict):
                _drop_empty(resources)


def _parent(pdf: Any, element: dict[str, str]) -> dict[str, str]:
    parent: dict[str, str] = pdf.objects[int(element["P"].split()[0])]
    return parent


def _is_in_table_head(pdf: Any, cell: dict[str, str]) -> bool:
    return _parent(pdf, _parent(pdf, cell)).get("S") == "/THead"


def _identify(pdf: Any) -> None:
    number = int(pdf.catalog["Metadata"].split()[0])
    stream = pdf.objects[number]
    stream.stream = [part.replace(_END, _IDENTIFIER + _END) for part in stream.stream]


def _drop_empty(resources: dict[str, object]) -> None:
    for name in _MAY_BE_EMPTY:
        if resources.get(name) == {}:
            del resources[name]
