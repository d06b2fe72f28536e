"""JSON Schemas of the files for editors and the form, and the reference of their fields."""

from generator.schema.editors import FILES, SORTS, modeline, schema, schema_text, settled
from generator.schema.gaps import Gap, gaps
from generator.schema.reference import Field, sorts

__all__ = ["FILES", "SORTS", "Field", "Gap", "gaps", "modeline", "schema", "schema_text", "settled", "sorts"]
