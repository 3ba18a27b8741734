"""Writes answers as each provider gives them, checked by the types of its Python SDK.

README.md has the commands. To add an answer is to add an entry to the table of its API.
"""

import json
import pathlib

import pydantic
from anthropic.types import Message
from google.genai.types import GenerateContentResponse
from openai.types.chat import ChatCompletion
from openai.types.responses import Response

FOLDER = pathlib.Path(__file__).parent / "answers"

TEXT = '{"subject": "Your question", "body": "Good morning.", "follow_up_in_days": 3}'
CUT = "The error rate of checkout rose to 30 % at 09:12. The payments team turned the new card"
REFUSAL = "I can't help with that."
SIGNATURE = "EqQBCkYIBxgCKkAfZ0+/7w=="
ORDERS = {"call_7": {"order_id": "4711"}, "call_8": {"order_id": "4712", "lines": [1, 2]}}


def completion(content, refusal=None, finish_reason="stop", cached=0, reasoning=0, calls=None):
    message = {"role": "assistant", "content": content, "refusal": refusal, "annotations": []}
    message |= {"tool_calls": calls} if calls else {}
    return {
        "id": "chatcmpl-CmWq0WkZ3nQ7",
        "object": "chat.completion",
        "created": 1795960800,
        "model": "gpt-5.2-2025-12-11",
        "choices": [
            {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
        ],
        "usage": {
            "prompt_tokens": 1536,
            "completion_tokens": 412,
            "total_tokens": 1948,
            "prompt_tokens_details": {
                "cached_tokens": cached,
                "cache_write_tokens": 0,
                "audio_tokens": 0,
            },
            "completion_tokens_details": {
                "reasoning_tokens": reasoning,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        },
        "service_tier": "default",
        "system_fingerprint": None,
    }


def response(content, status="completed", reason=None, cached=0, reasoning=0, output=None):
    return {
        "id": "resp_0c7f3a51",
        "object": "response",
        "created_at": 1795960800,
        "status": status,
        "background": False,
        "error": None,
        "incomplete_details": reason and {"reason": reason},
        "instructions": None,
        "max_output_tokens": 2000,
        "model": "gpt-5.2-2025-12-11",
        "output": output
        or [
            {"id": "rs_0c7f3a52", "type": "reasoning", "summary": []},
            {
                "id": "msg_0c7f3a53",
                "type": "message",
                "role": "assistant",
                "status": status,
                "content": [content],
            },
        ],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": "low", "summary": None},
        "service_tier": "default",
        "temperature": 1.0,
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": {
            "input_tokens": 1536,
            "input_tokens_details": {"cached_tokens": cached, "cache_write_tokens": 0},
            "output_tokens": 412,
            "output_tokens_details": {"reasoning_tokens": reasoning},
            "total_tokens": 1948,
        },
        "user": None,
        "metadata": {},
    }


def output_text(text):
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def message(content, stop_reason="end_turn", stop_details=None, read=0, written=0, thinking=0):
    return {
        "id": "msg_01QXyQ4mVJ9dTn2LrK8f",
        "type": "message",
        "role": "assistant",
        "model": "claude-opus-4-6",
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "stop_details": stop_details,
        "usage": {
            # Without those from the cache, unlike the tokens of other providers.
            "input_tokens": 1536 - read - written,
            "cache_read_input_tokens": read,
            "cache_creation_input_tokens": written,
            "cache_creation": {
                "ephemeral_5m_input_tokens": written,
                "ephemeral_1h_input_tokens": 0,
            },
            "output_tokens": 412,
            "output_tokens_details": {"thinking_tokens": thinking},
            "server_tool_use": None,
            "service_tier": "standard",
        },
    }


def generated(candidates, cached=None, thoughts=None):
    usage = {"promptTokenCount": 1536, "candidatesTokenCount": 156}
    usage["totalTokenCount"] = 1692 + (thoughts or 0)
    usage |= {"cachedContentTokenCount": cached} if cached else {}
    usage |= {"thoughtsTokenCount": thoughts} if thoughts else {}
    usage["promptTokensDetails"] = [{"modality": "TEXT", "tokenCount": 1536}]
    return {
        "candidates": candidates,
        "usageMetadata": usage,
        "modelVersion": "gemini-3-pro-preview",
        "responseId": "mB4oaYq5Hd6fz7IP",
    }


def candidate(*parts, finish_reason="STOP"):
    content = {"role": "model", "parts": list(parts)}
    return {"index": 0, "content": content, "finishReason": finish_reason}


def function_call(id, arguments):
    function = {"name": "look-up-order", "arguments": json.dumps(arguments)}
    return {"id": id, "type": "function", "function": function}


def function_call_item(id, arguments):
    return {
        "id": f"fc_{id}",
        "type": "function_call",
        "call_id": id,
        "name": "look-up-order",
        "arguments": json.dumps(arguments),
        "status": "completed",
    }


def tool_use(id, arguments):
    return {"type": "tool_use", "id": id, "name": "look-up-order", "input": arguments}


def function_call_part(id, arguments):
    part = {"functionCall": {"id": id, "name": "look-up-order", "args": arguments}}
    # The first of parallel calls alone has one.
    return part | ({"thoughtSignature": SIGNATURE} if id == "call_7" else {})


CHAT_COMPLETIONS = {
    "text": completion(TEXT, cached=1280, reasoning=256),
    "refusal": completion(None, refusal=REFUSAL),
    "truncated": completion(CUT, finish_reason="length"),
    "tool-calls": completion(
        None,
        finish_reason="tool_calls",
        calls=[function_call(*order) for order in ORDERS.items()],
    ),
}
RESPONSES = {
    "text": response(output_text(TEXT), cached=1280, reasoning=256),
    "refusal": response({"type": "refusal", "refusal": REFUSAL}),
    "truncated": response(output_text(CUT), "incomplete", "max_output_tokens"),
    "tool-calls": response(
        None,
        output=[
            {
                "id": "rs_0c7f3a54",
                "type": "reasoning",
                "summary": [],
                "encrypted_content": "gAAAAABpJ0+/Zw==",
            },
            *(function_call_item(*order) for order in ORDERS.items()),
        ],
    ),
}
ANTHROPIC_MESSAGES = {
    "text": message(
        [
            {"type": "thinking", "thinking": "A lead asked for prices.", "signature": "EqQBCkYIBxgC"},
            {"type": "text", "text": TEXT},
        ],
        read=1280,
        written=128,
        thinking=256,
    ),
    "refusal": message(
        [], "refusal", {"type": "refusal", "category": "cyber", "explanation": REFUSAL}
    ),
    "truncated": message([{"type": "text", "text": CUT}], "max_tokens"),
    "tool-calls": message(
        [
            {"type": "thinking", "thinking": "Two orders.", "signature": SIGNATURE},
            *(tool_use(*order) for order in ORDERS.items()),
        ],
        "tool_use",
    ),
}
GEMINI = {
    "text": generated(
        [
            candidate(
                {"text": "A lead asked for prices.", "thought": True},
                {"text": TEXT, "thoughtSignature": "EqQBCkYIBxgC"},
            )
        ],
        cached=1280,
        thoughts=256,
    ),
    "refusal": generated([{"index": 0, "finishReason": "PROHIBITED_CONTENT"}]),
    # The prompt was refused: there is no candidate at all.
    "blocked": {
        "promptFeedback": {"blockReason": "SAFETY"},
        "usageMetadata": {"promptTokenCount": 1536, "totalTokenCount": 1536},
        "modelVersion": "gemini-3-pro-preview",
        "responseId": "mB4oaYq5Hd6fz7IQ",
    },
    "truncated": generated([candidate({"text": CUT}, finish_reason="MAX_TOKENS")]),
    "tool-calls": generated(
        [candidate(*(function_call_part(*order) for order in ORDERS.items()))]
    ),
}


def main():
    for old in FOLDER.glob("*.json"):
        old.unlink()
    write("chat-completions", ChatCompletion, CHAT_COMPLETIONS)
    write("responses", Response, RESPONSES)
    write("anthropic-messages", Message, ANTHROPIC_MESSAGES)
    write("gemini", GenerateContentResponse, GEMINI)


def write(api, model, answers):
    for name, answer in answers.items():
        checked = model.model_validate(answer)
        assert not (extra := unknown(checked)), f"{api} {name}: {extra}"
        dumped = checked.model_dump(mode="json", by_alias=True, exclude_unset=True)
        text = json.dumps(dumped, indent=2, ensure_ascii=False)
        (FOLDER / f"{api}-{name}.json").write_text(text + "\n")


def unknown(value):
    """The keys that the types do not have; some models keep them."""
    if isinstance(value, list):
        return [key for each in value for key in unknown(each)]
    if not isinstance(value, pydantic.BaseModel):
        return []
    own = list(value.model_extra or {})
    fields = (getattr(value, name) for name in value.model_fields_set if name not in own)
    return own + [key for field in fields for key in unknown(field)]


if __name__ == "__main__":
    main()
