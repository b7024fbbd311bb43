"""The intake room: returned forms and departments' lists in, one ledger workbook out."""
