"""The first start: sign in to a service, or try the program on this PC."""
