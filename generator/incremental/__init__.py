"""MkDocs builds that cost what has changed, for any site of Material's; it knows nothing of roles.

A build costs mostly two things for each page: its Markdown, and its template. Both are spared where all that they hang
on is as it was in the last build:

- `lazy`: texts of pages that are read where somebody asks for them.
- `pages`: a page takes what came of its Markdown from the memory, if the text, the extensions with their settings, and
  what became of each link that it asked for are the same.
- `templates`: while a template is written out, every value that it reads is noted. The next build looks at those
  values only; where none has changed, the file of the last build stays.
- `views`: files that stay, pages and copies alike.
- `sections`: sections of the navigation say at once what templates ask of their pages. `addresses`: links are worked
  out once for all pages of a folder. `ahead`, `workers`: what several processes make.
- `search`: the entries of the search index. `bytecode`: the code of templates.
- `marks`: what tells whether a value is as it was.
- `stage`: MkDocs writes into an empty folder beside the site, and what it wrote is moved there when it has come to its
  end, so that a build that fails leaves the last site as it was.
- `store`: the memory, a file; one that is damaged, or that another build is using, is only an empty one.
- `trust`: the one place that says of what it is known that it hangs on nothing else. What is not known is built.
- `served`, `idle`, `watched`: what a server begins with, does while nobody waits, and how it notices changes.
- `verify`: builds both ways and tells every difference.
"""
