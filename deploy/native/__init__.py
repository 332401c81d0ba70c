"""Real services on loopback without Docker: each started and stopped by one command, in its own folder, by its pid, as root or not."""

from deploy.native._service import NativeServiceMissing, PortTaken, free_port, listens

__all__ = ["NativeServiceMissing", "PortTaken", "free_port", "listens"]
