//! The engines that read templates at run time, each with both templates parsed, and nothing
//! escaped.

pub(crate) const EMAIL: &str = "email";
pub(crate) const INCIDENT: &str = "incident";

pub(crate) struct Engines {
    pub(crate) minijinja: minijinja::Environment<'static>,
    pub(crate) tera: tera::Tera,
    pub(crate) handlebars: handlebars::Handlebars<'static>,
}

impl Engines {
    pub(crate) fn new() -> Self {
        let email = include_str!("../templates/sales-email.jinja");
        let incident = include_str!("../templates/incident-summary.jinja");

        let mut minijinja = minijinja::Environment::new();
        minijinja.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        minijinja.add_template(EMAIL, email).expect("it is valid");
        minijinja
            .add_template(INCIDENT, incident)
            .expect("it is valid");

        let mut tera = tera::Tera::new();
        tera.autoescape_on(Vec::<&'static str>::new());
        tera.add_raw_templates([(EMAIL, email), (INCIDENT, incident)])
            .expect("they are valid");

        let mut handlebars = handlebars::Handlebars::new();
        handlebars.register_escape_fn(handlebars::no_escape);
        let email = include_str!("../templates/sales-email.hbs");
        handlebars
            .register_template_string(EMAIL, email)
            .expect("it is valid");
        let incident = include_str!("../templates/incident-summary.hbs");
        handlebars
            .register_template_string(INCIDENT, incident)
            .expect("it is valid");

        Self {
            minijinja,
            tera,
            handlebars,
        }
    }
}
