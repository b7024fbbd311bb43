"""What an exit costs its workers' employer: ground, severance, retirement, benefit, protection.

One module per question of 《劳动合同法》 and the rules beside it, for groups of workers of one kind.
Every function takes rows of the ledger's table of workers and the law on their exit days, and returns
one row for each, ending with `reasons`, `settings_missing`, `parameters` and `confidence`.
"""
