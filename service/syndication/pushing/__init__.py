"""What partners are told without asking: each offer, as a push, to the destinations that they named.

tables    destinations, how far each has been told, and every push with what became of it
decide    in which order, when again, when no more, what an answer means (pure)
plan      offers become pushes; an older one of the same article is overtaken
parcels   a push becomes bytes in the format that its destination takes
push      a signed HTTP POST
sftp      a file in the partner's folder
mail      a letter, through the delivery ledger
round     one destination's turn: its pushes, one after the other
"""
