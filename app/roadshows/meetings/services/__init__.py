"""Writing meetings; the roadshow's row is locked first, whatever is changed."""
