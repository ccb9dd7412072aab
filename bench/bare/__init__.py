"""The baseline: plain Django over the same tables, with the fewest statements and the least Python that do the same."""
