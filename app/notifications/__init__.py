"""Notices inside the application and the mails that follow from them."""
