"""What the system tells people outside its pages: e-mail, sent by jobs."""
