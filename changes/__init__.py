"""What releases have changed, read from the database and said in words: for the command line and the Data page alike.

Needs nothing of the pipeline and nothing of the app: both import it, so that both say the same.
"""
