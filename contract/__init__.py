"""What the desktop and the central service agree on."""
