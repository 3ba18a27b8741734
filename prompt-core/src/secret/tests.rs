//! Texts with and without keys, and the table of the forms.

use std::borrow::ToOwned as _;
use std::format;
use std::hint::black_box;
use std::time::{Duration, Instant};

use super::{masked, secrets};

/// Texts, and how they are shown.
const TEXTS: &[(&str, &str)] = &[
    ("", ""),
    ("no secret: sk-your-key", "no secret: sk-your-key"),
    (
        "é AKIA2E0A8F3B244C9986, `AKIA2E0A8F3B244C9987`\n",
        "é AKIA****************, `AKIA****************`\n",
    ),
    (
        "  -----BEGIN PRIVATE KEY-----\n  MIIE+w/=\n\n  gQDf\n  -----END PRIVATE KEY-----\n",
        "  -----BEGIN PRIVATE KEY-----\n**********\n\n******\n  -----END PRIVATE KEY-----\n",
    ),
    (
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\nMIIE\nmodel: kimi\n",
        "-----BEGIN RSA PRIVATE KEY-----\n**********************\n*************\n\n****\nmodel: kimi\n",
    ),
    (
        "-----BEGIN PRIVATE KEY----- é AKIA2E0A8F3B244C9986 a\n",
        "-----BEGIN PRIVATE KEY-----**************************\n",
    ),
    (
        "-----BEGIN PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\nMIIE",
        "-----BEGIN PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\n****",
    ),
    (
        "-----BEGIN PRIVATE KEY-----\nMII\u{200b}E\nab{{no pe}}\n-----END PRIVATE KEY-----\na\n",
        "-----BEGIN PRIVATE KEY-----\n*******\n***********\n-----END PRIVATE KEY-----\na\n",
    ),
    (
        "-----BEGIN PRIVATE KEY-----\nMII\u{200b}E\n<<<<<<< HEAD\nA{{nope}}B\ng\rQ\na b\n",
        "-----BEGIN PRIVATE KEY-----\n*******\n************\n**********\n***\na b\n",
    ),
    (
        "-----BEGIN PRIVATE KEY-----\n> MIIEowIBAAKCAQEA1x2y say {{nope}}\nHello, Mara.\n",
        "-----BEGIN PRIVATE KEY-----\n***********************************\nHello, Mara.\n",
    ),
    (
        "{\"key\": \"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n\", a: 1}",
        "{\"key\": \"-----BEGIN PRIVATE KEY-----********-----END PRIVATE KEY-----\\n\", a: 1}",
    ),
    (
        "a\\n-----BEGIN PRIVATE KEY-----\\nMIIE",
        "a\\n-----BEGIN PRIVATE KEY-----******",
    ),
    (
        "1.0.0-AKIA2E0A8F3B244C9986.prompt, _AKIA2E0A8F3B244C9986_",
        "1.0.0-AKIA****************.prompt, _AKIA****************_",
    ),
    // Keys without anything between them: the second begins within the first.
    (
        "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5ghp_zY8xW6vU4tS2rQ0pO9nM7lK5jI3hG1fE2dC4ghp_",
        "ghp_***************************************_***************************************_",
    ),
    (
        "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5github_pat_zY8xW6vU4tS2rQ0pO9nM7l, a",
        "ghp_******************************************_pat_**********************, a",
    ),
    (
        "-----BEGIN CERTIFICATE-----\nMIIE",
        "-----BEGIN CERTIFICATE-----\nMIIE",
    ),
];

#[test]
fn secrets_are_masked_and_offsets_stay() {
    for (text, expected) in TEXTS {
        assert_eq!(masked(text), *expected);
        assert_eq!(masked(text).len(), text.len());
    }
    let side_by_side = "xoxb-aB3dE5gH7jK9mN1pQ3sT5".repeat(100_000);
    assert!(!masked(&side_by_side).contains("aB3dE5"));
    let many = "-----BEGIN PRIVATE KEY----- ".repeat(100_000) + "AKIA2E0A8F3B244C9986";
    assert!(!masked(&many).contains("2E0A8"));
}

