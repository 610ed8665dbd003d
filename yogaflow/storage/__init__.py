"""Files: reading text, writing whole, locking, watching, and where everything is kept."""
