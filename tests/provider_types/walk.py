"""Turns Python types into JSON Schema, without descriptions."""

import collections.abc
import datetime
import enum
import os
import types
import typing

import pydantic
import typing_extensions
from typing_extensions import get_args, get_origin, get_type_hints, is_typeddict

ARRAYS = (list, set, collections.abc.Iterable, collections.abc.Sequence)
MAPPINGS = (dict, collections.abc.Mapping)
# The SDK reads these, and sends what is in them as text.
FILES = (typing.IO, os.PathLike)
QUALIFIERS = (typing.Annotated, typing_extensions.Required, typing_extensions.NotRequired)
SCALARS = {
    str: "string",
    bytes: "string",  # in base 64
    datetime.datetime: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


class Walk:
    """The definitions that a type needs, and the schema of the type itself."""

    def __init__(self, model=lambda _walk, _model: None):
        """`model` makes the schema of a pydantic model, or returns `None` to leave it out."""
        self.model = model
        self.definitions = {}
        self.names = {}

    def schema(self, of):
        """The schema of a type; `None` for a type that is left out."""
        origin, arguments = get_origin(of), get_args(of)
        if origin in QUALIFIERS:
            return self.schema(arguments[0])
        if origin in (typing.Union, types.UnionType):
            return any_of([self.schema(argument) for argument in arguments])
        if origin in (typing.Literal, typing_extensions.Literal):
            return {"enum": list(arguments)}
        if origin in ARRAYS:
            return {"type": "array", "items": self.schema(arguments[0])}
        if origin in MAPPINGS:
            return {"type": "object"} | open_to(self.schema(arguments[1]))
        if of in FILES or origin in FILES:
            return None
        if of in (object, typing.Any):
            return {}
        if of in SCALARS:
            return {"type": SCALARS[of]}
        if is_typeddict(of):
            return self.reference(of, lambda: self.typed_dict(of))
        if isinstance(of, type) and issubclass(of, enum.Enum):
            return self.reference(of, lambda: {"enum": [member.value for member in of]})
        if isinstance(of, type) and issubclass(of, pydantic.BaseModel):
            return self.model(self, of)
        raise TypeError(f"no JSON Schema for {of!r}")

    def typed_dict(self, of):
        """A closed object: a key that the type does not have is refused."""
        hints = get_type_hints(of, include_extras=True)
        required = required_keys(of)
        return closed(
            {key: self.schema(hint) for key, hint in hints.items()},
            [key for key in hints if key in required],
        )

    def reference(self, of, make):
        """A reference to the definition of a type, which is made once."""
        if of not in self.names:
            name = self.names[of] = self.free_name(of)
            # A type can contain itself.
            self.definitions[name] = {}
            self.definitions[name] = make()
            # Several modules have the same type under the same name.
            if self.definitions[name] == self.definitions[of.__name__]:
                self.names[of] = of.__name__
                if name != of.__name__:
                    del self.definitions[name]
        return {"$ref": f"#/$defs/{self.names[of]}"}

    def free_name(self, of):
        if of.__name__ not in self.definitions:
            return of.__name__
        name = f"{of.__module__.rsplit('.', 1)[-1]}.{of.__name__}"
        assert name not in self.definitions, f"two types are named {name}"
        return name


def required_keys(of):
    """The keys without which the type is refused.

    `__required_keys__` is wrong where annotations are strings, as they are in the SDKs.
    """
    keys = set()
    hints = get_type_hints(of, include_extras=True)
    inherited = set()
    for base in getattr(of, "__orig_bases__", ()):
        if is_typeddict(base):
            keys |= required_keys(base)
            inherited |= set(get_type_hints(base))
    for key, hint in hints.items():
        qualifier = get_origin(hint)
        if qualifier is typing_extensions.Required:
            keys.add(key)
        elif key not in inherited and of.__total__ and qualifier is not typing_extensions.NotRequired:
            keys.add(key)
    return keys


def closed(properties, required=()):
    """An object of these properties and no others."""
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": list(required)} if required else {})


def open_to(values):
    return {"additionalProperties": values} if values else {}


def any_of(schemas):
    """One schema for several, as short as possible."""
    flat = []
    for schema in schemas:
        if schema is None:
            continue
        flat += schema["anyOf"] if list(schema) == ["anyOf"] else [schema]
    if {} in flat:
        return {}
    types_ = unique(type_ for schema in flat if list(schema) == ["type"] for type_ in listed(schema["type"]))
    literals = unique(value for schema in flat if list(schema) == ["enum"] for value in schema["enum"])
    # Beside any string, a list of strings says nothing.
    literals = [value for value in literals if not ("string" in types_ and isinstance(value, str))]
    others = unique(schema for schema in flat if list(schema) not in (["type"], ["enum"]))
    if literals and "null" in types_:
        types_.remove("null")
        literals.append(None)
    result = [{"enum": literals}] if literals else []
    result += [{"type": types_ if len(types_) > 1 else types_[0]}] if types_ else []
    result += others
    return result[0] if len(result) == 1 else {"anyOf": result}


def listed(value):
    return value if isinstance(value, list) else [value]


def unique(values):
    found = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
