//! Signatures of hardware keys, and damaged ones.

use super::Verdict::{Accepted, Rejected, Stricter, Wider};
use super::{Case, MESSAGE, Material, NAMESPACE, Verdict};
use crate::forge::{Forged, SoftKey};

/// A name, a verdict, and what is done to a good signature.
type Damage = (&'static str, Verdict, fn(&mut Forged));

const HARDWARE_DAMAGES: &[Damage] = &[
    ("an altered flag", Rejected("does not match"), |it| {
        it.touch[0] = 5;
    }),
    ("an altered counter", Rejected("does not match"), |it| {
        it.touch[4] ^= 1;
    }),
    ("no counter", Rejected("not one of its key"), |it| {
        it.touch.truncate(1);
    }),
    (
        "a byte after the counter",
        Rejected("not one of its key"),
        |it| it.touch.push(0),
    ),
    (
        "a hardware key's signature as a plain one",
        Rejected("not one of its key"),
        |it| it.signature_type = "ssh-ed25519",
    ),
];

const DAMAGES: &[Damage] = &[
    ("version 2", Rejected("damaged"), |it| it.version = 2),
    (
        "version 0",
        Stricter("damaged", "OpenSSH takes all versions up to 1"),
        |it| it.version = 0,
    ),
    (
        "a reserved field",
        Stricter("damaged", "OpenSSH ignores the field"),
        |it| it.reserved.push(1),
    ),
    ("a byte at the end", Rejected("damaged"), |it| {
        it.rest.push(0);
    }),
    ("no namespace", Rejected("damaged"), |it| {
        it.namespace.clear();
    }),
    (
        "a namespace that was replaced",
        Rejected("has the namespace `git`"),
        |it| it.namespace = "git".into(),
    ),
    (
        "a hash that was replaced",
        Rejected("does not match"),
        |it| it.hash_algorithm = "sha256",
    ),
    (
        "an unknown hash",
        Rejected("the hash algorithm `sha1` is not supported"),
        |it| it.hash_algorithm = "sha1",
    ),
    ("a short signature", Rejected("not one of its key"), |it| {
        it.signature.truncate(63);
    }),
    ("a long signature", Rejected("not one of its key"), |it| {
        it.signature.push(0);
    }),
    ("an altered signature", Rejected("does not match"), |it| {
        it.signature[0] ^= 1;
    }),
    (
        "a byte after the key",
        Rejected("the key is damaged"),
        |it| it.key.push(0),
    ),
    (
        "a signature of another type",
        Rejected("not one of its key"),
        |it| it.signature_type = "ssh-rsa",
    ),
];

impl Material {
    pub(super) fn hardware(&self) -> Vec<Case> {
        let key = &self.hardware;
        let good = key.sign(NAMESPACE, MESSAGE, 1);
        let with_pin = key.sign(NAMESPACE, MESSAGE, 5);
        let with_sha256 = key.sign_hashed(NAMESPACE, MESSAGE, 1, "sha256");
        let untouched = key.sign(NAMESPACE, MESSAGE, 0);
        let of_flags = "`ssh-keygen -Y verify` does not look at the flags";
        let of_touch = Stricter("without being touched", of_flags);
        let cases = [
            self.forged("a hardware key", Accepted(1), &good),
            self.forged(
                "a hardware key that asked for a PIN",
                Accepted(1),
                &with_pin,
            ),
            self.forged("a hardware key with SHA-256", Accepted(1), &with_sha256),
            self.forged("a hardware key that nobody touched", of_touch, &untouched),
            self.of_another_application(),
        ];
        cases
            .into_iter()
            .chain(self.changed(&good, HARDWARE_DAMAGES))
            .collect()
    }

    fn of_another_application(&self) -> Case {
        let key = SoftKey::hardware(4, "ssh:other");
        let message = "has the application `ssh:other`";
        let verdict = Stricter(message, "`ssh-keygen` makes keys for `ssh:`");
        let signature = key.sign(NAMESPACE, MESSAGE, 1);
        let case = self.forged("a hardware key of another application", verdict, &signature);
        let allowed = format!("mara {}\n", key.line());
        Case { allowed, ..case }
    }

    pub(super) fn damaged(&self) -> Vec<Case> {
        let good = self.soft.sign(NAMESPACE, MESSAGE, 0);
        let unusual = self.unusual(&good).into_iter();
        unusual.chain(self.changed(&good, DAMAGES)).collect()
    }

    fn changed(&self, good: &Forged, damages: &[Damage]) -> impl Iterator<Item = Case> {
        damages.iter().map(|(name, verdict, damage)| {
            let mut forged = good.clone();
            damage(&mut forged);
            self.forged(name, *verdict, &forged)
        })
    }

    /// Signatures on which implementations of Ed25519 disagree.
    fn unusual(&self, good: &Forged) -> [Case; 4] {
        let large = Stricter(
            "does not match",
            "OpenSSH takes a second form of each signature",
        );
        let small = Wider(
            1,
            "we multiply by the cofactor; only the key's owner can make it",
        );
        let weak = Stricter("the key is weak", "OpenSSH takes keys of small order");
        let identity = Forged::by_the_identity(NAMESPACE);
        let by_weak = self.forged("a key of small order", weak, &identity);
        let allowed = format!("mara {}\n", identity.key_line());
        [
            self.forged("a key in software", Accepted(1), good),
            self.forged(
                "S is not below the order",
                large,
                &good.clone().with_large_scalar(),
            ),
            self.forged(
                "R has a component of small order",
                small,
                &good.clone().with_small_component(),
            ),
            Case { allowed, ..by_weak },
        ]
    }
}
