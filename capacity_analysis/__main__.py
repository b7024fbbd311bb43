"""`python -m capacity_analysis` is the command `capacity-analysis`."""

from .cli import main

if __name__ == "__main__":
    main()
