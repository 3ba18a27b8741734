//! Media parts, for each API.

use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use prompt_core::media::{Media, Source};
use serde_json::{Value, json};

use super::super::request;
use super::{APIS, body_of, header, media, parts, section, text};
use crate::{Message, Role, UnsupportedMessage};

fn block(api: &str, list: &str, url: &str, content_type: Option<&'static str>) -> Value {
    let message = parts(Role::User, [media(url, content_type)]);
    body_of(api, &[message]).pointer(list).unwrap().clone()
}

fn chat(url: &str, content_type: Option<&'static str>) -> Value {
    block(
        "chat-completions",
        "/messages/0/content/0",
        url,
        content_type,
    )
}

fn responses(url: &str, content_type: Option<&'static str>) -> Value {
    block("responses", "/input/0/content/0", url, content_type)
}

fn anthropic(url: &str, content_type: Option<&'static str>) -> Value {
    block(
        "anthropic-messages",
        "/messages/0/content/0",
        url,
        content_type,
    )
}

fn gemini(url: &str, content_type: Option<&'static str>) -> Value {
    block("gemini", "/contents/0/parts/0", url, content_type)
}

const PNG_URL: &str = "https://x.example/a.png";
const PNG_DATA: &str = "data:image/png;base64,iVBO";
const PDF_URL: &str = "https://x.example/files/offer.pdf?v=2";
const PDF_DATA: &str = "data:application/pdf;base64,JVBE";
const WAV_URL: &str = "https://x.example/a.wav";
const WAV_DATA: &str = "data:audio/wav;base64,UklG";

#[test]
fn media_in_chat_completions() {
    let image = |url| json!({ "type": "image_url", "image_url": { "url": url } });
    let audio = |data, format| json!({ "type": "input_audio", "input_audio": { "data": data, "format": format } });
    let file =
        |name, data| json!({ "type": "file", "file": { "filename": name, "file_data": data } });
    let rows = [
        (PNG_URL, None, image(PNG_URL)),
        (PNG_DATA, None, image(PNG_DATA)),
        (
            "https://x.example/photo",
            None,
            image("https://x.example/photo"),
        ),
        ("", None, image("")),
        ("data:;base64,AAAA", None, image("data:;base64,AAAA")),
        ("data:no-comma", None, image("data:no-comma")),
        (WAV_DATA, None, audio("UklG", "wav")),
        (
            "data:;base64,SUQz",
            Some("audio/mpeg"),
            audio("SUQz", "mp3"),
        ),
        (
            "data:audio/flac;base64,ZkxB",
            None,
            file("attachment.flac", "data:audio/flac;base64,ZkxB"),
        ),
        ("data:audio/wav,RIFF", None, audio("UklGRg==", "wav")),
        (
            "data:image/svg+xml,%3Csvg/%3E",
            None,
            image("data:image/svg+xml;base64,PHN2Zy8+"),
        ),
        (
            "data:;base64,iVBO",
            Some("image/png"),
            image("data:image/png;base64,iVBO"),
        ),
        (PDF_DATA, None, file("attachment.pdf", PDF_DATA)),
        (
            "Data:Image/PNG;Base64,iVBO",
            None,
            image("data:image/png;base64,iVBO"),
        ),
        (
            "data:image/jpg;base64,/9j/",
            None,
            image("data:image/jpeg;base64,/9j/"),
        ),
        (
            "data:application/zip;base64,AA==",
            None,
            file("attachment.zip", "data:application/zip;base64,AA=="),
        ),
        (
            "data:application/x-made-up;base64,AA==",
            None,
            file("attachment", "data:application/x-made-up;base64,AA=="),
        ),
        (PDF_URL, None, file("offer.pdf", PDF_URL)),
        (WAV_URL, None, file("a.wav", WAV_URL)),
        (
            "https://x.example/",
            Some("text/csv"),
            file("attachment.csv", "https://x.example/"),
        ),
    ];
    for (url, content_type, expected) in rows {
        assert_eq!(chat(url, content_type), expected, "{url}");
    }
}

