//! Signatures of hardware keys, and damaged ones.

use super::Verdict::{Accepted, Rejected, Stricter, Wider};
use super::{Case, MESSAGE, Material, NAMESPACE, Why};
use crate::forge::{Forged, SoftKey};

impl Material {
    pub(super) fn hardware(&self) -> Vec<Case> {
        let good = self.hardware.sign(NAMESPACE, MESSAGE, 1);
        let forged = |name, verdict, forged: &Forged| self.forged(name, verdict, forged);
        let changed = |change: fn(&mut Forged)| {
            let mut forged = good.clone();
            change(&mut forged);
            forged
        };
        let other = SoftKey::hardware(4, "ssh:other");
        let as_other = Case {
            allowed: format!("mara {}\n", other.line()),
            ..forged(
                "a hardware key of another application",
                Stricter(
                    "has the application `ssh:other`",
                    "`ssh-keygen` makes keys for `ssh:`",
                ),
                &other.sign(NAMESPACE, MESSAGE, 1),
            )
        };
        vec![
            forged("a hardware key", Accepted(1), &good),
            forged(
                "a hardware key that asked for a PIN",
                Accepted(1),
                &self.hardware.sign(NAMESPACE, MESSAGE, 5),
            ),
            forged(
                "a hardware key with SHA-256",
                Accepted(1),
                &self.hardware.sign_hashed(NAMESPACE, MESSAGE, 1, "sha256"),
            ),
            forged(
                "a hardware key that nobody touched",
                Stricter(
                    "without being touched",
                    "`ssh-keygen -Y verify` does not look at the flags",
                ),
                &self.hardware.sign(NAMESPACE, MESSAGE, 0),
            ),
            forged(
                "an altered flag",
                Rejected("does not match"),
                &changed(|it| it.touch[0] = 5),
            ),
            forged(
                "an altered counter",
                Rejected("does not match"),
                &changed(|it| it.touch[4] ^= 1),
            ),
            forged(
                "no counter",
                Rejected("not one of its key"),
                &changed(|it| it.touch.truncate(1)),
            ),
            forged(
                "a byte after the counter",
                Rejected("not one of its key"),
                &changed(|it| it.touch.push(0)),
            ),
            forged(
                "a hardware key's signature as a plain one",
                Rejected("not one of its key"),
                &changed(|it| it.signature_type = "ssh-ed25519"),
            ),
            as_other,
        ]
    }

    pub(super) fn damaged(&self) -> Vec<Case> {
        let good = self.soft.sign(NAMESPACE, MESSAGE, 0);
        let case = |name, verdict, change: fn(&mut Forged)| {
            let mut forged = good.clone();
            change(&mut forged);
            self.forged(name, verdict, &forged)
        };
        const COFACTOR: Why =
            "we multiply by the cofactor; only the key's owner can make such a signature";
        let identity = Forged::by_the_identity(NAMESPACE);
        let weak = Stricter("the key is weak", "OpenSSH takes keys of small order");
        let by_weak = self.forged("a key of small order", weak, &identity);
        let large = Stricter(
            "does not match",
            "OpenSSH takes a second form of each signature",
        );
        vec![
            self.forged("a key in software", Accepted(1), &good),
            self.forged(
                "S is not below the order",
                large,
                &good.clone().with_large_scalar(),
            ),
            self.forged(
                "R has a component of small order",
                Wider(1, COFACTOR),
                &good.clone().with_small_component(),
            ),
            Case {
                allowed: format!("mara {}\n", identity.key_line()),
                ..by_weak
            },
            case("version 2", Rejected("damaged"), |it| it.version = 2),
            case(
                "version 0",
                Stricter("damaged", "OpenSSH takes all versions up to 1"),
                |it| it.version = 0,
            ),
            case(
                "a reserved field",
                Stricter("damaged", "OpenSSH ignores the field"),
                |it| it.reserved.push(1),
            ),
            case("a byte at the end", Rejected("damaged"), |it| {
                it.rest.push(0)
            }),
            case("no namespace", Rejected("damaged"), |it| {
                it.namespace.clear()
            }),
            case(
                "a namespace that was replaced",
                Rejected("has the namespace `git`"),
                |it| it.namespace = "git".to_owned(),
            ),
            case(
                "a hash that was replaced",
                Rejected("does not match"),
                |it| it.hash_algorithm = "sha256",
            ),
            case(
                "an unknown hash",
                Rejected("the hash algorithm `sha1` is not supported"),
                |it| it.hash_algorithm = "sha1",
            ),
            case("a short signature", Rejected("not one of its key"), |it| {
                it.signature.truncate(63)
            }),
            case("a long signature", Rejected("not one of its key"), |it| {
                it.signature.push(0)
            }),
            case("an altered signature", Rejected("does not match"), |it| {
                it.signature[0] ^= 1
            }),
            case(
                "a byte after the key",
                Rejected("the key is damaged"),
                |it| it.key.push(0),
            ),
            case(
                "a signature of another type",
                Rejected("not one of its key"),
                |it| it.signature_type = "ssh-rsa",
            ),
        ]
    }
}
