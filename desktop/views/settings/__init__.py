"""Settings: the account, the look, and the data on this PC."""
