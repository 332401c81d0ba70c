"""Forms of the pages of seminars."""
