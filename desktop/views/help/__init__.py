"""Help: how the program works, the keys, and what to do when something is wrong."""
