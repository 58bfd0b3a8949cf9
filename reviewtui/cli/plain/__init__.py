"""Scoring line by line, for screen readers, broken consoles and scripts.

Every question is one line; the answer is the next line of standard input.
"""
