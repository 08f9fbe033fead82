"""Answers inside something else (whole files: test_reading.py)."""

from secondsource.marking.wrapped import cut_out, find_answers

ONE = '{"schema": "second-source-answers/2", "student": "{a}"}'
OTHER = '{"schema": "second-source-answers/1"}'


def test_each_answer_file_in_a_text_is_found_as_it_stands_or_none_where_one_is_not_whole():
    assert [text for _, text in find_answers(f'{{"b": 1}} {ONE}\n{OTHER} {{}}')] == [ONE, OTHER]
    assert find_answers(f"{ONE}\n{OTHER[:-1]}") == [] == find_answers("no braces")
    assert cut_out(f"Dear {{x}}, {ONE} Yours") == ONE
