use serde::{Serialize, Serializer};

/// JSON that is passed to the serializer piece by piece, so that every serializer can write it, not
/// only that of `serde_json`.
pub(super) struct Transcoded<'a>(pub(super) &'a str);

impl Serialize for Transcoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_transcode::transcode(&mut serde_json::Deserializer::from_str(self.0), serializer)
    }
}
