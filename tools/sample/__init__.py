"""The sample district: from its story, the truth about it, and the messy files that hide the truth.

`story` reads the story in `tools/sample/story`, `line` and `departments` fill in the numbers, `truth`
makes tables of them, and `folder` writes the folder `data/sample/intake` as a county would receive it.
"""
