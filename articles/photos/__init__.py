"""Photos from the upload to the page.

`intake` takes files in, `decoder` runs the only process that ever opens one (`__main__`, with
`decoding`, `embedded_words`, `wholeness` and `encoding` inside it, none of which knows Django),
`archive` changes and removes photos, `renditions` keeps the sizes that pages show, and `pictures`
says which of them a page names.
"""