#[test]
fn media_in_responses() {
    let image = |url| json!({ "type": "input_image", "detail": "auto", "image_url": url });
    let remote = |url| json!({ "type": "input_file", "file_url": url });
    let data = |name, url| json!({ "type": "input_file", "filename": name, "file_data": url });
    let rows = [
        (PNG_URL, None, image(PNG_URL)),
        (PNG_DATA, None, image(PNG_DATA)),
        (
            "https://x.example/photo",
            None,
            image("https://x.example/photo"),
        ),
        (PDF_URL, None, remote(PDF_URL)),
        (
            "https://x.example/7",
            Some("application/pdf"),
            remote("https://x.example/7"),
        ),
        (PDF_DATA, None, data("attachment.pdf", PDF_DATA)),
        (
            "data:text/csv,a;b%0A",
            None,
            data("attachment.csv", "data:text/csv;base64,YTtiCg=="),
        ),
        (WAV_DATA, None, data("attachment.wav", WAV_DATA)),
        (
            "data:Text/Plain;charset=latin1;base64,/A==",
            None,
            data(
                "attachment.txt",
                "data:text/plain;charset=latin1;base64,/A==",
            ),
        ),
        (
            "data:text/plain;charset=latin1,%FC",
            None,
            data(
                "attachment.txt",
                "data:text/plain;charset=latin1;base64,/A==",
            ),
        ),
        (
            "data:;base64,/A==",
            Some("Text/Plain; charset=latin1"),
            data(
                "attachment.txt",
                "data:text/plain; charset=latin1;base64,/A==",
            ),
        ),
        (
            "data:text/plain;charset=latin1;base64,/A==",
            Some("text/markdown"),
            data(
                "attachment.md",
                "data:text/markdown;charset=latin1;base64,/A==",
            ),
        ),
        (
            "https://x.example/offer.docx",
            None,
            remote("https://x.example/offer.docx"),
        ),
        (
            "data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,UEsD",
            None,
            data(
                "attachment.docx",
                "data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,UEsD",
            ),
        ),
        (
            "data:text/plain;charset=latin1;base64,/A==",
            None,
            data(
                "attachment.txt",
                "data:text/plain;charset=latin1;base64,/A==",
            ),
        ),
        (WAV_URL, None, remote(WAV_URL)),
    ];
    for (url, content_type, expected) in rows {
        assert_eq!(responses(url, content_type), expected, "{url}");
    }
}

#[test]
fn media_in_anthropic_messages() {
    let url = |kind, url| json!({ "type": kind, "source": { "type": "url", "url": url } });
    let base64 = |kind, media_type, data| json!({ "type": kind, "source": { "type": "base64", "media_type": media_type, "data": data } });
    let rows = [
        (PNG_URL, None, url("image", PNG_URL)),
        (PNG_DATA, None, base64("image", "image/png", "iVBO")),
        (
            "DATA:IMAGE/PNG;base64,iVBO",
            None,
            base64("image", "image/png", "iVBO"),
        ),
        (
            "data:;base64,iVBO",
            Some("image/png"),
            base64("image", "image/png", "iVBO"),
        ),
        (PDF_URL, None, url("document", PDF_URL)),
        (
            PDF_DATA,
            None,
            base64("document", "application/pdf", "JVBE"),
        ),
        (WAV_DATA, None, base64("document", "audio/wav", "UklG")),
        (WAV_URL, None, url("document", WAV_URL)),
    ];
    for (url, content_type, expected) in rows {
        assert_eq!(anthropic(url, content_type), expected, "{url}");
    }
    assert_eq!(
        anthropic("data:;base64,iVBO", None),
        json!({ "type": "image", "source": { "type": "base64", "data": "iVBO" } })
    );
}

/// What is no text in spite of its type is left to the API.
#[test]
fn texts_in_anthropic_messages() {
    let plain = |text| json!({ "type": "document", "source": { "type": "text", "media_type": "text/plain", "data": text } });
    let base64 = |data| {
        let source = json!({ "type": "base64", "media_type": "text/plain", "data": data });
        json!({ "type": "document", "source": source })
    };
    let rows = [
        (
            "data:text/plain;charset=utf-8;base64,R3LDvMOfZQ==",
            plain("Grüße"),
        ),
        ("data:text/csv;base64,YSwiYiIK", plain("a,\"b\"\n")),
        (
            "data:text/plain,Gr%C3%BC%c3%9fe%20%22Mara%22",
            plain("Grüße \"Mara\""),
        ),
        ("data:text/plain,", plain("")),
        ("data:text/plain;base64,Pj4-Pz8_", plain(">>>???")),
        ("data:text/plain;base64,/w==", base64("/w==")),
        (
            "data:text/plain;charset=iso-8859-1;base64,w7w=",
            base64("w7w="),
        ),
        ("data:text/plain;base64,A", base64("A")),
        ("data:text/plain;base64,w4", base64("w4")),
        ("data:text/plain;base64,R3 L=", base64("R3 L=")),
        ("data:text/plain,%C3", base64("ww==")),
        ("data:text/plain,%zz", plain("%zz")),
        ("data:text/plain,100%", plain("100%")),
        ("data:text/plain,%4", plain("%4")),
    ];
    for (url, expected) in rows {
        assert_eq!(anthropic(url, None), expected, "{url}");
    }
}

