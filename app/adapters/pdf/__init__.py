"""Documents as PDFs, typeset by WeasyPrint from ``templates/pdf`` in processes of their own.

``pool.PdfRenderer`` is the door. Nothing is imported here: the processes load this package too, and start light.
"""
