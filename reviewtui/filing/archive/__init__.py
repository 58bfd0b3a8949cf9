"""The archive: one folder that needs nothing of ours to be read, checked and recomputed."""
