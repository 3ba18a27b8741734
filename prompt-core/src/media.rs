//! Media parts of messages: their types, and the content of `data:` URLs.

/// A media part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media<'a> {
    pub url: &'a str,
    /// The MIME type without its parameters. It is empty if it is unknown.
    pub content_type: &'a str,
    /// The parameters of the type, such as `;charset=utf-8`, without that of base 64.
    pub parameters: &'a str,
    pub source: Source<'a>,
}

/// The place of the content of a media part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// Any other URL, also a `data:` URL without a comma.
    Remote,
    /// A `data:` URL with this content in base 64.
    Base64(&'a str),
    /// A `data:` URL with this content in percent-encoding.
    Percent(&'a str),
}

/// Types by the endings of file names.
const EXTENSIONS: [(&str, &str); 50] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("heic", "image/heic"),
    ("heif", "image/heif"),
    ("bmp", "image/bmp"),
    ("tiff", "image/tiff"),
    ("tif", "image/tiff"),
    ("svg", "image/svg+xml"),
    ("pdf", "application/pdf"),
    ("doc", "application/msword"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("xls", "application/vnd.ms-excel"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("ppt", "application/vnd.ms-powerpoint"),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("rtf", "application/rtf"),
    ("json", "application/json"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("tgz", "application/gzip"),
    ("tar", "application/x-tar"),
    ("7z", "application/x-7z-compressed"),
    ("rar", "application/vnd.rar"),
    ("txt", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("xml", "text/xml"),
    ("js", "text/javascript"),
    ("py", "text/x-python"),
    ("wav", "audio/wav"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("flac", "audio/flac"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/opus"),
    ("mp4", "video/mp4"),
    ("mpeg", "video/mpeg"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("avi", "video/x-msvideo"),
];

impl<'a> Media<'a> {
    /// Finds out the type: the one that the prompt gives, else that of a `data:` URL, else that of
    /// the ending of the URL's path.
    #[must_use]
    pub fn of(url: &'a str, content_type: Option<&'a str>) -> Self {
        let (own_type, source) = data_url(url).unwrap_or_else(|| (guess(url), Source::Remote));
        let full_type = match content_type {
            // A `data:` URL says how its bytes are read where the tag names the type alone.
            Some(given) if given.contains(';') || !own_type.contains(';') => given,
            _ => own_type,
        };
        let given = essence(content_type.unwrap_or(own_type));
        // The registered name: APIs refuse the other.
        let is_other_name = given.eq_ignore_ascii_case("image/jpg");
        Self {
            url,
            content_type: if is_other_name { "image/jpeg" } else { given },
            parameters: full_type.find(';').map_or("", |at| &full_type[at..]),
            source,
        }
    }

    /// Returns whether this is an image, or of unknown type: images are the most common media.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.content_type.is_empty() || starts_with(self.content_type, "image/")
    }

    #[must_use]
    pub fn is_text(&self) -> bool {
        starts_with(self.content_type, "text/")
    }

    #[must_use]
    pub fn is_sound(&self) -> bool {
        starts_with(self.content_type, "audio/")
    }

    #[must_use]
    pub fn is_video(&self) -> bool {
        starts_with(self.content_type, "video/")
    }

    /// Returns whether the parameter `charset` of the type, if it has one, is that of UTF-8 or of its
    /// subset.
    #[must_use]
    pub fn is_utf8(&self) -> bool {
        const NAMES: [&str; 4] = ["utf-8", "utf8", "us-ascii", "ascii"];
        let charset = self.parameters.split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let is_charset = name.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| value.trim().trim_matches('"'))
        });
        charset.is_none_or(|charset| NAMES.iter().any(|name| charset.eq_ignore_ascii_case(name)))
    }

    /// Returns whether the type is one of these, in lower case.
    #[must_use]
    pub fn is_one_of(&self, types: &[&str]) -> bool {
        let is = |known: &&str| self.content_type.eq_ignore_ascii_case(known);
        types.iter().any(is)
    }

    /// Returns whether the URL has one of these schemes, which end with `:`.
    #[must_use]
    pub fn has_scheme(&self, schemes: &[&str]) -> bool {
        schemes.iter().any(|scheme| starts_with(self.url, scheme))
    }

    /// Returns the word of OpenAI's API for a format of sound.
    #[must_use]
    pub fn sound_format(&self) -> Option<&'static str> {
        if self.is_one_of(&["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"]) {
            return Some("wav");
        }
        self.is_one_of(&["audio/mpeg", "audio/mp3"])
            .then_some("mp3")
    }

    /// Returns the last segment of the URL's path, if there is one.
    #[must_use]
    pub fn file_name(&self) -> Option<&'a str> {
        match self.source {
            Source::Remote => last_segment(self.url),
            Source::Base64(_) | Source::Percent(_) => None,
        }
    }

    /// Returns the ending that the names of files of this type have.
    #[must_use]
    pub fn extension(&self) -> Option<&'static str> {
        let known = EXTENSIONS.iter();
        let mut of_type = known.filter(|(_, known)| self.content_type.eq_ignore_ascii_case(known));
        of_type.next().map(|(extension, _)| *extension)
    }
}

/// Splits a `data:` URL into its type, with parameters, and its content.
fn data_url(url: &str) -> Option<(&str, Source<'_>)> {
    if !starts_with(url, "data:") {
        return None;
    }
    let (head, data) = url.get(5..)?.split_once(',')?;
    let (rest, last) = head.rsplit_once(';').unwrap_or(("", head));
    Some(if last.trim().eq_ignore_ascii_case("base64") {
        (rest, Source::Base64(data))
    } else {
        (head, Source::Percent(data))
    })
}

/// Cuts off the parameters of a type, such as `charset=utf-8`.
fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

/// Returns the type that the ending of a URL's path stands for, or an empty text.
fn guess(url: &str) -> &'static str {
    let extension = last_segment(url)
        .and_then(|name| name.rsplit_once('.'))
        .map_or("", |(_, extension)| extension);
    EXTENSIONS
        .iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known))
        .map_or("", |(_, content_type)| content_type)
}

/// Returns the last segment of the path of a URL. The host is none: `https://notes.md` is no file.
fn last_segment(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?;
    let after_scheme = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (_, name) = after_scheme.rsplit_once('/')?;
    (!name.is_empty()).then_some(name)
}

/// Compares without case, as for schemes and types.
fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}
