"""What users see: the theme, the shared widgets, the shell and a folder for each area."""
