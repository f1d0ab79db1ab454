"""Files that ship with the program: fonts, icons, styles, translations and reference data."""

from pathlib import Path

ROOT = Path(__file__).parent
