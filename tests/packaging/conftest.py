"""The packaging scripts are run as files: their folder is where they import from."""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "packaging"
if str(FOLDER) not in sys.path:
    sys.path.append(str(FOLDER))
