"""Geometry of pictures: values → columns, calendars, networks, maps. Knows no words: templates say what a picture shows.

All is worked out with + - * / and square roots and rounded at the end, so that it is the same on every machine.
"""