#[test]
fn media_in_gemini() {
    let inline = |mime, data| json!({ "inlineData": { "mimeType": mime, "data": data } });
    let file = |mime, uri| json!({ "fileData": { "mimeType": mime, "fileUri": uri } });
    let rows = [
        (PNG_URL, None, file("image/png", PNG_URL)),
        (PNG_DATA, None, inline("image/png", "iVBO")),
        (
            "data:Image/PNG;base64,iVBO",
            None,
            inline("image/png", "iVBO"),
        ),
        (PDF_URL, None, file("application/pdf", PDF_URL)),
        (PDF_DATA, None, inline("application/pdf", "JVBE")),
        (WAV_DATA, None, inline("audio/wav", "UklG")),
        (
            "data:text/plain,abcd",
            None,
            inline("text/plain", "YWJjZA=="),
        ),
        (
            "data:text/plain,%FF%fe%FD",
            None,
            inline("text/plain", "//79"),
        ),
        (
            "data:;base64,SUQz",
            Some("audio/mpeg"),
            inline("audio/mpeg", "SUQz"),
        ),
        (
            "https://x.example/a.MP4#t=3",
            None,
            file("video/mp4", "https://x.example/a.MP4#t=3"),
        ),
        (
            "gs://shop/offer",
            Some("application/pdf"),
            file("application/pdf", "gs://shop/offer"),
        ),
    ];
    for (url, content_type, expected) in rows {
        assert_eq!(gemini(url, content_type), expected, "{url}");
    }
    let video = "https://www.youtube.com/watch?v=a7.png";
    assert_eq!(
        gemini(video, None),
        json!({ "fileData": { "fileUri": video } })
    );
}

#[test]
fn types_of_media() {
    let rows = [
        (PNG_URL, None, "image/png", Source::Remote),
        (PNG_URL, Some("image/webp"), "image/webp", Source::Remote),
        (PNG_URL, Some("image/JPG"), "image/jpeg", Source::Remote),
        (
            "https://x.example/A.JPG?size=2.pdf",
            None,
            "image/jpeg",
            Source::Remote,
        ),
        ("https://notes.md", None, "", Source::Remote),
        ("https://notes.md/", None, "", Source::Remote),
        ("https://x.example/v1.2/photo", None, "", Source::Remote),
        (
            "DATA:Image/PNG;base64,AAAA",
            None,
            "Image/PNG",
            Source::Base64("AAAA"),
        ),
        (
            "data:text/plain; charset=utf-8 ; BASE64,QQ==",
            None,
            "text/plain",
            Source::Base64("QQ=="),
        ),
        ("data:,a,b", None, "", Source::Percent("a,b")),
        ("data:text/plain;base64", None, "", Source::Remote),
        (
            "x",
            Some("text/plain; charset=utf-8"),
            "text/plain",
            Source::Remote,
        ),
    ];
    for (url, given, content_type, source) in rows {
        let media = Media::of(url, given);
        let found = (media.url, media.content_type, media.source);
        assert_eq!(found, (url, content_type, source), "{url}");
    }
}

/// A URL, the type of its tag, and the parameters of the type.
#[test]
fn parameters_of_types() {
    let rows = [
        (PNG_URL, None, ""),
        ("data:text/plain;charset=utf-16,a", None, ";charset=utf-16"),
        (
            "data:text/plain;a=b;charset=x;base64,AA==",
            None,
            ";a=b;charset=x",
        ),
        (
            "data:text/plain; charset=x ; BASE64,AA==",
            None,
            "; charset=x ",
        ),
        ("data:base64,AA==", None, ""),
        ("data:;base64,AA==", None, ""),
        ("data:;charset=x,a", None, ";charset=x"),
        (
            "data:text/plain;charset=x,a",
            Some("text/csv"),
            ";charset=x",
        ),
        (
            "data:text/plain;charset=x,a",
            Some("text/csv;charset=y"),
            ";charset=y",
        ),
    ];
    for (url, given, parameters) in rows {
        assert_eq!(Media::of(url, given).parameters, parameters, "{url}");
    }
}

