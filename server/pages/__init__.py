"""Pages that people read in a browser. Each works without JavaScript."""
