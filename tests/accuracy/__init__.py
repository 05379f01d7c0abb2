"""How well languages, passages, stories and regions are told, measured on news in 22 languages.

`make accuracy` prints the tables; docs/accuracy.md keeps them. The news lie in ../shared, outside the
project, under a licence of their own. Each set is in two halves by document: the rules were tuned on
one, and the other was only measured.
"""
