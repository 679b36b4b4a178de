"""Uploads: judged by their content, kept outside the static path, handed out only to whom a slice lets in."""
