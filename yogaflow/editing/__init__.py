"""Changing flow files as text: what is written, where each step stands, and the least change."""
