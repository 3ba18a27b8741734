//! Working copies with named schemas, and the text that stands alone.

use super::{inlined, shown};
use crate::report::Code;

const FILES: &[(&str, &str)] = &[
    (
        "Product.yaml",
        "# What the shop has.\nname: \"string, as in: the shop\" # never empty\ntags?(array, in any order): string\nsize(enum): [S, no, 1, 2.50, \"3\"]\nmaker: { name: string, land?: any }\n",
    ),
    ("Sku.yaml", "string, the unit\n"),
    ("Basket.yaml", "products(array): Product\nsku: Sku\n"),
    ("Nothing.yaml", "{}\n"),
    (
        "Answer.yaml",
        "$defs:\n  node: { type: object, properties: { next: { $ref: '#/$defs/node' } } }\ntype: object\nproperties:\n  node: { $ref: '#/$defs/node' }\n  score: { type: number, maximum: 1.0, enum: [0.5, 1e21] }\n  word: { type: string, pattern: '^[a-z]+: \\d$' }\n",
    ),
    ("p", "Bye {{product.name}}.\n"),
];

/// The name of a row, the front matter of the working copy, and that of the release.
const ROWS: &[(&str, &str, &str)] = &[
    (
        "no name",
        "input:\n  schema:\n    a: string # yes\n",
        "input:\n  schema:\n    a: string # yes\n",
    ),
    (
        "a block",
        "model: m # ours\ninput:\n  schema:\n    product: Product   # what we sell\n    a: string\n",
        "model: m # ours\ninput:\n  schema:\n    product:   # what we sell\n      name: \"string, as in: the shop\"\n      tags?(array, in any order): string\n      size(enum): [S, \"no\", 1, 2.5, \"3\"]\n      maker:\n        name: string\n        land?: any\n    a: string\n",
    ),
    (
        "braces",
        "input: { schema: { product?: Product, a: \"Sku, ours\" } } # yes\n",
        "input: { schema: { product?: { name: \"string, as in: the shop\", \"tags?(array, in any order)\": string, size(enum): [S, \"no\", 1, 2.5, \"3\"], maker: { name: string, land?: any } }, a: \"string, ours\" } } # yes\n",
    ),
    (
        "a description that moves to the key",
        "input:\n  schema:\n    product?: \"Product, what we sell: all\"\n    \"b\": Nothing, later\n",
        "input:\n  schema:\n    \"product?(object, what we sell: all)\":\n      name: \"string, as in: the shop\"\n      tags?(array, in any order): string\n      size(enum): [S, \"no\", 1, 2.5, \"3\"]\n      maker:\n        name: string\n        land?: any\n    b(object, later): {}\n",
    ),
    (
        "the same in braces",
        "input: { schema: { b: \"Nothing, later\" } }\n",
        "input: { schema: { \"b(object, later)\": {} } }\n",
    ),
    (
        "a scalar",
        "input:\n  schema:\n    skus(array): Sku # all\n    sku: Sku, ours\n",
        "input:\n  schema:\n    skus(array): string, the unit # all\n    sku: string, ours\n",
    ),
    (
        "a whole schema",
        "input:\n    schema: Basket # all of it\n    default: { sku: a }\n",
        "input:\n    schema: # all of it\n      products(array):\n        name: \"string, as in: the shop\"\n        tags?(array, in any order): string\n        size(enum): [S, \"no\", 1, 2.5, \"3\"]\n        maker:\n          name: string\n          land?: any\n      sku: string, the unit\n    default: { sku: a }\n",
    ),
    (
        "a name on a line of its own",
        "input:\n  schema:\n    # What we sell.\n    Basket\noutput:\n  schema: Sku\n",
        "input:\n  schema:\n    # What we sell.\n    products(array):\n      name: \"string, as in: the shop\"\n      tags?(array, in any order): string\n      size(enum): [S, \"no\", 1, 2.5, \"3\"]\n      maker:\n        name: string\n        land?: any\n    sku: string, the unit\noutput:\n  schema: string, the unit\n",
    ),
    (
        "JSON Schema",
        "output:\n  schema: Answer, the verdict\n",
        "output:\n  schema:\n    $defs:\n      node:\n        type: object\n        properties:\n          next:\n            $ref: \"#/$defs/node\"\n    type: object\n    properties:\n      node:\n        $ref: \"#/$defs/node\"\n      score:\n        type: number\n        maximum: 1.0\n        enum: [0.5, 1e21]\n      word:\n        type: string\n        pattern: \"^[a-z]+: \\\\d$\"\n    description: the verdict\n",
    ),
    (
        "all other keys, in braces in a block",
        "input:\n  schema:\n    a: { \"(*)\": Nothing }\n",
        "input:\n  schema:\n    a: { \"(*)\": {} }\n",
    ),
];

#[test]
fn schemas_in_place() {
    for (what, front, expected) in ROWS {
        let file = |front: &str| format!("---\n{front}---\nHi.\n");
        assert_eq!(shown(&file(front), FILES), file(expected), "{what}");
    }
}

#[test]
fn partials_and_schemas_in_place() {
    let copy = "---\ninput: { schema: { product: { name: Sku } } }\n---\nHi.\n{{> p}}\nYours\n";
    let release = "---\ninput: { schema: { product: { name: \"string, the unit\" } } }\n---\nHi.\nBye {{product.name}}.\nYours\n";
    assert_eq!(shown(copy, FILES), release);
}

#[test]
fn a_text_that_no_build_would_read_is_none() {
    // The schemas alone are within their limit.
    let field = format!("a: \"string, {}\"\n", "long ".repeat(400_000));
    let body = "Hi. ".repeat(100_000);
    let copy = format!("---\ninput: {{ schema: {{ b: Long, c: Long }} }}\n---\n{body}\n");
    let (text, findings) = inlined(&copy, &[("Long.yaml", &field)]);
    let codes = findings.iter().map(|finding| finding.code);
    assert!(text.is_none() && codes.eq([Code::SchemaNotInlined]));
}
