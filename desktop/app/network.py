"""Tells when the network of this PC has changed, where the system says so."""

from PySide6.QtCore import QObject, Signal


class NetworkWatch(QObject):
    """changed() is ours, so that whoever listens need not care what the system can tell."""

    changed = Signal()

    def start(self) -> None:
        """Listen from now on; stays silent where the system tells nothing."""
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadDefaultBackend():
            return
        told = QNetworkInformation.instance()
        told.reachabilityChanged.connect(lambda _reach: self.changed.emit())
