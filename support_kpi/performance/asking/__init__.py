"""The questions of a page put to one engine: each module has `opened`, `asked` and `told`.

`asked` is what is timed, or `page` where a module asks several at once; `told` puts its result into
the one form in which answers are compared.
"""
