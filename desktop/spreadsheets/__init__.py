"""Tables of other programs: Excel files and CSV to rows of text, and rows to such files.

read(path)                  the sheets of a file, or NotATable
workbook(rows, widths)      rows as an Excel file
separated(rows)             rows as CSV that Norwegian Excel opens by a double click
"""

from desktop.spreadsheets.reading import NotATable, Sheet, read
from desktop.spreadsheets.writing import separated, workbook

__all__ = ["NotATable", "Sheet", "read", "separated", "workbook"]
