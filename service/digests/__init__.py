"""Editions: when they are due, what stands in them, for whom.

calendar     when the hour strikes, in any time zone, whatever its clocks do (pure)
due          runs opened as rows, once whoever asks
offers readers     what there is to choose from, and who is to get it
selection    which stories, in which of their versions, in which order (pure)
letter headers     a choice becomes a draft
compose      a run, start to end, frozen in the ledger
views        the web view
"""
