"""An article finds its language, regions, desks and translations, each with its reason.

place        an article's latest revision: decide, save, tell what changed
decide reading       what the text says, and what the house makes of that, in order (pure)
rules rulings flags board       desks, rules, the editors' words, what holds; all of it out of the tables
editors      an editor says something of an article
topics       IPTC Media Topics, and what a source's categories mean
copies twins remnants   the same text as another article; what of its making was left in a text
language passages     which language it is in, and which parts are not
evidence model        what each word says about that, by the signs of language in it
scripts varieties sentences     letters, the scripts of a language, where sentences end
biography biography_words headline      the author's life taken off; a headline where there is none
places context gazetteer atlas peoples stems tongues  places named, in the text's own language
asides       photo credits and links to other articles, which name places that do not count
territories weights                     which region lies in which; how heavy each is
markup       text and HTML of the same article, kept in step
stories kin gist     translations of each other are one story: declared, or known by what is left of
             them without their language
holdings     what a desk holds, with the desks below it
explain      all the reasons in one place
"""
