//! The inputs of the prompts.

use serde::Serialize;

/// The inputs of the email: three texts.
#[derive(Serialize)]
pub(crate) struct Email<'a> {
    pub(crate) customer: &'a str,
    pub(crate) company: &'a str,
    pub(crate) product: &'a str,
}

/// The inputs of the summary: six texts, of which one makes a section, and a list.
#[derive(Serialize)]
pub(crate) struct Incident<'a> {
    pub(crate) severity: &'a str,
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) lead: &'a str,
    pub(crate) channel: &'a str,
    pub(crate) workaround: &'a str,
    pub(crate) messages: &'a [Message<'a>],
}

#[derive(Serialize)]
pub(crate) struct Message<'a> {
    pub(crate) at: &'a str,
    pub(crate) text: &'a str,
}

pub(crate) const EMAIL: Email<'_> = Email {
    customer: "Mara Lindqvist",
    company: "Nordlicht Fahrräder GmbH",
    product: "the Team plan with single sign-on",
};

pub(crate) const INCIDENT: Incident<'_> = Incident {
    severity: "SEV2",
    service: "checkout",
    region: "eu-central-1",
    lead: "the payments team's incident lead",
    channel: "#incident-2026-10-17-checkout",
    workaround: "Please pay by invoice for now; orders paid by card are kept for 24 hours and need not be entered again.",
    messages: &[
        Message {
            at: "09:12",
            text: "on call: error rate of card payments at 30 %, started with release 412",
        },
        Message {
            at: "09:19",
            text: "incident lead: declared SEV2, release 412 is being rolled back in all zones",
        },
        Message {
            at: "09:31",
            text: "database team: connections exhausted on the primary, limit raised from 400 to 800",
        },
        Message {
            at: "09:44",
            text: "on call: error rate below 1 %, the queue of kept orders is at 2,300 and shrinking",
        },
        Message {
            at: "09:52",
            text: "support: about 140 tickets, nearly all about double charges, none confirmed so far",
        },
    ],
};
