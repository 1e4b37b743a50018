"""sestrail: tail -f for Amazon SES sends, as CloudTrail records them."""
