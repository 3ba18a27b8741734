//! A rendering allocates once, exactly as much as its text is long, and what is fixed allocates
//! nothing.

use crate::consumer::Consumer;

const ENVIRONMENTS: &str = "\
default_environment: development
environments:
  development: { prompt_source: local, model: kimi-k2-5, temperature: 0.2, logging: verbose, rate_limit: null }
prompts:
  letter: { development: latest }
  report: { development: latest }
  notice: { development: latest }
  rules: { development: latest }
  offer: { development: latest }
";

const PROMPTS: [(&str, &str); 5] = [
    (
        "letter",
        "Write to {{customer}} of {{company}} about {{product}}, in one sentence.\n",
    ),
    (
        "report",
        "\
---
input:
  schema:
    service: string
    errors: integer
    note?: string
    messages(array):
      at: string
      text?: string
output:
  schema: { summary: string, \"größe\": \"string, in \\\"m\\\"\" }
---
{{role \"system\"}}
You write reports.
{{role \"user\"}}
Report on {{service}}, with {{errors}} errors.
{{#if note}}
Note: {{note}}
{{/if}}
Messages:
{{#each messages}}
- {{@index}} {{at}}: {{text}}
{{/each}}
At most 100 words.
",
    ),
    ("notice", "Say that the shop is closed today.\n"),
    (
        "rules",
        "{{role \"system\"}}\nAnswer in one sentence.\n{{role \"user\"}}\nWhen do you open?\n",
    ),
    // Expressions that need no memory: they compare, count, choose and cut.
    (
        "offer",
        "\
---
input:
  schema:
    tier: string
    note?: string
    seats: integer
    tags(array): string
    prices:
      (*): number
---
Offer for {{trim tier}} at {{lookup prices tier}}, {{len tags}} tags, first {{lookup tags 0}}, {{default note \"no note\"}}.
{{#if (and (eq tier \"gold\") (gt seats 3) (not (contains tags \"old\")))}}A large one.{{/if}}
{{#if (or (contains note \"call\") (lte (len tier) 3) (eq (lookup tags seats) note))}}Call them.{{/if}}
",
    ),
];

const PROGRAM: &str = r#"
use std::alloc::{GlobalAlloc, Layout, System};
use std::borrow::Cow;
use std::cell::RefCell;

use prompt_runtime::{Answer, Rendered, prompt};

struct Recorder;

thread_local! {
    /// The sizes of what is allocated, while it is recorded.
    static SIZES: RefCell<Option<Vec<usize>>> = const { RefCell::new(None) };
}

fn record(size: usize) {
    let sizes = SIZES.with_borrow_mut(Option::take);
    if let Some(mut sizes) = sizes {
        sizes.push(size);
        SIZES.set(Some(sizes));
    }
}

unsafe impl GlobalAlloc for Recorder {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        record(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        record(size);
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static RECORDER: Recorder = Recorder;

fn sizes<T>(work: impl FnOnce() -> T) -> (T, Vec<usize>) {
    SIZES.set(Some(Vec::with_capacity(100)));
    let result = work();
    let sizes = SIZES.with_borrow_mut(Option::take).unwrap();
    (result, sizes)
}

/// The body of a call is one allocation beyond the rendered messages, and a body that is not made
/// is none.
fn check_request(rendered: &Rendered) {
    let (request, allocated) = sizes(|| rendered.request());
    assert_eq!((request.messages().len(), allocated), (rendered.messages().len(), vec![]));
    let (json, allocated) = sizes(|| request.to_json());
    assert_eq!(allocated, [json.len()], "{json}");
    assert_eq!(json.contains("response_format"), rendered.prompt().output().is_some());
}

/// A call that is traced where nobody listens allocates nothing.
fn check_trace(rendered: &Rendered) {
    let answer = Answer::new("Done.");
    let ((), allocated) = sizes(|| {
        let call = rendered.trace().server_address("api.example.com").server_port(443);
        let call = call.conversation_id("conv-81").streaming();
        call.answered(&answer);
        call.failed("timeout", "no answer within 60 seconds");
        rendered.annotate_current_span();
    });
    assert_eq!(allocated, Vec::<usize>::new());
}

struct Message {
    at: &'static str,
    text: Option<String>,
}

fn main() {
    let (customer, company, product) = ("Mara Lindqvist", String::from("Nordlicht"), Cow::Borrowed("bicycles"));
    let (letter, allocated) = sizes(|| prompt!("letter", customer, company, product));
    assert_eq!(allocated, [letter.text().len()]);
    let Cow::Owned(text) = letter.into_text() else { panic!("it is written") };
    assert_eq!(text.capacity(), text.len());

    let texts = ["error rate at 30 %", "", "rolled back"].map(|text| (!text.is_empty()).then(|| text.to_owned()));
    let messages = texts.map(|text| Message { at: "09:12", text });
    let note = "checkout only";
    for (report, allocated) in [
        sizes(|| prompt!("report", service = "checkout", errors = 30_000, note, messages)),
        sizes(|| prompt!("report", service = "checkout", errors = -1_i8, messages = &messages)),
        sizes(|| prompt!("report", service = "", errors = 0, note = "", messages = &messages[..0])),
    ] {
        let [system, user] = report.messages() else { panic!("{report}") };
        assert_eq!(system.text().trim(), "You write reports.");
        assert_eq!(allocated, [user.text().len()], "{user:?}");
        check_request(&report);
        check_trace(&report);
    }

    let (notice, allocated) = sizes(|| prompt!("notice", ..));
    assert_eq!((notice.messages().len(), allocated), (1, vec![]));
    let (rules, allocated) = sizes(|| prompt!("rules", ..));
    assert_eq!((rules.messages().len(), allocated), (2, vec![]));
    for (tier, seats, note) in [("gold", 9, Some("please call")), ("new", 0, None)] {
        let (tags, prices) = (["a", "b"], [("gold", 9.5)]);
        let (offer, allocated) = sizes(|| prompt!("offer", tier, seats, note, tags, prices));
        assert_eq!(allocated, [offer.text().len()], "{offer}");
        assert!(offer.text().contains("Call them."), "{offer}");
    }
    check_request(&notice);
    check_request(&rules);
    println!("{notice}");
}
"#;

#[test]
fn a_rendering_allocates_once() {
    let consumer = consumer("allocations");
    assert_eq!(
        consumer.output("cargo run"),
        "Say that the shop is closed today.\n\n"
    );
}

/// The choice of an environment allocates nothing, and neither does a call that looks at it.
#[test]
fn a_rendering_allocates_once_in_a_build_for_several_environments() {
    let consumer = consumer("allocations-several");
    let configuration = consumer.read("prompts/environments.yaml");
    let first = "  development: {";
    let (before, rest) = configuration.split_once(first).unwrap();
    let settings = rest.lines().next().unwrap();
    let both = format!("{before}  preview: {{{settings}\n{first}{rest}");
    consumer.write(
        "prompts/environments.yaml",
        both.replace(
            "{ development: latest }",
            "{ development: latest, preview: latest }",
        ),
    );
    let main = "fn main() {\n";
    let choice = "    let (chosen, allocated) = sizes(|| prompt_runtime::choose_environment!(\"preview\"));\n    \
                  assert_eq!((chosen, allocated), (Ok(()), vec![]));\n";
    consumer.edit("src/main.rs", main, &format!("{main}{choice}"));
    let run = "PROMPT_ENVS=development,preview cargo run";
    assert_eq!(
        consumer.output(run),
        "Say that the shop is closed today.\n\n"
    );
}

/// The program, with an allocator that records.
fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.remove("prompts");
    consumer.write("prompts/environments.yaml", ENVIRONMENTS);
    for (id, text) in PROMPTS {
        consumer.write(format!("prompts/{id}/local.prompt"), text);
    }
    consumer.write("src/main.rs", PROGRAM);
    let manifest = consumer.read("Cargo.toml");
    let with_features = manifest.replace(
        "/prompt-runtime\" }",
        "/prompt-runtime\", features = [\"tracing\"] }",
    );
    assert_ne!(manifest, with_features);
    consumer.write("Cargo.toml", with_features);
    consumer
}
