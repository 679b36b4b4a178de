"""Writing what happens in mentorships. Whoever changes something of a mentorship locks its row first (`locks.py`)."""
