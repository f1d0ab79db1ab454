"""The central service: keeps the network's records, their order, and who may read and write."""