/// The beginnings of keys, and how many characters come after them.
const FORMS: &[(&str, usize)] = &[
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 36),
    ("gho_", 36),
    ("ghu_", 36),
    ("ghs_", 36),
    ("ghr_", 36),
    ("github_pat_", 82),
    ("glpat-", 20),
    ("glrt-", 20),
    ("gldt-", 20),
    ("glptt-", 40),
    ("glcbt-", 24),
    ("glft-", 20),
    ("glsoat-", 20),
    ("sk-ant-api03-", 93),
    ("sk-proj-", 156),
    ("sk-", 48),
    ("xoxb-", 50),
    ("xoxc-", 50),
    ("xoxd-", 50),
    ("xoxe-1-", 50),
    ("xapp-", 60),
    ("AIza", 35),
    ("sk_live_", 24),
    ("rk_live_", 24),
    ("rk_test_", 24),
    ("whsec_", 32),
    ("hf_", 34),
    ("gsk_", 52),
    ("npm_", 36),
    ("pypi-", 120),
];

/// What stands before a key and after it.
const AROUND: &[(&str, &str)] = &[
    ("", ""),
    ("backup-", ".prompt"),
    ("_", "_"),
    ("key=", "&next=1"),
    ("?next=key%3D", "%26"),
    ("key\\u003d", "\\u0026"),
    ("key=3D", "=20"),
    ("a\\n", "\\n"),
    ("1.0.0-", "-old"),
    ("é", "é"),
];

#[test]
fn keys_of_letters_alone_are_found_wherever_they_stand() {
    let letters = "QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDh".repeat(5);
    let mixed = letters.replace(['d', 'D', 'm', 'M', 'g', 'Y'], "7");
    for (prefix, length) in FORMS {
        for body in [&letters, &mixed] {
            let mut body = body[..*length].to_owned();
            if prefix.ends_with("IA") {
                body.make_ascii_uppercase();
            }
            for (before, after) in AROUND {
                let text = format!("see {before}{prefix}{body}{after} there");
                assert!(!masked(&text).contains(&body), "{text}");
            }
        }
    }
}

#[test]
fn letters_before_most_prefixes_do_not_hide_a_key() {
    for text in [
        "tokenghp_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAbCd",
        "Xhf_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAb",
        "7npm_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAbCd",
    ] {
        assert!(!masked(text).contains("HsLm"), "{text}");
    }
}

#[test]
fn prose_and_placeholders_are_no_keys() {
    for text in [
        "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "hf_XxXxXxXxXxXxXxXxXxXxXxXxXxXxXxXxXx",
        "hf_YourHuggingFaceTokenGoesHereYourTok",
        "hf_yourHuggingFaceAPITokenGoesHereABcd",
        "sk-your-key-here, sk-your-OpenAI-key-from-the-API-console-goes-here",
        "sk-proj-YOUR-KEY-HERE-as-OpenAI-and-the-API-show-it-to-you",
        "sk-learn-and-other-libraries-for-machine-learning-in-Python",
        "translate-cs-sk-formal-letters-to-the-customers-of-2024",
        "the-task-with-sk-as-its-letters-and-many-words-after-it-v2",
        "glpat-Personal-Access-Token-Of-The-Project",
        "sk_live_stripeSecretKeyOfTheShop",
        "AKIAIOSFODNN7EXAMPLE, AKIAXXXXXXXXXXXXXXXX",
        "npm_config_registry_and_other_names_of_settings",
        "gsk_theGroqKeyThatTheConsoleShowsOnceAndNeverAgainAfter",
        "task-QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDh7",
        "AIzaFormOfKeysThatGoogleHasForMapsAndMore",
    ] {
        assert_eq!(masked(text), text);
    }
}

