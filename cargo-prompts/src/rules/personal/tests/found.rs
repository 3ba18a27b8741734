//! Texts with personal data, one a row.

use super::super::{Kind, find};
use super::wrong;

/// The text, and what is found in it.
const FOUND: &[(Kind, &str, &str)] = &[
    (
        Kind::Email,
        "Write to mara.lindqvist@nordlicht-logistik.de, please",
        "mara.lindqvist@nordlicht-logistik.de",
    ),
    (
        Kind::Email,
        "jb.orourke+offers@atelier-vingt.fr.",
        "jb.orourke+offers@atelier-vingt.fr",
    ),
    (
        Kind::Email,
        "<Ayse_Demir@MAIL.co.uk>",
        "Ayse_Demir@MAIL.co.uk",
    ),
    (
        Kind::Email,
        "mailto:o'neill@desk.io?subject=x",
        "o'neill@desk.io",
    ),
    (
        Kind::Email,
        "jörg@müller-straße.de",
        "jörg@müller-straße.de",
    ),
    (
        Kind::Email,
        "x@xn--mller-kva.xn--p1ai",
        "x@xn--mller-kva.xn--p1ai",
    ),
    (Kind::Email, "me@163.com", "me@163.com"),
    (Kind::Email, "a@notexample.com", "a@notexample.com"),
    (
        Kind::Email,
        "(sales@contoso.travel)",
        "sales@contoso.travel",
    ),
    (Kind::Phone, "Call me: +49 30 9018 2001", "+49 30 9018 2001"),
    (Kind::Phone, "+49309018200", "+49309018200"),
    (
        Kind::Phone,
        "+49 (0)30 901820-11, thanks",
        "+49 (0)30 901820-11",
    ),
    (Kind::Phone, "+1 (415) 555-0132", "+1 (415) 555-0132"),
    (Kind::Phone, "+1-415-555-0132.", "+1-415-555-0132"),
    (Kind::Phone, "+1.4155550132", "+1.4155550132"),
    (Kind::Phone, "+44 20 7946 0123 at 10:15", "+44 20 7946 0123"),
    (Kind::Phone, "+33 6 12 34 56 78", "+33 6 12 34 56 78"),
    (
        Kind::Phone,
        "+46\u{a0}70\u{a0}174\u{a0}06\u{a0}05",
        "+46\u{a0}70\u{a0}174\u{a0}06\u{a0}05",
    ),
    (Kind::Phone, "+91 98765 43210", "+91 98765 43210"),
    (Kind::Phone, "0049 30 9018 2001", "0049 30 9018 2001"),
    (Kind::Phone, "030 / 9018 2001", "030 / 9018 2001"),
    (Kind::Phone, "030/90182001", "030/90182001"),
    (Kind::Phone, "(030) 90182001", "(030) 90182001"),
    (Kind::Phone, "0171 2345678", "0171 2345678"),
    (Kind::Phone, "0171-2345678 from 9 to 5", "0171-2345678"),
    (Kind::Phone, "01712345678", "01712345678"),
    (Kind::Phone, "06 12 34 56 78", "06 12 34 56 78"),
    (Kind::Phone, "06.12.34.56.78", "06.12.34.56.78"),
    (Kind::Phone, "020 7946 0123", "020 7946 0123"),
    (Kind::Phone, "07700 900123", "07700 900123"),
    (Kind::Phone, "079 123 45 67", "079 123 45 67"),
    (Kind::Phone, "(415) 555-0132", "(415) 555-0132"),
    (Kind::Phone, "415-555-0132", "415-555-0132"),
    (Kind::Phone, "415.555.0132 or", "415.555.0132"),
    (Kind::Phone, "1-415-555-0132", "1-415-555-0132"),
    (Kind::Phone, "(11) 91234-5678", "(11) 91234-5678"),
    (Kind::Phone, "Tel.: 612 345 678", "612 345 678"),
    (Kind::Phone, "phone 9018200", "9018200"),
    (Kind::Phone, "Fax no. 90 18 20 01", "90 18 20 01"),
    (Kind::Phone, "Phone=4155550132", "4155550132"),
    (Kind::Phone, "Phone (mobile): 4155550132", "4155550132"),
    (Kind::Phone, "Tel.-Nr. 90 18 20 01", "90 18 20 01"),
    (Kind::Phone, "customer_phone=415 555 013", "415 555 013"),
    (Kind::Phone, "{\"phone\": \"4155550132\"}", "4155550132"),
    (
        Kind::Phone,
        "+46\u{202f}70\u{2009}174\u{a0}06\u{2007}05",
        "+46\u{202f}70\u{2009}174\u{a0}06\u{2007}05",
    ),
    (Kind::Phone, "é 0171\u{2011}2345678", "0171\u{2011}2345678"),
    (Kind::Phone, "030\u{2013}90182001 é", "030\u{2013}90182001"),
    (
        Kind::Phone,
        "＋４９ ３０ ９０１８ ２００１。",
        "＋４９ ３０ ９０１８ ２００１",
    ),
    (
        Kind::Phone,
        "+49\u{ad}30 9018\u{200b}2001",
        "+49\u{ad}30 9018\u{200b}2001",
    ),
    (Kind::Phone, "8 916 123-45-67", "8 916 123-45-67"),
    (Kind::Phone, "8 (916) 123-45-67", "8 (916) 123-45-67"),
    (Kind::Phone, "+420 601 123 456", "+420 601 123 456"),
    (Kind::Phone, "+49 30 9018 2001 12345678", "+49 30 9018 2001"),
    (Kind::Email, "an anna＠gmail.com", "anna＠gmail.com"),
    (
        Kind::Email,
        "to \"anna schmidt\"@firma.de",
        "\"anna schmidt\"@firma.de",
    ),
    (Kind::Card, "4111.1111.1111.1111", "4111.1111.1111.1111"),
    (Kind::Card, "4111/1111/1111/1111", "4111/1111/1111/1111"),
    (Kind::Card, "4111_1111_1111_1111", "4111_1111_1111_1111"),
    (
        Kind::Card,
        "4111  1111  1111  1111",
        "4111  1111  1111  1111",
    ),
    (
        Kind::Card,
        "5555  5555  5555  4444  123",
        "5555  5555  5555  4444",
    ),
    (
        Kind::Card,
        "4111\t1111\t1111\t1111",
        "4111\t1111\t1111\t1111",
    ),
    (
        Kind::Iban,
        "DE89.3704.0044.0532.0130.00",
        "DE89.3704.0044.0532.0130.00",
    ),
    (
        Kind::Iban,
        "DE89  3704  0044  0532  0130  00",
        "DE89  3704  0044  0532  0130  00",
    ),
    (
        Kind::Iban,
        "IBANDE89370400440532013000",
        "DE89370400440532013000",
    ),
    (Kind::Card, "4111 1111 1111 1111", "4111 1111 1111 1111"),
    (
        Kind::Card,
        "card 4111111111111111, exp. 12/29",
        "4111111111111111",
    ),
    (Kind::Card, "4012-8888-8888-1881", "4012-8888-8888-1881"),
    (
        Kind::Card,
        "5555 5555 5555 4444 12/28",
        "5555 5555 5555 4444",
    ),
    (Kind::Card, "2223 0031 2200 3222", "2223 0031 2200 3222"),
    (Kind::Card, "3782 822463 10005", "3782 822463 10005"),
    (Kind::Card, "378282246310005", "378282246310005"),
    (Kind::Card, "3056 930902 5904", "3056 930902 5904"),
    (Kind::Card, "6011 1111 1111 1117.", "6011 1111 1111 1117"),
    (Kind::Card, "3530111333300000", "3530111333300000"),
    (Kind::Card, "5555 5555 5555 4444 123", "5555 5555 5555 4444"),
    (
        Kind::Iban,
        "DE89 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532 0130 00",
    ),
    (
        Kind::Iban,
        "IBAN DE89370400440532013000 please",
        "DE89370400440532013000",
    ),
    (
        Kind::Iban,
        "GB82 WEST 1234 5698 7654 32, thanks",
        "GB82 WEST 1234 5698 7654 32",
    ),
    (
        Kind::Iban,
        "fr14 2004 1010 0505 0001 3m02 606",
        "fr14 2004 1010 0505 0001 3m02 606",
    ),
    (Kind::Iban, "NO93-8601-1117-947", "NO93-8601-1117-947"),
    (Kind::Iban, "CH9300762011623852957", "CH9300762011623852957"),
    (
        Kind::Iban,
        "NL91 ABNA 0417 1643 00 or cash",
        "NL91 ABNA 0417 1643 00",
    ),
    // Forms that a test of leaks found missing.
    (
        Kind::Iban,
        "de89370400440532013000",
        "de89370400440532013000",
    ),
    (
        Kind::Iban,
        "De89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00",
        "De89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00",
    ),
    (
        Kind::Iban,
        "DE89\u{202f}3704\u{202f}0044\u{202f}0532\u{202f}0130\u{202f}00",
        "DE89\u{202f}3704\u{202f}0044\u{202f}0532\u{202f}0130\u{202f}00",
    ),
    (
        Kind::Iban,
        "DE89-3704-0044-0532-0130-00",
        "DE89-3704-0044-0532-0130-00",
    ),
    (
        Kind::Iban,
        "DE89/3704/0044/0532/0130/00",
        "DE89/3704/0044/0532/0130/00",
    ),
    (
        Kind::Iban,
        "DE89_3704_0044_0532_0130_00",
        "DE89_3704_0044_0532_0130_00",
    ),
    (
        Kind::Iban,
        "iban_DE89370400440532013000",
        "DE89370400440532013000",
    ),
    (
        Kind::Iban,
        "IBAN-DE89 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532 0130 00",
    ),
    (
        Kind::Iban,
        "DE89 3704 0044 0532 0130 00.Thanks",
        "DE89 3704 0044 0532 0130 00",
    ),
    (
        Kind::Iban,
        "ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００",
        "ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００",
    ),
    (
        Kind::Card,
        "4111\u{a0}1111\u{a0}1111\u{a0}1111",
        "4111\u{a0}1111\u{a0}1111\u{a0}1111",
    ),
    (
        Kind::Card,
        "4111\u{2009}1111\u{2009}1111\u{2009}1111",
        "4111\u{2009}1111\u{2009}1111\u{2009}1111",
    ),
    (
        Kind::Card,
        "4111 - 1111 - 1111 - 1111",
        "4111 - 1111 - 1111 - 1111",
    ),
    (Kind::Card, "4111–1111–1111–1111", "4111–1111–1111–1111"),
    (Kind::Card, "41111111 11111111", "41111111 11111111"),
    (Kind::Card, "4222 222 222 222", "4222 222 222 222"),
    (Kind::Card, "visa 4222222222222", "4222222222222"),
    (Kind::Card, "card num. 4222222222222", "4222222222222"),
    (
        Kind::Card,
        "c=4111++1111++1111++1111",
        "4111++1111++1111++1111",
    ),
    (Kind::Phone, "q=a++030++901820", "030++901820"),
    (Kind::Phone, "tel: 0014155552671", "0014155552671"),
    (Kind::Card, "card #4111111111111111", "4111111111111111"),
    (Kind::Card, "card_4111111111111111", "4111111111111111"),
    (
        Kind::Card,
        "card no. 4111-1111-1111-1111.Ok",
        "4111-1111-1111-1111",
    ),
    (
        Kind::Card,
        "４１１１ １１１１ １１１１ １１１１",
        "４１１１ １１１１ １１１１ １１１１",
    ),
    (Kind::Phone, "+49 (0) 171 2345678", "+49 (0) 171 2345678"),
    (Kind::Phone, "+49(0)171/2345678", "+49(0)171/2345678"),
    (
        Kind::Phone,
        "+420(0)60 6687 831477",
        "+420(0)60 6687 831477",
    ),
    (
        Kind::Phone,
        "(+49) ( 0 )60 6687 8314770",
        "(+49) ( 0 )60 6687 8314770",
    ),
    (Kind::Phone, "1(711)73085-8504", "1(711)73085-8504"),
    (Kind::Phone, "1 (695) 25319 5750", "1 (695) 25319 5750"),
    (Kind::Phone, "+49/171/2345678", "+49/171/2345678"),
    (Kind::Phone, "(+49) 171 2345678", "(+49) 171 2345678"),
    (Kind::Phone, "(+49)171-2345678", "(+49)171-2345678"),
    (Kind::Phone, "(0049) 171 2345678", "(0049) 171 2345678"),
    (Kind::Phone, "00491712345678", "00491712345678"),
    (Kind::Phone, "0049-171-2345678", "0049-171-2345678"),
    (Kind::Phone, "011 49 171 2345678", "011 49 171 2345678"),
    (Kind::Phone, "(212) 555-0187", "(212) 555-0187"),
    (Kind::Phone, "(212)555-0187", "(212)555-0187"),
    (Kind::Phone, "(212).555.0187", "(212).555.0187"),
    (Kind::Phone, "212.555.0187", "212.555.0187"),
    (Kind::Phone, "212/555-0187", "212/555-0187"),
    (Kind::Phone, "212-555-0187x45", "212-555-0187"),
    (Kind::Phone, "212-555-0187 ext. 45", "212-555-0187"),
    (Kind::Phone, "tel:+1-212-555-0187", "+1-212-555-0187"),
    (
        Kind::Phone,
        "tel:%2B49%20171%202345678",
        "%2B49%20171%202345678",
    ),
    (
        Kind::Phone,
        "0171\u{a0}/\u{a0}2345678",
        "0171\u{a0}/\u{a0}2345678",
    ),
    (
        Kind::Phone,
        "+49\u{2009}171\u{2009}2345678",
        "+49\u{2009}171\u{2009}2345678",
    ),
    (
        Kind::Phone,
        "（０３０）９０１８２００１",
        "（０３０）９０１８２００１",
    ),
    (Kind::Email, "jb+offers@atelier.fr", "jb+offers@atelier.fr"),
    (Kind::Email, "MARA@NORDLICHT.DE", "MARA@NORDLICHT.DE"),
    (
        Kind::Email,
        "x@XN--MLLER-KVA.XN--P1AI",
        "x@XN--MLLER-KVA.XN--P1AI",
    ),
    (
        Kind::Email,
        "jo\u{308}rg@mu\u{308}ller.de",
        "jo\u{308}rg@mu\u{308}ller.de",
    ),
    (
        Kind::Email,
        "mailto:mara%40nordlicht.de",
        "mara%40nordlicht.de",
    ),
    (
        Kind::Email,
        "mara&#64;nordlicht.de",
        "mara&#64;nordlicht.de",
    ),
    (
        Kind::Email,
        "see mara%40nordlicht%2Ede",
        "mara%40nordlicht%2Ede",
    ),
    (
        Kind::Email,
        "m&#97;ra&#x40;nordlicht&period;de",
        "m&#97;ra&#x40;nordlicht&period;de",
    ),
    (Kind::Email, "Mara <mara@nordlicht.de>", "mara@nordlicht.de"),
    (
        Kind::Email,
        "\"mara..l\"@nordlicht.de",
        "\"mara..l\"@nordlicht.de",
    ),
    (Kind::Email, "mara﹫nordlicht.de", "mara﹫nordlicht.de"),
    (
        Kind::Email,
        "mara [at] nordlicht [dot] de",
        "mara [at] nordlicht [dot] de",
    ),
    (
        Kind::Email,
        "write to mara.lindqvist(at)nordlicht.de.",
        "mara.lindqvist(at)nordlicht.de",
    ),
    (
        Kind::Email,
        "mara {at} mail {dot} nordlicht {dot} de",
        "mara {at} mail {dot} nordlicht {dot} de",
    ),
    (
        Kind::Email,
        "mara[@]nordlicht[.]de",
        "mara[@]nordlicht[.]de",
    ),
    (
        Kind::Email,
        "MARA AT NORDLICHT DOT DE, thanks",
        "MARA AT NORDLICHT DOT DE",
    ),
    (
        Kind::Email,
        "mara (ät) nordlicht (punkt) de",
        "mara (ät) nordlicht (punkt) de",
    ),
    (
        Kind::Email,
        "mara [at] nordlicht.de. Thanks",
        "mara [at] nordlicht.de",
    ),
    (Kind::Phone, "(+49 171 2345678)", "+49 171 2345678"),
    (Kind::Phone, "0 (532) 123 45 67", "0 (532) 123 45 67"),
    (Kind::Phone, "0(532) 123 45 67", "0(532) 123 45 67"),
    (Kind::Phone, "ring 0 532 123 45 67", "0 532 123 45 67"),
    (Kind::Phone, "0 30 / 90 18 20", "0 30 / 90 18 20"),
    (Kind::Phone, "(0)30 901820", "(0)30 901820"),
    (Kind::Phone, "8(916)123-45-67", "8(916)123-45-67"),
    (Kind::Phone, "(415) - 555 - 2671", "(415) - 555 - 2671"),
    (Kind::Phone, "001 415 555 2671", "001 415 555 2671"),
    (Kind::Phone, "+(49) 30 901820", "+(49) 30 901820"),
    (Kind::Phone, "0151-12345678-0", "0151-12345678-0"),
    (Kind::Phone, "030-(901820)", "030-(901820)"),
    (
        Kind::Phone,
        "https://wa.me/+4915112345678",
        "+4915112345678",
    ),
    (Kind::Phone, "https://wa.me/4915112345678", "4915112345678"),
    (Kind::Phone, "mob: 9018200", "9018200"),
    (Kind::Phone, "ph: 901-8200", "901-8200"),
    (Kind::Phone, "Rufnummer 9018200", "9018200"),
    (Kind::Phone, "tel. 415-5552671", "415-5552671"),
    (Kind::Phone, "Tel:\t901\t8200", "901\t8200"),
    (Kind::Phone, "+49\t30\t901820", "+49\t30\t901820"),
    (Kind::Phone, "030\t901820", "030\t901820"),
    (
        Kind::Iban,
        "DE 89 3704 0044 0532 0130 00",
        "DE 89 3704 0044 0532 0130 00",
    ),
    (Kind::Card, "4111 1111 11111111", "4111 1111 11111111"),
    (Kind::Card, "411111 1111111111", "411111 1111111111"),
    (Kind::Card, "4111-11111111-1111", "4111-11111111-1111"),
    (Kind::Card, "411111111111 1111", "411111111111 1111"),
    (Kind::Phone, "1(415)555-2671", "1(415)555-2671"),
    (Kind::Phone, "1 (415) 555-2671", "1 (415) 555-2671"),
    (Kind::Phone, "( 030 ) 901820", "( 030 ) 901820"),
    (Kind::Phone, "( +49 ) 30 901820", "( +49 ) 30 901820"),
    (Kind::Phone, "+49 ( 0 ) 30 901820", "+49 ( 0 ) 30 901820"),
    (Kind::Phone, "( 415 ) 555-2671", "( 415 ) 555-2671"),
    (Kind::Phone, "phone #5552671", "5552671"),
    (Kind::Phone, "Tel # 555 2671", "555 2671"),
    (Kind::Phone, "phone no. #5552671", "5552671"),
    (Kind::Phone, "BITTE 030 901820 ANRUFEN", "030 901820"),
    (Kind::Phone, "4711 030 901820", "030 901820"),
    (Kind::Phone, "a\\n030 901820", "030 901820"),
    (Kind::Phone, "tel=%2B49+30+901820&x=1", "%2B49+30+901820"),
    (Kind::Phone, "q=call+030+901820+now", "030+901820"),
    (Kind::Phone, "030%C2%A0901820", "030%C2%A0901820"),
    (Kind::Phone, "030%E2%80%91901820", "030%E2%80%91901820"),
    (Kind::Phone, "030&#8209;901820", "030&#8209;901820"),
    (Kind::Phone, "030&#x2011;901820", "030&#x2011;901820"),
    (Kind::Phone, "030&ndash;901820", "030&ndash;901820"),
    (Kind::Phone, "030&thinsp;901820", "030&thinsp;901820"),
    (Kind::Phone, "0171&shy;2345678", "0171&shy;2345678"),
    (Kind::Phone, "030\\u00a0901820", "030\\u00a0901820"),
    (Kind::Phone, "a%0A030%20901820", "030%20901820"),
    (Kind::Card, "pay/4111111111111111", "4111111111111111"),
    (
        Kind::Card,
        "https://pay.de/cards/4111111111111111/charge",
        "4111111111111111",
    ),
    (
        Kind::Card,
        "https://pay.de/cards/4111-1111-1111-1111.json",
        "4111-1111-1111-1111",
    ),
    (Kind::Card, "4711-4111111111111111", "4111111111111111"),
    (
        Kind::Card,
        "visa/4111 1111 1111 1111",
        "4111 1111 1111 1111",
    ),
    (
        Kind::Card,
        "card=4111+1111+1111+1111",
        "4111+1111+1111+1111",
    ),
    (
        Kind::Card,
        "4111&#160;1111&nbsp;1111%C2%A01111",
        "4111&#160;1111&nbsp;1111%C2%A01111",
    ),
    (
        Kind::Iban,
        "pay/DE89370400440532013000",
        "DE89370400440532013000",
    ),
    (
        Kind::Iban,
        "https://bank.de/DE89370400440532013000/x",
        "DE89370400440532013000",
    ),
    (
        Kind::Iban,
        "4711-DE89370400440532013000",
        "DE89370400440532013000",
    ),
    (
        Kind::Iban,
        "iban=DE89+3704+0044+0532+0130+00",
        "DE89+3704+0044+0532+0130+00",
    ),
    (
        Kind::Iban,
        "DE89&thinsp;3704&#8239;0044%E2%80%AF0532 0130 00",
        "DE89&thinsp;3704&#8239;0044%E2%80%AF0532 0130 00",
    ),
    (Kind::Email, "to mara.@nordlicht.de", "mara.@nordlicht.de"),
    (
        Kind::Email,
        "to mara..lindqvist@nordlicht.de",
        "mara..lindqvist@nordlicht.de",
    ),
    (Kind::Email, "to mara@nordlicht..de", "mara@nordlicht..de"),
    (Kind::Email, "see ...mara@nordlicht.de", "mara@nordlicht.de"),
    (
        Kind::Email,
        "to: m%C3%A4ra%40n%C3%B6rdlicht.de",
        "m%C3%A4ra%40n%C3%B6rdlicht.de",
    ),
    (
        Kind::Email,
        "mara+%5Bat%5D+nordlicht+%5Bdot%5D+de",
        "mara+%5Bat%5D+nordlicht+%5Bdot%5D+de",
    ),
    (
        Kind::Email,
        "q=x%0A+mara+at+nordlicht+dot+de",
        "mara+at+nordlicht+dot+de",
    ),
    (
        Kind::Email,
        "mara&lsqb;at&rsqb;nordlicht.de",
        "mara&lsqb;at&rsqb;nordlicht.de",
    ),
    (Kind::Card, "479542 2058791589061", "479542 2058791589061"),
    (
        Kind::Card,
        "paid with 479542-2058791589061 today",
        "479542-2058791589061",
    ),
    (Kind::Phone, "415/555/2671", "415/555/2671"),
    (Kind::Phone, "1/415/555/2671", "1/415/555/2671"),
    (Kind::Phone, "1/(415)/555/2671", "1/(415)/555/2671"),
    (Kind::Phone, "001/415/555/2671", "001/415/555/2671"),
    (Kind::Phone, "8/916/123/45/67", "8/916/123/45/67"),
    (Kind::Phone, "8.916.123.45.67", "8.916.123.45.67"),
    (Kind::Phone, "8/(916) - 123.45.67", "8/(916) - 123.45.67"),
    (Kind::Phone, "011/49/30/90182012", "011/49/30/90182012"),
    (
        Kind::Phone,
        "011 - 49 - 30 - 90407086",
        "011 - 49 - 30 - 90407086",
    ),
    (
        Kind::Phone,
        "011  49  30  94907974",
        "011  49  30  94907974",
    ),
    (Kind::Email, "\"a@b\"@nordlicht.de", "\"a@b\"@nordlicht.de"),
    (
        Kind::Email,
        "to: \"mara@home, l\"@nordlicht.de.",
        "\"mara@home, l\"@nordlicht.de",
    ),
    (Kind::Phone, "call:\\nphone #5552671", "5552671"),
    (Kind::Phone, "\\tTel no. 2052073", "2052073"),
    (Kind::Phone, "a\\r\\nph 5552671", "5552671"),
    (Kind::Card, "paid:\\nvisa 4222222222222", "4222222222222"),
    (Kind::Card, "my_visa 4222222222222", "4222222222222"),
];

