//! What the APIs do not take of messages. The build asks it of a template, and a call of its
//! messages.
//!
//! Each answer ends the sentence "the API takes no …".

use crate::data_text::{DataText, untaken_content};
use crate::media::{Media, Source};
use crate::vocabulary::{Api, Role};

/// The images that all APIs but Gemini's take.
const IMAGES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const PDF: [&str; 1] = ["application/pdf"];

/// The images that Gemini takes, by its guide to images of November 2026.
const IMAGES_OF_GEMINI: [&str; 5] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/heif",
];
/// The image that Gemini takes by its URL as well, by its guide to files.
const IMAGES_BY_URL: [&str; 1] = ["image/bmp"];
/// The files that Gemini takes besides texts.
const FILES_OF_GEMINI: [&str; 5] = [
    "application/pdf",
    "application/json",
    "application/rtf",
    "application/x-javascript",
    "application/x-python",
];

/// Files that OpenAI's list of the files for a prompt does not have. It has some hundred types,
/// so that the others are left to the API.
const ARCHIVES: [&str; 8] = [
    "application/zip",
    "application/x-zip-compressed",
    "application/gzip",
    "application/x-gzip",
    "application/x-tar",
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/x-rar-compressed",
];

/// Returns what an API does not take if it takes no messages of a role.
///
/// The result of a tool needs the id of the call that it answers, and no message has one.
#[must_use]
pub const fn untaken_role(api: Api, role: Role) -> Option<&'static str> {
    match (api, role) {
        (Api::ChatCompletions, Role::Tool) => {
            Some("message of the role `tool` without the id of a call")
        }
        (_, Role::Tool) => Some("message of the role `tool`"),
        _ => None,
    }
}

/// Returns what an API does not take if it takes no message of the system between these two, where
/// others are before it. `after` is `None` at the end.
///
/// Anthropic's models from Claude Opus 4.8 on take one there; older ones take none.
#[must_use]
pub const fn untaken_place(api: Api, before: Role, after: Option<Role>) -> Option<&'static str> {
    match (api, before, after) {
        (Api::AnthropicMessages, Role::User, None | Some(Role::Model))
        | (Api::ChatCompletions | Api::Responses | Api::Gemini, ..) => None,
        (Api::AnthropicMessages, ..) => Some(
            "message of the system at this place, only at the start, or behind one of the user and before one of the model or the end",
        ),
    }
}

/// Returns what an API does not take if it takes no media in messages of a role.
#[must_use]
pub const fn untaken_media_of(api: Api, role: Role) -> Option<&'static str> {
    match (api, role) {
        // A message of the system in `input` has the same content as one of the user.
        (Api::Responses, Role::System) | (Api::Gemini, Role::Model) | (_, Role::User) => None,
        (_, Role::System) => Some("media in a message of the system"),
        (_, Role::Model) => Some("media in a message of the model"),
        (_, Role::Tool) => Some("media in a message of a tool"),
    }
}

