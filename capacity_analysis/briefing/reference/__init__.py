"""Pages to look things up in: every standard on file, and the data dictionary."""
