"""Dates and times for people and machines."""

from django import template

from webapp.core.moments import moment

register = template.Library()
register.filter(moment)
