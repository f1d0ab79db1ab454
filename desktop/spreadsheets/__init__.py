"""Tables for other programs: rows of text as Excel files and CSV.

workbook(rows, widths)      rows as an Excel file
separated(rows)             rows as CSV that Norwegian Excel opens by a double click
"""

from desktop.spreadsheets.writing import separated, workbook

__all__ = ["separated", "workbook"]
