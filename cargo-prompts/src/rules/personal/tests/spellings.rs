//! One value has many spellings.

use super::super::Kind;

#[test]
fn each_kind_has_its_names() {
    let names =
        Kind::ALL.map(|kind| [&*kind.with_article(), &*kind.plural(), kind.word()].join(", "));
    let expected = [
        "an email address, email addresses, email",
        "a phone number, phone numbers, phone",
        "a payment card number, payment card numbers, card",
        "an IBAN, IBANs, iban",
    ];
    assert_eq!(names, expected);
}

#[test]
fn spellings_of_one_number_are_the_same() {
    for text in [
        "+49 151 2345678",
        "0049 151 2345678",
        "+49 (0)151 234 56 78",
        "0049\u{202f}(0)151\u{2011}2345678",
        "(+49) 151 2345678",
        "(0049) 151/2345678",
        "%2B49 151 2345678",
    ] {
        assert_eq!(Kind::Phone.canonical(text), "+491512345678", "{text}");
    }
}

#[test]
fn spellings_of_one_address_are_the_same() {
    for text in [
        "Mara@Nordlicht.de",
        "mara%40nordlicht.de",
        "mara＠nordlicht.de",
        "mara [at] nordlicht [dot] de",
        "mara(at)nordlicht.de",
        "MARA AT NORDLICHT DOT DE",
        "mara[@]nordlicht[.]de",
    ] {
        assert_eq!(Kind::Email.canonical(text), "mara@nordlicht.de", "{text}");
    }
}
