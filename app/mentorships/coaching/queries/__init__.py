"""Reading what happens in mentorships."""
