use serde::{Serialize, Serializer};

/// JSON that is handed on piece by piece: so it is data to every serializer, and not to that of
/// `serde_json` alone.
pub(super) struct Transcoded<'a>(pub(super) &'a str);

impl Serialize for Transcoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_transcode::transcode(&mut serde_json::Deserializer::from_str(self.0), serializer)
    }
}
