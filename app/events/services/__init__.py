"""What is done with salons, forums and training classes."""
