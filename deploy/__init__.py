"""Deploy: scripts that set up, start and stop Xueshi. Standard library first: `setup.py` runs before anything is installed."""
