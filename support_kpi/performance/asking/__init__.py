"""The questions of a page put to one engine: each module has `opened`, `asked` and `told`.

`asked` is what is timed; `told` puts its result into the one form in which answers are compared.
"""
