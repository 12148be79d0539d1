"""The one library that templates load; its tags live in ``icsoe.ui.tags``, a module for each family."""

from django import template

from icsoe.ui.tags import actions, data, dates, feedback, forms, layout

register = template.Library()
for family in (actions, data, dates, feedback, forms, layout):
    register.tags.update(family.register.tags)
    register.filters.update(family.register.filters)
