"""The hub: asked, verified, announced, delivered."""