/// Keys that a test of leaks found missing, and how they are shown.
const MISSED: &[(&str, &str)] = &[
    ("glpat-kjPmxtyUFKrknmVxzNkd", "glpat-********************"),
    ("glpat-hodL9_cVsFhgVifbtXxn", "glpat-********************"),
    ("glpat-9wBxs-bEUBIknus-k769", "glpat-********************"),
    (
        "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",
        "hf_**********************************",
    ),
    (
        "AIzaPbazNaiENDTt_CI__kPrnYqroksiUvpsS_K",
        "AIza***********************************",
    ),
    (
        "glpat-aB3dE5gH7jK9mN1pQ3sT5vW7yZ9b.0w1a2b3c4, and",
        "glpat-**************************************, and",
    ),
    (
        "glrt-t1_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9b.01.0w1a2b3c4.",
        "glrt-********************************************.",
    ),
    (
        "glpat-aB3dE5gH7jK9mN1pQ3sT.01.0w1a2b3c4lead.",
        "glpat-*************************************.",
    ),
    (
        "glpat-aB3dE5gH7jK9mN1pQ3sT.0w1a2b3c49, and",
        "glpat-*******************************, and",
    ),
    (
        "glpat-aB3dE5gH7jK9mN1pQ3sT.properties",
        "glpat-********************.properties",
    ),
    (
        "glpat-aB3dE5gH7jK9mN1pQ3sT.prompt",
        "glpat-********************.prompt",
    ),
    (
        "https://hooks.slack.com/services/T0/B0/aB3dE5gH7jK9mN1pQ3sT5vW7",
        "https://hooks.slack.com/services/T0/B0/************************",
    ),
    (
        "<https://discord.com/api/v10/webhooks/81/aB3dE5gH7jK9mN1pQ3sT5vW7-aB3dE5gH7jK9mN1pQ3sT5vW7_aB3dE5gH7jK>",
        "<https://discord.com/api/v10/webhooks/81/*************************************************************>",
    ),
    (
        "https://nord.webhook.office.com/webhookb2/5@6/IncomingWebhook/0123456789abcdef0123456789abcdef/550e",
        "https://nord.webhook.office.com/webhookb2/5@6/IncomingWebhook/********************************/550e",
    ),
    (
        "https://p-1.logic.azure.com:443/workflows/01/run?sp=%2Frun&sig=aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7kL9m&x",
        "https://p-1.logic.azure.com:443/workflows/01/run?sp=%2Frun&sig=*******************************************&x",
    ),
    (
        "ABSKQmVkcm9ja0FQSUtleS1hYmNkLWF0LTEyMzQ1Njc4OTAxMjpBQkNE+a/b= ABSK+/4Z",
        "ABSK********************************************************* ABSK+/4Z",
    ),
    (
        "api_org_aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH",
        "api_org_**********************************",
    ),
    (
        "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",
        "GOCSPX-****************************",
    ),
    // A secret of this form is one at the end of such an address alone.
    (
        "https://hooks.example/services/T0/B0/aB3dE5gH7jK9mN1pQ3sT5vW7",
        "https://hooks.example/services/T0/B0/aB3dE5gH7jK9mN1pQ3sT5vW7",
    ),
    (
        "hooks.slack.com/services/ aB3dE5gH7jK9mN1pQ3sT5vW7/aB3dE5gH7jK9mN1pQ3sT5vW7",
        "hooks.slack.com/services/ aB3dE5gH7jK9mN1pQ3sT5vW7/aB3dE5gH7jK9mN1pQ3sT5vW7",
    ),
];

#[test]
fn keys_that_were_missed_are_found() {
    for (text, expected) in MISSED {
        assert_eq!(masked(text), *expected);
    }
}

/// What a text of 16 MiB can repeat, and how many times the time of a simple loop its search may take:
/// a build script is not optimised.
const COSTS: &[(&str, u32)] = &[
    ("a", 45),
    ("api-", 45),
    ("github_pat_A", 120),
    ("sk-ant-", 180),
    ("/sig=aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7kL9m=", 35),
];

#[test]
fn what_begins_like_a_key_takes_little_time() {
    for (part, most) in COSTS {
        let text = part.repeat(20_000 / part.len());
        let simple = least_time(|| text.bytes().filter(u8::is_ascii_digit).count());
        let search = least_time(|| secrets(&text, usize::MAX).len());
        assert!(search < simple * *most, "`{part}`: {search:?}, {simple:?}");
    }
}

/// The least of some times. Each is short, so that other programs on the machine interrupt few of them.
fn least_time(work: impl Fn() -> usize) -> Duration {
    let times = (0..40).map(|_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    });
    times.min().unwrap_or_default()
}
