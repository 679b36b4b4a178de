"""What is done with competitions."""
