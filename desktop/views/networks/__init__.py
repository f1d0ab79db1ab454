"""Local networks: looking one up, establishing it, and taking part."""
