"""What a real host's own programs would print at this moment."""
