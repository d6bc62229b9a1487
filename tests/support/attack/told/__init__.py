"""What published statistics tell of the counts behind them."""