/// Returns what an API does not take of a media part, whatever message it is in.
#[must_use]
pub fn untaken_media(api: Api, media: &Media<'_>) -> Option<&'static str> {
    if media.source == Source::Remote && media.has_scheme(&["data:"]) {
        return Some("`data:` URL without a comma");
    }
    if let Some(untaken) = untaken_content(media.source) {
        return Some(untaken);
    }
    if media.source != Source::Remote && media.content_type.is_empty() {
        return Some("media without a type in a `data:` URL");
    }
    match api {
        Api::ChatCompletions => untaken_by_chat_completions(media),
        Api::Responses => untaken_by_responses(media),
        Api::AnthropicMessages => untaken_by_anthropic(media),
        Api::Gemini => untaken_by_gemini(media),
    }
}

/// Returns `true` if the type of a media part is known, or the API does not ask for it.
#[must_use]
pub fn has_type(api: Api, media: &Media<'_>) -> bool {
    !media.content_type.is_empty() || (api == Api::Gemini && is_video_page(media))
}

fn untaken_by_chat_completions(media: &Media<'_>) -> Option<&'static str> {
    let is_remote = media.source == Source::Remote;
    if media.is_video() {
        Some("video")
    } else if media.is_sound() && (is_remote || media.sound_format().is_none()) {
        Some("sound but WAV and MP3 in a `data:` URL")
    } else if is_remote && !media.is_image() {
        Some("file by its URL, only in a `data:` URL")
    } else if media.is_one_of(&ARCHIVES) {
        Some("archive")
    } else {
        untaken_image(media).or_else(|| other_scheme(media))
    }
}

fn untaken_by_responses(media: &Media<'_>) -> Option<&'static str> {
    if media.is_sound() {
        Some("sound")
    } else if media.is_video() {
        Some("video")
    } else if media.is_one_of(&ARCHIVES) {
        Some("archive")
    } else {
        untaken_image(media).or_else(|| other_scheme(media))
    }
}

fn untaken_by_anthropic(media: &Media<'_>) -> Option<&'static str> {
    let is_remote = media.source == Source::Remote;
    if media.is_sound() {
        Some("sound")
    } else if media.is_video() {
        Some("video")
    } else if is_remote && !media.has_scheme(&["https:"]) {
        Some("URL of media but with `https:` and `data:`")
    } else if is_remote && !media.is_image() && !media.is_one_of(&PDF) {
        Some("file by its URL but a PDF")
    } else if !is_remote && media.is_text() && DataText::of(media).is_none() {
        Some("text but in UTF-8")
    } else if !is_remote && !media.is_image() && !media.is_text() && !media.is_one_of(&PDF) {
        Some("file but a PDF and a text")
    } else {
        untaken_image(media)
    }
}

/// Images of unknown type may be of one that is taken.
fn untaken_image(media: &Media<'_>) -> Option<&'static str> {
    let is_known = media.is_image() && !media.content_type.is_empty();
    let is_taken = !is_known || media.is_one_of(&IMAGES);
    (!is_taken).then_some("image but JPEG, PNG, GIF and WebP")
}

fn untaken_by_gemini(media: &Media<'_>) -> Option<&'static str> {
    if media.source == Source::Remote && !media.has_scheme(&["https:", "http:", "gs:"]) {
        Some("URL of media but with `https:`, `http:`, `gs:` and `data:`")
    } else if media.content_type.is_empty() {
        (!is_video_page(media)).then_some("media without a type")
    } else if media.is_image() {
        let is_by_url = media.source == Source::Remote && media.is_one_of(&IMAGES_BY_URL);
        let is_taken = is_by_url || media.is_one_of(&IMAGES_OF_GEMINI);
        (!is_taken).then_some("image but JPEG, PNG, WebP, HEIC and HEIF")
    } else if media.source != Source::Remote && media.is_text() && !media.is_utf8() {
        // The API has no place for a `charset`.
        Some("text but in UTF-8")
    } else {
        let is_known = media.is_text() || media.is_sound() || media.is_video();
        let is_taken = is_known || media.is_one_of(&FILES_OF_GEMINI);
        (!is_taken).then_some("file but a PDF, JSON, RTF, JavaScript, Python and a text")
    }
}

fn other_scheme(media: &Media<'_>) -> Option<&'static str> {
    let is_taken = media.source != Source::Remote || media.has_scheme(&["https:", "http:"]);
    (!is_taken).then_some("URL of media but with `https:`, `http:` and `data:`")
}

/// Gemini takes the address of a video's page without a type.
fn is_video_page(media: &Media<'_>) -> bool {
    media.has_scheme(&[
        "https://www.youtube.com/",
        "https://youtube.com/",
        "https://youtu.be/",
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHER_IMAGE: &str = "image but JPEG, PNG, GIF and WebP";
    const NOT_OF_GEMINI: &str = "image but JPEG, PNG, WebP, HEIC and HEIF";
    const OTHER_FILE: &str = "file but a PDF, JSON, RTF, JavaScript, Python and a text";
    const NO_BASE64: &str = "`data:` URL whose content is no base 64";

    /// A URL, its type, and what chat completions, responses, Anthropic's messages and Gemini do not
    /// take of it.
    const MEDIA: &[(&str, Option<&str>, [&str; 4])] = &[
        ("https://x.example/a.png", None, [""; 4]),
        (
            "https://x.example/photo",
            None,
            ["", "", "", "media without a type"],
        ),
        ("https://youtu.be/7", None, [""; 4]),
        ("data:image/png;base64,iVBO", None, [""; 4]),
        ("data:image/jpg;base64,/9j/", None, [""; 4]),
        ("DATA:Image/PNG;base64,iVBO", None, [""; 4]),
        (
            "data:image/tiff;base64,iVBO",
            None,
            [OTHER_IMAGE, OTHER_IMAGE, OTHER_IMAGE, NOT_OF_GEMINI],
        ),
        (
            "data:image/svg+xml,%3Csvg/%3E",
            None,
            [OTHER_IMAGE, OTHER_IMAGE, OTHER_IMAGE, NOT_OF_GEMINI],
        ),
        (
            "https://x.example/a.heic",
            None,
            [OTHER_IMAGE, OTHER_IMAGE, OTHER_IMAGE, ""],
        ),
        (
            "https://x.example/a.svg",
            None,
            [OTHER_IMAGE, OTHER_IMAGE, OTHER_IMAGE, NOT_OF_GEMINI],
        ),
        (
            "data:image/gif;base64,R0lG",
            None,
            ["", "", "", NOT_OF_GEMINI],
        ),
        (
            "data:image/bmp;base64,Qk0A",
            None,
            [OTHER_IMAGE, OTHER_IMAGE, OTHER_IMAGE, NOT_OF_GEMINI],
        ),
        (
            "https://x.example/a.bmp",
            None,
            [OTHER_IMAGE, OTHER_IMAGE, OTHER_IMAGE, ""],
        ),
        (
            "data:;base64,iVBO",
            None,
            ["media without a type in a `data:` URL"; 4],
        ),
        (
            "data:,a",
            None,
            ["media without a type in a `data:` URL"; 4],
        ),
        ("data:image/png;base64,iV BO", None, [NO_BASE64; 4]),
        ("data:application/pdf;base64,%PDF", None, [NO_BASE64; 4]),
        ("data:image/png;base64,iVBO====", None, [NO_BASE64; 4]),
        ("data:image/png;base64,iVBOR", None, [NO_BASE64; 4]),
        ("data:image/png;base64,iV=BO", None, [NO_BASE64; 4]),
        (
            "data:image/png;base64,iVBORw",
            None,
            ["`data:` URL with base 64 without padding"; 4],
        ),
        (
            "data:image/png;base64,iVBORw=",
            None,
            ["`data:` URL with base 64 without padding"; 4],
        ),
        ("data:image/png;base64,iVBORw==", None, [""; 4]),
        ("data:image/png;base64,iVBORw0=", None, [""; 4]),
        (
            "data:image/png;base64,_-BO",
            None,
            ["`data:` URL with the URL-safe alphabet of base 64"; 4],
        ),
        ("data:image/png;base64,/+BO", None, [""; 4]),
        (
            "data:image/png;base64,",
            None,
            ["`data:` URL without content"; 4],
        ),
        ("data:text/plain,", None, ["`data:` URL without content"; 4]),
        ("data:;base64,iVBO", Some("image/png"), [""; 4]),
        (
            "data:image/png;base64",
            None,
            ["`data:` URL without a comma"; 4],
        ),
        (
            "https://x.example/a.pdf",
            None,
            ["file by its URL, only in a `data:` URL", "", "", ""],
        ),
        ("data:application/pdf;base64,JVBE", None, [""; 4]),
        (
            "https://x.example/a.csv",
            None,
            [
                "file by its URL, only in a `data:` URL",
                "",
                "file by its URL but a PDF",
                "",
            ],
        ),
        ("data:text/csv,a", None, [""; 4]),
        (
            "data:text/plain;charset=\"UTF-8\";base64,w7w=",
            None,
            [""; 4],
        ),
        ("data:text/plain; Charset=us-ascii,a", None, [""; 4]),
        (
            "data:text/plain;charset=iso-8859-1;base64,w7w=",
            None,
            ["", "", "text but in UTF-8", "text but in UTF-8"],
        ),
        (
            "data:text/plain,a",
            Some("text/plain; charset=utf-16"),
            ["", "", "text but in UTF-8", "text but in UTF-8"],
        ),
        (
            "data:text/plain;charset=utf-16,a",
            Some("text/markdown"),
            ["", "", "text but in UTF-8", "text but in UTF-8"],
        ),
        (
            "https://x.example/offer.docx",
            None,
            [
                "file by its URL, only in a `data:` URL",
                "",
                "file by its URL but a PDF",
                OTHER_FILE,
            ],
        ),
        (
            "https://x.example/all.zip",
            None,
            [
                "file by its URL, only in a `data:` URL",
                "archive",
                "file by its URL but a PDF",
                OTHER_FILE,
            ],
        ),
        (
            "data:text/plain;base64,/A==",
            None,
            ["", "", "text but in UTF-8", ""],
        ),
        (
            "data:application/zip;base64,AA==",
            None,
            [
                "archive",
                "archive",
                "file but a PDF and a text",
                OTHER_FILE,
            ],
        ),
        (
            "data:application/msword;base64,AA==",
            None,
            ["", "", "file but a PDF and a text", OTHER_FILE],
        ),
        (
            "data:application/json,1",
            None,
            ["", "", "file but a PDF and a text", ""],
        ),
        (
            "data:audio/wav;base64,UklG",
            None,
            ["", "sound", "sound", ""],
        ),
        (
            "data:audio/flac;base64,ZkxB",
            None,
            [
                "sound but WAV and MP3 in a `data:` URL",
                "sound",
                "sound",
                "",
            ],
        ),
        (
            "https://x.example/a.mp3",
            None,
            [
                "sound but WAV and MP3 in a `data:` URL",
                "sound",
                "sound",
                "",
            ],
        ),
        (
            "https://x.example/a.mp4",
            None,
            ["video", "video", "video", ""],
        ),
        (
            "http://x.example/a.png",
            None,
            ["", "", "URL of media but with `https:` and `data:`", ""],
        ),
        (
            "gs://x/a.png",
            None,
            [
                "URL of media but with `https:`, `http:` and `data:`",
                "URL of media but with `https:`, `http:` and `data:`",
                "URL of media but with `https:` and `data:`",
                "",
            ],
        ),
        (
            "a.png",
            None,
            [
                "URL of media but with `https:`, `http:` and `data:`",
                "URL of media but with `https:`, `http:` and `data:`",
                "URL of media but with `https:` and `data:`",
                "URL of media but with `https:`, `http:`, `gs:` and `data:`",
            ],
        ),
    ];

    #[test]
    fn media_of_each_kind() {
        for (url, content_type, expected) in MEDIA {
            let media = Media::of(url, *content_type);
            for (api, expected) in Api::ALL.iter().zip(expected) {
                let untaken = untaken_media(*api, &media).unwrap_or_default();
                assert_eq!(untaken, *expected, "{url} in {api}");
            }
        }
    }

    /// The roles whose messages can have media, for each API.
    #[test]
    fn media_of_each_role() {
        let rows = [
            (Api::ChatCompletions, &[Role::User][..]),
            (Api::Responses, &[Role::System, Role::User]),
            (Api::AnthropicMessages, &[Role::User]),
            (Api::Gemini, &[Role::User, Role::Model]),
        ];
        for (api, roles) in rows {
            for role in Role::ALL {
                let is_taken = untaken_media_of(api, *role).is_none();
                assert_eq!(is_taken, roles.contains(role), "{role} in {api}");
                assert_eq!(untaken_role(api, *role).is_some(), *role == Role::Tool);
            }
        }
    }
}
