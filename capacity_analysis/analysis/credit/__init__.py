"""Loans, guarantees, support and power prices of enterprises that leave, and zombie enterprises."""