/// Messages, and the error of each API that does not take them.
#[test]
fn messages_that_the_api_does_not_take() {
    let rows = [
        (Message::new(Role::Model, "49 EUR."), [""; 4]),
        (
            parts(Role::User, [text("What is this?"), media(PNG_URL, None)]),
            [""; 4],
        ),
        (
            Message::new(Role::Tool, "12"),
            [
                "message of the role `tool` without the id of a call",
                "message of the role `tool`",
                "message of the role `tool`",
                "message of the role `tool`",
            ],
        ),
        (
            parts(Role::Model, [media(PNG_URL, None)]),
            [
                "media in a message of the model",
                "media in a message of the model",
                "media in a message of the model",
                "",
            ],
        ),
        (
            parts(Role::System, [media(PNG_URL, None)]),
            [
                "media in a message of the system",
                "",
                "media in a message of the system",
                "media in a message of the system",
            ],
        ),
        (
            parts(Role::User, [media(PNG_URL, None), media(WAV_DATA, None)]),
            ["", "sound", "sound", ""],
        ),
    ];
    for (message, expected) in rows {
        let messages = [
            Message::new(Role::System, "Be brief."),
            message,
            Message::new(Role::User, "Go on."),
        ];
        for (api, expected) in APIS.into_iter().zip(expected) {
            let header = header(api, "");
            let error = request(&header, &messages).check().err();
            let message = error.as_ref().map(ToString::to_string);
            let expected = (!expected.is_empty())
                .then(|| format!("`messages[1]`: `{api}` takes no {expected}"));
            assert_eq!(message, expected, "{messages:?}");
            assert!(error.is_none_or(|error| error.position() == 1));
        }
    }
}

/// Messages without one of the user. A blank one is not sent.
#[test]
fn calls_without_a_message_of_the_user() {
    let system = || Message::new(Role::System, "Be brief.");
    let user = || Message::new(Role::User, "Hello.");
    let rows = [
        (vec![], false),
        (vec![system()], false),
        (vec![system(), system()], false),
        (vec![system(), Message::new(Role::Model, "49 EUR.")], false),
        (vec![system(), Message::new(Role::User, " \n")], false),
        (vec![system(), parts(Role::User, [section()])], false),
        (vec![system(), parts(Role::User, [text(" ")])], false),
        (
            vec![parts(Role::User, [section(), media(PNG_URL, None)])],
            true,
        ),
        (vec![user()], true),
        (vec![user(), Message::new(Role::Model, "")], true),
    ];
    for (messages, is_taken) in rows {
        for api in APIS {
            let header = header(api, "");
            let error = request(&header, &messages).check().err();
            let said = error.as_ref().map(ToString::to_string);
            let expected = (!is_taken).then(|| {
                format!("`messages`: `{api}` takes no call without a message of the user")
            });
            assert_eq!(said, expected, "{messages:?}");
            assert!(error.is_none_or(|error| error.position() == messages.len()));
        }
    }
}

/// Roles in the order of the messages, with `b` for a blank one of the user, and the position of the
/// message of the system that Anthropic's models refuse there.
#[test]
fn places_of_messages_of_the_system() {
    let rows = [
        ("ssumu", None),
        ("sus", None),
        ("usmu", None),
        ("usbmu", None),
        ("usu", Some(1)),
        ("susbs", Some(2)),
        ("ums", Some(2)),
        ("mbsu", Some(2)),
        ("bsu", None),
        ("usmusu", Some(4)),
    ];
    for (roles, refused) in rows {
        let messages = roles.chars().map(|role| match role {
            's' => Message::new(Role::System, "Be brief."),
            'm' => Message::new(Role::Model, "49 EUR."),
            'b' => Message::new(Role::User, " "),
            _ => Message::new(Role::User, "Hello."),
        });
        let messages = messages.collect::<Vec<_>>();
        for api in APIS {
            let header = header(api, "");
            let error = request(&header, &messages).check().err();
            let position = error.as_ref().map(UnsupportedMessage::position);
            let expected = refused.filter(|_| api == "anthropic-messages");
            assert_eq!(position, expected, "{roles} in {api}: {error:?}");
        }
    }
}
