"""KML, KMZ and GML: brought to plain UTF-8 without declarations, then read with GDAL from a copy of our own."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyogrio
from lxml import etree

from data.grids.layer import Layer
from data.grids.vector_files import read_layer, with_shapes
from data.intake.limits import ZIP_ERRORS, check_archive, open_plain, xml_text
from data.intake.report import RefusedError

_LEFT_OUT = {"description", "NetworkLink", "Style", "StyleMap", "styleUrl", "GroundOverlay", "ScreenOverlay", "snippet"}
"""Parts of a KML that hold web pages, addresses and looks: nothing of a grid."""
_FOREIGN_DRIVERS = "<OGRVRTDataSource"


def read_kml_layers(path: Path, staging: Path) -> list[Layer]:
    """The layers of a KML, one a folder that holds shapes.

    Raises:
        RefusedError: the file is damaged, declares a document type, or holds no shapes.
    """
    with open_plain(path) as file:
        raw = file.read()
    return with_shapes(_kml(raw, path.name, staging), path.name)


def read_kmz_layers(path: Path, staging: Path) -> list[Layer]:
    """The layers of every KML within a KMZ.

    Raises:
        RefusedError: the archive is not harmless to unpack; see :func:`read_kml_layers`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [info for info in check_archive(archive, path.name) if info.filename.lower().endswith(".kml")]
            layers = [layer for info in inside for layer in _kml(archive.read(info), path.name, staging)]
    except ZIP_ERRORS as error:
        raise RefusedError(f"“{path.name}”已损坏，解压不开，请重新导出。", "file_damaged") from error
    return with_shapes(layers, path.name)


def read_gml_layers(path: Path, staging: Path) -> list[Layer]:
    """The layers of a GML.

    Raises:
        RefusedError: the file is damaged, declares a document type, or holds no shapes.
    """
    with open_plain(path) as file:
        text = _harmless(file.read(), path.name)
    copy = _copy(text.encode(), staging, ".gml")
    with _text_fields():
        names = _layer_names(copy, path.name)
        return with_shapes([read_layer(copy, name, path.name, layer=name) for name in names], path.name)


def _kml(raw: bytes, file: str, staging: Path) -> list[Layer]:
    """The layers of one KML.

    GDAL keeps neither Chinese names of data nor folders of one name apart, so that both go through numbered ones.
    """
    root = _parsed(_harmless(raw, file), file)
    for element in list(root.iter("{*}*")):
        parent = element.getparent()
        if parent is not None and etree.QName(element).localname in _LEFT_OUT:
            parent.remove(element)
    folders, fields = _numbered_folders(root), _numbered_data(root)
    copy = _copy(etree.tostring(root, encoding="UTF-8"), staging, ".kml")
    layers = [
        read_layer(copy, folders.get(name, ""), file, layer=name, encoding="UTF-8") for name in _layer_names(copy, file)
    ]
    for layer in layers:
        _under_its_own_names(layer, fields)
    return layers


def _harmless(raw: bytes, file: str) -> str:
    text = xml_text(raw, file)
    if _FOREIGN_DRIVERS in text:
        raise RefusedError(f"“{file}”引用别处的文件，出于安全没有打开，请直接导入那些文件。", "xml_foreign")
    return text


def _parsed(text: str, file: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"“{file}”不完整或已损坏（XML 读不通），请重新导出。", "file_damaged") from error


def _numbered_folders(root: etree._Element) -> dict[str, str]:
    """Number the folders; returns what each was called, behind the folders around it."""
    called: dict[str, str] = {}
    paths: dict[etree._Element, str] = {}
    for number, element in enumerate(root.iter("{*}Document", "{*}Folder")):
        own = ""
        for name in [child for child in element if etree.QName(child).localname == "name"]:
            own = own or (name.text or "").strip()
            element.remove(name)
        above = next((paths[one] for one in element.iterancestors("{*}Folder")), "")
        paths[element] = f"{above}/{own}" if above else own
        key = f"layer{number}"
        called[key] = paths[element]
        title = etree.Element(etree.QName(etree.QName(element).namespace, "name"))
        title.text = key
        element.insert(0, title)
    return called


def _numbered_data(root: etree._Element) -> dict[str, str]:
    """Number the names of data; returns what each was called."""
    numbers: dict[str, str] = {}
    for element in root.iter("{*}Data", "{*}SimpleData", "{*}SimpleField"):
        name = element.get("name", "").strip()
        element.set("name", numbers.setdefault(name, f"field{len(numbers)}"))
    return {number: name for name, number in numbers.items()}


def _under_its_own_names(layer: Layer, fields: dict[str, str]) -> None:
    """Give the columns of a layer back their names, and leave out what GDAL added."""
    own = [fields.get(header, "名称" if header == "Name" else "") for header in layer.headers]
    if "名称" in fields.values() and "Name" in layer.headers:
        own[layer.headers.index("Name")] = ""
    kept = [place for place, name in enumerate(own) if name]
    layer.rows = [[row[place] for place in kept] for row in layer.rows]
    layer.numeric = set()
    layer.headers = [own[place] for place in kept]
    # By the standard of KML, like GeoJSON: the file itself says nothing.
    layer.crs = "OGC:CRS84"


def _layer_names(path: Path, file: str) -> Sequence[str]:
    try:
        return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, RuntimeError) as error:
        raise RefusedError(f"“{file}”不完整或已损坏，请重新导出。", "file_damaged") from error


def _copy(body: bytes, staging: Path, suffix: str) -> Path:
    target = staging / f"markup{len(list(staging.iterdir()))}{suffix}"
    target.write_bytes(body)
    return target


@contextlib.contextmanager
def _text_fields() -> Iterator[None]:
    """Codes stay texts, and nothing that a file points to is fetched."""
    options = {"GML_FIELDTYPES": "ALWAYS_STRING", "GML_SKIP_RESOLVE_ELEMS": "ALL"}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(options))
