"""The report as PDF: one template, one set of data, pictures from the same drawings as the files."""

from configurator.outputs.report.pdf import report_pdf

__all__ = ["report_pdf"]
