"""The raw cells of any spreadsheet file, opened safely: below it nothing knows what they mean."""
