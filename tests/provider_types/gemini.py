"""The REST body of `generateContent`, from the types of google-genai and its own way to the body.

The SDK's types are those of its callers. What it sends is made by functions `_TYPE_to_mldev`: a row
of `if getv(from_object, [FIELD]) is not None:`, each of which either raises, since the field is for
another product of Google's, or calls `setv(OBJECT, [KEY], VALUE)`, where OBJECT is the object itself
or the one around it, and VALUE may be converted. So these functions are read, not run. A type
without such a function is sent as it is, with its keys in camel case.
"""

import ast
import inspect
import re
from typing import Any, NamedTuple

from google.genai import models, types

from walk import Walk, closed

# What the conversions `t.…` make of their argument.
CONVERSIONS = {
    "t_cached_content_name": str,
    "t_content": types.Content,
    "t_json_schema": Any,
    "t_schema": types.Schema,
    "t_speech_config": types.SpeechConfig,
}


class Sent(NamedTuple):
    """A field that is sent."""

    key: str
    of: Any
    is_in_parent: bool


def body():
    """The schema of the body, and its definitions."""
    walk = Walk(model)
    beside, within = {}, {}
    for field in sent("GenerateContentConfig"):
        object_ = beside if field.is_in_parent else within
        object_[field.key] = not_null(walk.schema(field.of))
    contents = walk.schema(list[types.Content])
    body_ = closed({"contents": contents, "generationConfig": closed(within)} | beside, ["contents"])
    return body_, walk.definitions


def model(walk, of):
    if f"_{of.__name__}_to_mldev" in FUNCTIONS:
        fields = {field.key: field.of for field in sent(of.__name__)}
    else:
        fields = {field.alias or name: field.annotation for name, field in of.model_fields.items()}
    return walk.reference(
        of, lambda: closed({key: not_null(walk.schema(of)) for key, of in fields.items()})
    )


def not_null(schema):
    """The SDK leaves out what is `None`."""
    if isinstance(schema.get("type"), list):
        rest = [name for name in schema["type"] if name != "null"]
        return schema | {"type": rest if len(rest) > 1 else rest[0]}
    if "anyOf" in schema:
        rest = [each for each in schema["anyOf"] if each != {"type": "null"}]
        return rest[0] if len(rest) == 1 else {"anyOf": rest}
    return schema


def sent(name):
    """The fields of a type that its function sends."""
    of = getattr(types, name)
    for statement in FUNCTIONS[f"_{name}_to_mldev"].body:
        if isinstance(statement, ast.If) and isinstance(statement.body[0], ast.Expr):
            field = ast.literal_eval(statement.test.left.args[1])
            target, path, value = statement.body[0].value.args
            [key] = ast.literal_eval(path)
            [attribute] = field
            of_value = converted(value) or of.model_fields[attribute].annotation
            yield Sent(key, of_value, target.id == "parent_object")


def converted(value):
    """The type that a conversion makes; `None` if the value is sent as it is."""
    call = value.elt if isinstance(value, ast.ListComp) else value
    if not isinstance(call, ast.Call):
        return None
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
    if name == "getv":
        return None
    if match := re.fullmatch("_(.*)_to_mldev", name):
        of = getattr(types, match[1])
    else:
        of = CONVERSIONS[name]
    return list[of] if isinstance(value, ast.ListComp) else of


FUNCTIONS = {
    function.name: function
    for function in ast.parse(inspect.getsource(models)).body
    if isinstance(function, ast.FunctionDef)
}
