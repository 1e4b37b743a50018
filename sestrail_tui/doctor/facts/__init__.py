"""What AWS answers, asked all at once, before anything is made of it."""
