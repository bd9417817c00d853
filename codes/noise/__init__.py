"""The seeded error model: what happens to a report between an officer's head and our SIM.

Written from what is known of coded SMS in the field, not from the decoder, which never imports it. A report
is typed (`draft`), as people type (`habits`), spoilt by one channel or several (`channels`, mixed by
`profiles`), and what was made of it is judged against what was meant (`score`). All dice are handed in.

Not modelled: a borrowed phone (that is a question of the sender, for intake), and reports made up altogether.
"""
