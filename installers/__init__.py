"""What the installers are made of."""