#[test]
fn what_is_found() {
    let rows = FOUND
        .iter()
        .map(|(kind, text, expected)| (*text, vec![(kind.clone(), *expected)]));
    assert_eq!(wrong(rows), Vec::<String>::new());
}

/// Values beside each other. All of them are found.
const BESIDE: &[(&str, &[&str])] = &[
    ("030 901820 030 901821", &["030 901820", "030 901821"]),
    (
        "0171 2345678 0172 2345678",
        &["0171 2345678", "0172 2345678"],
    ),
    ("+49 30 901820 030 901821", &["+49 30 901820", "030 901821"]),
    ("030 901820 / 0171 2345678", &["030 901820", "0171 2345678"]),
    ("030 901820/030 901821", &["030 901820", "030 901821"]),
    (
        "06 12 34 56 78 06 12 34 56 79",
        &["06 12 34 56 78", "06 12 34 56 79"],
    ),
    (
        "415-555-2671 415-555-2672",
        &["415-555-2671", "415-555-2672"],
    ),
    (
        "415 555 2671 415 555 2672",
        &["415 555 2671", "415 555 2672"],
    ),
    (
        "+1 415-555-2671 415-555-2672",
        &["+1 415-555-2671", "415-555-2672"],
    ),
    (
        "+49 (30) 901820 (030) 901821",
        &["+49 (30) 901820", "(030) 901821"],
    ),
    (
        "0049 30 901820 0049 30 901821",
        &["0049 30 901820", "0049 30 901821"],
    ),
    (
        "8 916 123-45-67 8 916 123-45-68",
        &["8 916 123-45-67", "8 916 123-45-68"],
    ),
    ("01712345678 01722345678", &["01712345678", "01722345678"]),
    ("tel. 9018200 030 901821", &["9018200", "030 901821"]),
    (
        "030 901820 040 901821 050 901822",
        &["030 901820", "040 901821", "050 901822"],
    ),
    ("030+901820+030+901821", &["030+901820", "030+901821"]),
    (
        "4111 1111 1111 1111 030 901820",
        &["4111 1111 1111 1111", "030 901820"],
    ),
    (
        "+49 30 901820 4111 1111 1111 1111",
        &["+49 30 901820", "4111 1111 1111 1111"],
    ),
    (
        "4111 1111 1111 1111 5555 5555 5555 4444",
        &["4111 1111 1111 1111", "5555 5555 5555 4444"],
    ),
    (
        "DE89 3704 0044 0532 0130 00 030 901820",
        &["DE89 3704 0044 0532 0130 00", "030 901820"],
    ),
    // A part of both passes the check of cards.
    (
        "1-466-366-6096 033479430566",
        &["1-466-366-6096", "033479430566"],
    ),
    (
        "4111 1111 1111 1111 011 49 30 901820",
        &["4111 1111 1111 1111", "011 49 30 901820"],
    ),
    (
        "415-555-2671 4111 1111 1111 1111",
        &["415-555-2671", "4111 1111 1111 1111"],
    ),
    (
        "Fax no. (90) 18 20 01 030 901820",
        &["(90) 18 20 01", "030 901820"],
    ),
    (
        "DE89370400440532013000 4111111111111111",
        &["DE89370400440532013000", "4111111111111111"],
    ),
    (
        "030 901820 DE89 3704 0044 0532 0130 00",
        &["030 901820", "DE89 3704 0044 0532 0130 00"],
    ),
    (
        "\"mara@nordlicht.de\", \"jo@nordlicht.de\"",
        &["mara@nordlicht.de", "jo@nordlicht.de"],
    ),
];

#[test]
fn values_beside_each_other_are_all_found() {
    let found = |text: &'static str| find(text).into_iter().map(|found| &text[found.range]);
    let wrong = BESIDE
        .iter()
        .filter(|(text, expected)| found(text).ne(expected.iter().copied()))
        .map(|(text, _)| format!("{text}: {:?}", found(text).collect::<Vec<_>>()));
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn several_in_one_text() {
    let text =
        "mara@nordlicht.de, +49 30 9018 2001; DE89 3704 0044 0532 0130 00 (4111 1111 1111 1111)";
    let kinds = find(text)
        .iter()
        .map(|found| found.kind.clone())
        .collect::<Vec<_>>();
    assert_eq!(kinds, [Kind::Email, Kind::Phone, Kind::Iban, Kind::Card]);
}
