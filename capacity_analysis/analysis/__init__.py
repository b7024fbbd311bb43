"""One module per question. Pure functions: DataFrames in, DataFrame out; no input or output."""
