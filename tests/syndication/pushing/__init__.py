"""What partners are told without asking."""
