"""What things are: the shapes every other layer speaks of. Imports nothing of ours, touches nothing outside."""
