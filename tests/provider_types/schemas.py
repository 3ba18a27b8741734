"""Writes the JSON Schema of each provider's request body, from the types of its Python SDK.

README.md has the commands.
"""

import importlib.metadata
import json
import pathlib

from anthropic.types import message_create_params
from openai.types.chat import completion_create_params
from openai.types.responses import response_create_params

import gemini
from walk import Walk, any_of

FOLDER = pathlib.Path(__file__).parent

# The current models refuse these, so the current types do not have them. The API still takes them
# for older models.
OLDER_MODELS = {
    "temperature": {"type": "number"},
    "top_k": {"type": "integer"},
    "top_p": {"type": "number"},
}
# The SDK sends these as headers.
HEADERS = ["user_profile_id", "workspace_id"]


def main():
    chat = params(completion_create_params, "CompletionCreateParams")
    responses = params(response_create_params, "ResponseCreateParams")
    messages = params(message_create_params, "MessageCreateParams")
    correct_messages(messages[0]["properties"])
    write("chat-completions", "openai", "chat.CompletionCreateParams", *chat)
    write("responses", "openai", "responses.ResponseCreateParams", *responses)
    write("anthropic-messages", "anthropic", "MessageCreateParams", *messages)
    write("gemini", "google-genai", "GenerateContentConfig as _to_mldev sends it", *gemini.body())


def params(module, name):
    """The schema of a body, and its definitions.

    The SDKs have two types for a body, which differ in `stream` alone.
    """
    walk = Walk()
    plain, streaming = (
        walk.typed_dict(getattr(module, name + kind)) for kind in ("NonStreaming", "Streaming")
    )
    kinds = [body["properties"].pop("stream") for body in (plain, streaming)]
    assert plain["properties"] == streaming["properties"], f"{name}… differ in more than `stream`"
    plain["properties"]["stream"] = any_of(kinds)
    return plain, walk.definitions


def correct_messages(properties):
    for header in HEADERS:
        del properties[header]
    for key, schema in OLDER_MODELS.items():
        assert key not in properties, f"`{key}` is in the types again"
        properties[key] = schema


def write(api, package, of, body, definitions):
    version = importlib.metadata.version(package)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"{package} {version}: {of}; made by schemas.py",
        **body,
        "$defs": definitions,
    }
    (FOLDER / f"{api}.schema.json").write_text(lines(schema) + "\n")


def lines(schema):
    """JSON with a line for each property of the body and each definition."""
    members = []
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            inner = [f"    {json.dumps(name)}: {json.dumps(value[name])}" for name in sorted(value)]
            text = "{\n" + ",\n".join(inner) + "\n  }"
        else:
            text = json.dumps(value)
        members.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(members) + "\n}"


if __name__ == "__main__":
    main()
