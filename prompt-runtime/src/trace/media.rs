//! Media in the form of OpenTelemetry's conventions: a `blob` that is sent with the message, or a
//! `uri`.

use prompt_core::media::{Media, Source};
use serde_json::{Value, json};

use super::record::Record;

/// Returns a part for media, as far as it may be shown. The bytes of a `data:` URL are left out: a
/// picture is of no use in a log.
pub(super) fn part(record: &Record, url: &str, content_type: Option<&str>) -> Value {
    let media = Media::of(url, content_type);
    let mut part = match media.source {
        Source::Base64(_) | Source::Percent(_) => json!({ "type": "blob", "content": "" }),
        Source::Remote => json!({ "type": "uri", "uri": record.redacted(url) }),
    };
    part["modality"] = json!(modality(&media));
    if !media.content_type.is_empty() {
        part["mime_type"] = json!(record.redacted(media.content_type));
    }
    part
}

/// Returns a text, and of a `data:` URL the part before its bytes.
pub(super) fn without_bytes(text: &str) -> &str {
    let head = text.split_once(',').map_or("", |(head, _)| head);
    // A sentence may begin with "Data:" and have a comma.
    let is_url = type_of_data(text).is_some_and(|mime_type| {
        mime_type.is_empty()
            || (mime_type.contains('/') && !mime_type.contains(char::is_whitespace))
    });
    if is_url { &text[..=head.len()] } else { text }
}

/// Returns the type that a `data:` URL names, which may be empty. Returns `None` for other URLs.
fn type_of_data(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':')?;
    let (head, _) = rest.split_once(',')?;
    scheme
        .eq_ignore_ascii_case("data")
        .then(|| head.split(';').next().unwrap_or_default())
}

/// Returns the modality with which the request has the media.
fn modality(media: &Media<'_>) -> &'static str {
    if media.is_image() {
        "image"
    } else if media.is_sound() {
        "audio"
    } else if media.is_video() {
        "video"
    } else {
        "document"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_what_the_conventions_ask_for() {
        let rows = [
            (
                "https://nordlicht.example/team.png",
                Some("image/png"),
                json!({ "type": "uri", "modality": "image", "mime_type": "image/png", "uri": "https://nordlicht.example/team.png" }),
            ),
            (
                "https://nordlicht.example/team",
                None,
                json!({ "type": "uri", "modality": "image", "uri": "https://nordlicht.example/team" }),
            ),
            (
                "https://nordlicht.example/offer.pdf?v=2",
                None,
                json!({ "type": "uri", "modality": "document", "mime_type": "application/pdf", "uri": "https://nordlicht.example/offer.pdf?v=2" }),
            ),
            (
                "https://nordlicht.example/team",
                Some("text/plain; charset=utf-8"),
                json!({ "type": "uri", "modality": "document", "mime_type": "text/plain", "uri": "https://nordlicht.example/team" }),
            ),
            (
                "DATA:audio/wav;base64,UklGRg==",
                None,
                json!({ "type": "blob", "modality": "audio", "mime_type": "audio/wav", "content": "" }),
            ),
            (
                "data:text/plain,a%20note",
                Some("Video/mp4"),
                json!({ "type": "blob", "modality": "video", "mime_type": "Video/mp4", "content": "" }),
            ),
            (
                "data:application/pdf;base64,JVBERi0=",
                None,
                json!({ "type": "blob", "modality": "document", "mime_type": "application/pdf", "content": "" }),
            ),
            (
                "data:,a%20note",
                None,
                json!({ "type": "blob", "modality": "image", "content": "" }),
            ),
        ];
        for (url, content_type, expected) in rows {
            assert_eq!(part(&Record::Nothing, url, content_type), expected, "{url}");
        }
    }

    #[test]
    fn a_text_has_no_bytes_of_a_data_url() {
        let rows = [
            ("data:image/png;base64,iVBO,RAo=", "data:image/png;base64,"),
            (
                "DATA:text/plain; charset=utf-8,a",
                "DATA:text/plain; charset=utf-8,",
            ),
            ("data:,a", "data:,"),
            ("data:;base64,YQ==", "data:;base64,"),
            (
                "https://sales.example/a,b.png",
                "https://sales.example/a,b.png",
            ),
            (
                "Data: sales/costs rose, by 4 %",
                "Data: sales/costs rose, by 4 %",
            ),
            ("data:rows,columns", "data:rows,columns"),
            ("data:image/png", "data:image/png"),
        ];
        for (text, expected) in rows {
            assert_eq!(without_bytes(text), expected);
        }
    }
}
