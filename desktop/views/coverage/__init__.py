"""How far the network has come, as a map of tiles, a table, and a sheet to hand out."""
