"""The class, live: a server on the teacher's laptop that students' phones hand their answers to."""
