"""Real services on loopback without Docker: each started and stopped by one command, in its own folder, by its pid, as root or not."""
