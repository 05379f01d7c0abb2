"""An article finds its language, regions, desks and translations, each with its reason.

place        an article's latest revision: decide, save, tell what changed
decide       everything the house makes of it, in order (pure)
language passages     which language it is in, and which parts are not
evidence model        what each word says about that, by the signs of language in it
scripts varieties sentences     letters, the scripts of a language, where sentences end
biography biography_words headline      the author's life taken off; a headline where there is none
places context gazetteer atlas peoples stems tongues  places named, in the text's own language
territories weights                     which region lies in which; which desks that makes
markup       text and HTML of the same article, kept in step
stories kin gist     translations of each other are one story: declared, or known by what is left of
             them without their language
holdings     what a desk holds, with the desks below it
explain      all the reasons in one place
"""
