"""Learning: the site that puts the apps together. Settings, addresses, Celery, desks, and the bottom that knows nobody."""
