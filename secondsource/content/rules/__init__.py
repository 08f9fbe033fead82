"""The rules of `check`: one module for each thing that a rule is about.

| module | what it looks at |
|---|---|
| found.py | what can be read of a set, however much of it is wrong |
| folders.py | names of folders and files; files that nothing reads |
| texts.py | article.txt, brief.txt: labels, sources, quotations |
| easier.py | easier.txt: the same units, figures, limits, names and quotations as article.txt |
| questions.py | items.yaml: units, words to tap |
| cards.py | evidence.yaml: each card is asked for and has a reference |
| answers.py | key.yaml: every item answered, with an answer there is |
| balance.py | shares of sound and weak claims, commonest answer |
| grade.py | reading grade, of the text in easier words as well |
| pages.py | pages and contents of the book: each exercise stands on one page |
| references.py | book/references.bib: nothing lost, nothing left over |

A rule yields a Problem for each cause, and none for what only follows from another fault.
A new module is called in content/check.py.
"""
