"""Budget sheets whatever their layout: headings, the months that columns stand for, money."""
