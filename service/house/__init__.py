"""The house: who we are, and what was set aside with its reason. Every other room may ask."""
