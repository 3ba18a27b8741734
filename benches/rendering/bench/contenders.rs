//! The same two texts, rendered by each: functions of one signature, none of them inlined, so that
//! none is measured with more of its caller than the others.

use std::fmt::Write as _;
use std::hint::black_box;

use askama::Template as _;
use prompt_runtime::{Rendered, catalog, prompt};
use sailfish::TemplateSimple as _;

use crate::engines::{EMAIL, Engines, INCIDENT};
use crate::inputs::{Email, Incident, Message};
use crate::texts::{
    email_begin, email_end, email_product, incident_begin, incident_end, incident_rules,
    messages_begin, workaround_begin, workaround_end,
};

/// The limit, which no code can beat by much: one allocation of the right size, and each byte
/// copied once.
#[inline(never)]
pub(crate) fn email_by_hand(_: &Engines, email: &Email<'_>) -> String {
    let Email {
        customer,
        company,
        product,
    } = email;
    let known =
        const { email_begin!().len() + " of ".len() + email_product!().len() + email_end!().len() };
    let mut text = String::with_capacity(known + customer.len() + company.len() + product.len());
    text.push_str(email_begin!());
    text.push_str(customer);
    text.push_str(" of ");
    text.push_str(company);
    text.push_str(email_product!());
    text.push_str(product);
    text.push_str(email_end!());
    text
}

#[inline(never)]
pub(crate) fn incident_by_hand(_: &Engines, incident: &Incident<'_>) -> String {
    let Incident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    } = incident;
    let known = const {
        let inputs = " on ".len() + " in ".len() + ".\nLed by ".len() + ". The channel is ".len();
        incident_begin!().len()
            + inputs
            + incident_rules!().len()
            + messages_begin!().len()
            + incident_end!().len()
    };
    let mut size =
        known + severity.len() + service.len() + region.len() + lead.len() + channel.len();
    if !workaround.is_empty() {
        size += const { workaround_begin!().len() + workaround_end!().len() } + workaround.len();
    }
    for Message { at, text } in *messages {
        size += "\n- ".len() + at.len() + " ".len() + text.len();
    }
    let mut text = String::with_capacity(size);
    text.push_str(incident_begin!());
    text.push_str(severity);
    text.push_str(" on ");
    text.push_str(service);
    text.push_str(" in ");
    text.push_str(region);
    text.push_str(".\nLed by ");
    text.push_str(lead);
    text.push_str(". The channel is ");
    text.push_str(channel);
    text.push_str(incident_rules!());
    if !workaround.is_empty() {
        text.push_str(workaround_begin!());
        text.push_str(workaround);
        text.push_str(workaround_end!());
    }
    text.push_str(messages_begin!());
    for message in *messages {
        text.push_str("\n- ");
        text.push_str(message.at);
        text.push(' ');
        text.push_str(message.text);
    }
    text.push_str(incident_end!());
    text
}

/// As it is used: a value with the message in it.
#[inline(never)]
pub(crate) fn email_by_prompt(_: &Engines, email: &Email<'_>) -> Rendered {
    let Email {
        customer,
        company,
        product,
    } = email;
    prompt!("sales-email", customer, company, product)
}

#[inline(never)]
pub(crate) fn incident_by_prompt(_: &Engines, incident: &Incident<'_>) -> Rendered {
    let Incident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    } = incident;
    prompt!(
        "incident-summary",
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages
    )
}

/// Returns the text, as all the others do.
#[inline(never)]
pub(crate) fn email_by_prompt_text(_: &Engines, email: &Email<'_>) -> String {
    let Email {
        customer,
        company,
        product,
    } = email;
    prompt!("sales-email", customer, company, product)
        .into_text()
        .into_owned()
}

#[inline(never)]
pub(crate) fn incident_by_prompt_text(_: &Engines, incident: &Incident<'_>) -> String {
    let Incident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    } = incident;
    prompt!(
        "incident-summary",
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages
    )
    .into_text()
    .into_owned()
}

/// By an id that only the running program knows.
#[inline(never)]
pub(crate) fn email_by_catalog(_: &Engines, email: &Email<'_>) -> Rendered {
    let entry = catalog!().get(black_box("sales-email"));
    entry
        .and_then(|entry| entry.render(email))
        .expect("it renders")
}

#[inline(never)]
pub(crate) fn incident_by_catalog(_: &Engines, incident: &Incident<'_>) -> Rendered {
    let entry = catalog!().get(black_box("incident-summary"));
    entry
        .and_then(|entry| entry.render(incident))
        .expect("it renders")
}

