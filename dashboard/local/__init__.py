"""A council's own unpublished figures: read, validated, kept apart from what is published."""
