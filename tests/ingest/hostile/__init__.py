"""Input that means harm, or might as well: each kind with what is kept of it and what an editor is told.

    python -m tests.ingest.hostile

prints the table of docs/hostile-input.md: what became of each, in how many seconds, in how much memory.
"""
