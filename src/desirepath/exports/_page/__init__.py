"""What a page is made of: tokens, paint, style, script and the fonts beside them."""
