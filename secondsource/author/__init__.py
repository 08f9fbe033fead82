"""A teacher’s own set: drafts apart from the kit, proposals that are never labels, the page to write it
on, and a second reader.
"""
