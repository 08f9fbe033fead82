"""What a text set is: texts, questions, keys, second sources, and the checks on them. No HTML, no pandas."""
