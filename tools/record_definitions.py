"""Record new and changed definitions of measures: ``python -m tools.record_definitions --why 原因``."""

from __future__ import annotations

import argparse
import sys

from data.measures.definitions import DefinitionError, record


def main() -> None:
    """Write data/measures/definitions.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--why", default="", help="为什么改口径，一句话")
    try:
        codes = record(parser.parse_args().why.strip())
    except DefinitionError as error:
        sys.exit(str(error))
    print(
        f"已记录 {len(codes)} 项：{'、'.join(codes[:10])}{'等' if len(codes) > 10 else ''}"
        if codes
        else "没有要记录的改动"
    )


if __name__ == "__main__":
    main()
