"""One defect each: a case for every kind of problem, its file in data/sample/dirty, its page in the docs.

Cases are data (`cases/*.yaml`): what is changed in a small workbook without a defect, where the
problem must be reported, and what an analyst changes back after reading the message.
"""
