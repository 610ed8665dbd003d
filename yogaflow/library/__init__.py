"""The flows of this machine: folders, an index, search, history, and what one does with them."""
