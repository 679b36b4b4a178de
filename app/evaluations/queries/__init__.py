"""Reading schemes, runs, results and what follows from them."""
