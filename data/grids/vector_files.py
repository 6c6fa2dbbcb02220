"""Shapefiles and GeoPackages, read with GDAL."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pyogrio

from data.grids.archive import extract_shapefiles
from data.grids.layer import Layer, attribute_text, geometry_array
from data.intake.report import RefusedError

_SHAPEFILE = b"\x00\x00\x27\x0a"


def read_shapefile_layers(path: Path, staging: Path) -> list[Layer]:
    """The layers of a zip with shapefiles.

    Raises:
        RefusedError: see :func:`data.grids.archive.extract_shapefiles`; or a layer cannot be read.
    """
    return with_shapes([_shapefile(shp, name, path.name) for name, shp in extract_shapefiles(path, staging)], path.name)


def _shapefile(shp: Path, name: str, file: str) -> Layer:
    """One shapefile; GDAL would take other content under its name for what it is, and follow where it points."""
    with shp.open("rb") as opened:
        if opened.read(len(_SHAPEFILE)) != _SHAPEFILE:
            raise RefusedError(f"“{file}”的图层“{name}”不是 Shapefile，可能已损坏，请重新导出。", "file_damaged")
    return read_layer(shp, name, file, encoding=_dbf_encoding(shp))


def read_geopackage_layers(path: Path) -> list[Layer]:
    """The layers of a GeoPackage that hold shapes.

    Raises:
        RefusedError: the file is damaged or holds no shapes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            names = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
    except (pyogrio.errors.DataSourceError, ValueError) as error:
        raise RefusedError(f"“{path.name}”不是完好的 GeoPackage，请重新导出。", "file_damaged") from error
    return with_shapes([read_layer(path, name, path.name, layer=name) for name in names], path.name)


def with_shapes(layers: list[Layer], file: str) -> list[Layer]:
    """The layers that hold any feature.

    Raises:
        RefusedError: none does.
    """
    filled = [layer for layer in layers if len(layer)]
    if not filled:
        raise RefusedError(f"“{file}”里没有任何要素，请检查导出的范围。", "file_empty")
    return filled


def read_layer(path: Path, name: str, file: str, layer: str | None = None, encoding: str | None = None) -> Layer:
    """One layer; a missing .shx is rebuilt from the .shp.

    Args:
        path: our own copy of the file, or the file itself where it needs none.
        name: name of the layer as told to people.
        file: name of the file as told to people.
        layer: name of the layer within the file.
        encoding: of the attributes, where the file does not say.

    Raises:
        RefusedError: it cannot be read.
    """
    try:
        with _index_rebuilt(), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            frame = gpd.read_file(path, layer=layer, encoding=encoding)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, RuntimeError) as error:
        raise RefusedError(f"“{file}”的图层“{name}”读不出来，可能已损坏，请重新导出。", "file_damaged") from error
    attributes = frame.drop(columns=frame.geometry.name) if isinstance(frame, gpd.GeoDataFrame) else frame
    rows = [[attribute_text(value) for value in row] for row in attributes.itertuples(index=False, name=None)]
    shapes = frame.geometry.array if isinstance(frame, gpd.GeoDataFrame) else [None] * len(frame)
    crs = frame.crs.to_string() if isinstance(frame, gpd.GeoDataFrame) and frame.crs else ""
    headers = [str(column) for column in attributes.columns]
    numeric = {str(column) for column in attributes.columns if attributes[column].dtype.kind in "iuf"}
    return Layer(name, headers, rows, [""] * len(rows), geometry_array(shapes), crs, numeric=numeric)


def _dbf_encoding(shp: Path) -> str | None:
    """The .cpg decides; without one, UTF-8 if the attributes are, else GB18030 as Chinese offices write it."""
    if shp.with_suffix(".cpg").exists():
        return None
    raw = shp.with_suffix(".dbf").read_bytes()
    with contextlib.suppress(UnicodeDecodeError):
        raw[32:].decode("utf-8")
        return "UTF-8"
    return "GB18030"


@contextlib.contextmanager
def _index_rebuilt() -> Iterator[None]:
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
