//! The signature of a record: made by `ssh-keygen`, or elsewhere.

mod key;
mod keygen;
mod made;
mod payload;

use std::fmt::Display;
use std::path::Path;

use prompt_build::config::Config;
use prompt_build::library::{Moment, Signature};
use prompt_build::report::{Code, Finding};
use prompt_build::signatures::{Rejection, SshSignature};
use prompt_build::source::Location;
use serde_yaml::Mapping;

pub use payload::payload;

use crate::project::timestamp::now;
use crate::report::failure::Failure;

/// The way in which a record is signed.
#[derive(Debug, Clone, Copy)]
pub enum Signing<'a> {
    Unsigned,
    /// By `ssh-keygen`, with this key or the one that it finds.
    Keygen(Option<&'a Path>),
    /// By `ssh-keygen`, in a run that changes nothing: the record stays as it is.
    Rehearsed,
    /// Elsewhere: what is to be signed is written to a file, and nothing is changed.
    Elsewhere(&'a Path),
    /// It was signed elsewhere.
    Made {
        payload: &'a Path,
        signature: &'a Path,
    },
}

/// What became of a record.
#[derive(Debug, PartialEq, Eq)]
pub enum Sealed {
    /// It can be entered, with its signature if it is to have one.
    Ready,
    /// Its payload was written. Nothing is to be changed.
    Written,
}

impl Signing<'_> {
    /// The time of the record: that of the payload if there is one already, else now. It is later
    /// than that of the record that it follows, if there is one.
    pub fn at(self, last: Option<&str>) -> Result<String, Failure> {
        let at = match self {
            Self::Made { payload, .. } => made::time_of(payload)?,
            _ => now(),
        };
        match last.filter(|last| !is_earlier(last, &at)) {
            Some(last) => Err(self.too_early(&at, last)),
            None => Ok(at),
        }
    }

    /// A record that would be older than the one before it. What was signed then was signed for
    /// another state.
    fn too_early(self, at: &str, last: &str) -> Failure {
        match self {
            Self::Made { payload, .. } => Failure::new(format!(
                "the payload `{}` is of {at}, and the pin was moved since, at {last}",
                payload.display()
            ))
            .help("write it again with `--payload`, and sign that"),
            _ => Failure::new(format!(
                "the pin was moved at {last}, and the clock of this machine shows {at}"
            ))
            .help("set the clock, or try again when it shows a later time")
            .help("if the clock is right, the record has a wrong time: remove it from the ledger, and set the pin back, in a change that is reviewed"),
        }
    }

    /// Reports a record without the signature that an environment asks for.
    pub fn lacking(self, environment: &str, location: Location) -> Option<Finding> {
        if !matches!(self, Self::Unsigned) {
            return None;
        }
        let message = format!("`{environment}` asks for a signature");
        let finding = Finding::error(Code::MissingSignature, location, message);
        Some(
            finding
                .help("`--sign` signs with `ssh-keygen`".to_owned())
                .help("`--payload FILE` writes what is to be signed elsewhere".to_owned()),
        )
    }

    /// Adds a signature to a record whose payload is given. It is checked before anything is
    /// changed.
    pub fn seal(
        self,
        record: &mut Mapping,
        payload: &str,
        config: &Config,
        (by, at): (&str, &str),
    ) -> Result<Sealed, Failure> {
        let armored = match self {
            Self::Unsigned | Self::Rehearsed => return Ok(Sealed::Ready),
            Self::Elsewhere(file) => {
                made::write_payload(file, payload)?;
                return Ok(Sealed::Written);
            }
            Self::Keygen(key) => keygen::sign(payload, &key::find(key, by, config)?)?,
            Self::Made {
                payload: file,
                signature,
            } => made::signature(payload, file, signature)?,
        };
        let base64 = one_line(&armored).map_err(|reason| refused(by, reason))?;
        config
            .trust
            .verify(payload, &Signature::new(by, at, &base64))
            .map_err(|reason| refused(by, reason))?;
        record.insert("signature".into(), base64.into());
        Ok(Sealed::Ready)
    }
}

/// Returns `true` if the first time is before the second. A time that cannot be read has a finding of
/// its own.
fn is_earlier(one: &str, other: &str) -> bool {
    match (Moment::parse(one), Moment::parse(other)) {
        (Some(one), Some(other)) => one < other,
        _ => true,
    }
}

/// The base64 of a signature without its armor, as ledgers hold it.
fn one_line(armored: &str) -> Result<String, Rejection> {
    SshSignature::read(armored)?;
    let lines = armored.lines();
    Ok(lines.filter(|line| !line.starts_with('-')).collect())
}

fn refused(who: &str, reason: impl Display) -> Failure {
    Failure::because(format!("the signature of `{who}` does not count"), reason)
        .help("nothing was changed")
}
