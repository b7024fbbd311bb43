"""Who is who: whose a row is by its numbers, who it may be by its name, and what a person decided."""