#[inline(never)]
pub(crate) fn email_by_format(_: &Engines, email: &Email<'_>) -> String {
    let Email {
        customer,
        company,
        product,
    } = email;
    format!(
        concat!(
            email_begin!(),
            "{}",
            " of ",
            "{}",
            email_product!(),
            "{}",
            email_end!()
        ),
        customer, company, product
    )
}

#[inline(never)]
pub(crate) fn incident_by_format(_: &Engines, incident: &Incident<'_>) -> String {
    let Incident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    } = incident;
    let mut text = format!(
        concat!(
            incident_begin!(),
            "{} on {} in {}.\nLed by {}. The channel is {}",
            incident_rules!()
        ),
        severity, service, region, lead, channel
    );
    if !workaround.is_empty() {
        _ = write!(
            text,
            concat!(workaround_begin!(), "{}", workaround_end!()),
            workaround
        );
    }
    text.push_str(messages_begin!());
    for message in *messages {
        _ = write!(text, "\n- {} {}", message.at, message.text);
    }
    text.push_str(incident_end!());
    text
}

#[derive(askama::Template)]
#[template(path = "sales-email.jinja", escape = "none")]
struct AskamaEmail<'a> {
    customer: &'a str,
    company: &'a str,
    product: &'a str,
}

#[inline(never)]
pub(crate) fn email_by_askama(_: &Engines, email: &Email<'_>) -> String {
    let Email {
        customer,
        company,
        product,
    } = email;
    AskamaEmail {
        customer,
        company,
        product,
    }
    .render()
    .expect("it renders")
}

#[derive(askama::Template)]
#[template(path = "incident-summary.jinja", escape = "none")]
struct AskamaIncident<'a> {
    severity: &'a str,
    service: &'a str,
    region: &'a str,
    lead: &'a str,
    channel: &'a str,
    workaround: &'a str,
    messages: &'a [Message<'a>],
}

#[inline(never)]
pub(crate) fn incident_by_askama(_: &Engines, incident: &Incident<'_>) -> String {
    let Incident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    } = incident;
    let template = AskamaIncident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    };
    template.render().expect("it renders")
}

#[derive(sailfish::TemplateSimple)]
#[template(path = "sales-email.stpl")]
struct SailfishEmail<'a> {
    customer: &'a str,
    company: &'a str,
    product: &'a str,
}

#[inline(never)]
pub(crate) fn email_by_sailfish(_: &Engines, email: &Email<'_>) -> String {
    let Email {
        customer,
        company,
        product,
    } = email;
    SailfishEmail {
        customer,
        company,
        product,
    }
    .render_once()
    .expect("it renders")
}

#[derive(sailfish::TemplateSimple)]
#[template(path = "incident-summary.stpl")]
struct SailfishIncident<'a> {
    severity: &'a str,
    service: &'a str,
    region: &'a str,
    lead: &'a str,
    channel: &'a str,
    workaround: &'a str,
    messages: &'a [Message<'a>],
}

#[inline(never)]
pub(crate) fn incident_by_sailfish(_: &Engines, incident: &Incident<'_>) -> String {
    let Incident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    } = incident;
    let template = SailfishIncident {
        severity,
        service,
        region,
        lead,
        channel,
        workaround,
        messages,
    };
    template.render_once().expect("it renders")
}

#[inline(never)]
pub(crate) fn email_by_minijinja(engines: &Engines, email: &Email<'_>) -> String {
    let template = engines.minijinja.get_template(EMAIL).expect("it is there");
    template
        .render(minijinja::value::Serde(email))
        .expect("it renders")
}

#[inline(never)]
pub(crate) fn incident_by_minijinja(engines: &Engines, incident: &Incident<'_>) -> String {
    let template = engines
        .minijinja
        .get_template(INCIDENT)
        .expect("it is there");
    template
        .render(minijinja::value::Serde(incident))
        .expect("it renders")
}

#[inline(never)]
pub(crate) fn email_by_tera(engines: &Engines, email: &Email<'_>) -> String {
    let context = tera::Context::from_serialize(email).expect("it is a struct");
    engines.tera.render(EMAIL, &context).expect("it renders")
}

#[inline(never)]
pub(crate) fn incident_by_tera(engines: &Engines, incident: &Incident<'_>) -> String {
    let context = tera::Context::from_serialize(incident).expect("it is a struct");
    engines.tera.render(INCIDENT, &context).expect("it renders")
}

#[inline(never)]
pub(crate) fn email_by_handlebars(engines: &Engines, email: &Email<'_>) -> String {
    engines.handlebars.render(EMAIL, email).expect("it renders")
}

#[inline(never)]
pub(crate) fn incident_by_handlebars(engines: &Engines, incident: &Incident<'_>) -> String {
    engines
        .handlebars
        .render(INCIDENT, incident)
        .expect("it renders")
}
