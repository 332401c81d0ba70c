"""Pages of hours. Each module lists its addresses; `credits.urls` gathers them."""
