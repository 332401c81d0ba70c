"""Desks: pages that look over several apps at once. Home, My learning, Today, Decisions, Overview."""
