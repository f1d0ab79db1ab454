"""What every SyncApi does, whatever lies between the desktop and the service's database."""
