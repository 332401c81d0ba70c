"""Stories: one file a journey, walked in real Chromium through real web, worker, beat and mail processes."""
