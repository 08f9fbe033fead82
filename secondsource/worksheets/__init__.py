"""Worksheets and keys as PDF."""
