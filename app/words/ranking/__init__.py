"""The French of the ranked list: explanations, money, draws, trials, firmness."""
