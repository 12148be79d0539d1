"""Practice data: an authority with its e.firmas, invented people, and registers filled with them."""
