"""From bytes, however they are packed and cut, to the JSON records in them."""
