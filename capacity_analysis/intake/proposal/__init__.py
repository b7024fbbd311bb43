"""The parts of the wizard that proposes a mapping for a list of unknown shape."""
