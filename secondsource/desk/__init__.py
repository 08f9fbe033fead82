"""A teacher's desk: the class list and grades, the download for schools, what is handed out and projected."""
