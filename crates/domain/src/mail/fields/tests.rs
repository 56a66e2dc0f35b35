use proptest::prelude::*;

use super::*;
use crate::Language;
use crate::mail::MailHtml;

fn values() -> Values {
    Values {
        person: Person {
            first_name: "Lena".into(),
            company: "Acme & Söhne, Inc.".into(),
            custom: [("favourite_movie".to_owned(), "Alien <3".to_owned())].into(),
            ..Person::default()
        },
        sender: Sender {
            name: "Rita Rep".into(),
            title: String::new(),
        },
        signature_html: "<p><b>Rita</b></p>".into(),
        unsubscribe_html: "<p><a href=\"https://x.example/u\">Stop</a></p>".into(),
        salesforce: [("account_name".to_owned(), "Acme".to_owned())].into(),
        ..Values::default()
    }
}

fn html(text: &str) -> Result<String, Vec<Missing>> {
    Fields::parse(Form::Html, text)
        .fill(&values())
        .map(|filled| filled.text)
}

fn subject(text: &str) -> Result<String, Vec<Missing>> {
    Fields::parse(Form::Subject, text)
        .fill(&values())
        .map(|filled| filled.text)
}

#[test]
fn every_spelling_of_a_field_is_the_field() {
    for written in [
        "{{first_name}}",
        "{{ first_name }}",
        "{{First Name}}",
        "{{&nbsp;first&nbsp;name&nbsp;}}",
        "{{first\u{200b}_name}}",
        "{{<span>first</span>_name}}",
        "{{first_name | default: \"friend\"}}",
        "{{first name|default:&quot;friend&quot;}}",
    ] {
        let text = MailHtml::clean(&html(written).unwrap()).to_text();
        assert_eq!(text, "Lena", "{written}");
    }
    assert_eq!(html("{{friendly_company}}").unwrap(), "Acme &amp; Söhne");
    assert_eq!(html("{{company_friendly}}").unwrap(), "Acme &amp; Söhne");
    assert_eq!(html("<b>{{first</b>_name}}").unwrap(), "<b>Lena</b>");
    assert_eq!(html("{{{first_name}}}").unwrap(), "{Lena}");
}

#[test]
fn a_default_stands_in_for_nothing_only() {
    for written in [
        "{{title | default: \"dear \u{e5}ngstr\u{f6}m\"}}",
        "{{title|default:“dear ångström”}}",
        "{{title | DEFAULT : dear ångström }}",
        "{{title | default: &ldquo;dear ångström&rdquo;}}",
        "{{title | default: 'dear ångström'}}",
    ] {
        assert_eq!(html(written).unwrap(), "dear ångström", "{written}");
    }
    assert_eq!(html("{{personal_email | default: \"\"}}!").unwrap(), "!");
    assert_eq!(
        html("{{title | default: \"&lt;b&gt;\"}}").unwrap(),
        "&lt;b&gt;"
    );
}

#[test]
fn without_a_value_the_table_decides() {
    let nobody = |text: &str, language| {
        let values = Values {
            language,
            ..Values::default()
        };
        Fields::parse(Form::Subject, text)
            .fill(&values)
            .map(|filled| filled.text)
    };
    assert_eq!(
        nobody("Hi {{first_name}}{{title}}{{my_name}}", Language::En).unwrap(),
        "Hi"
    );
    assert_eq!(nobody("{{company}}", Language::En).unwrap(), "your company");
    assert_eq!(
        nobody("{{company_friendly}}", Language::Fr).unwrap(),
        "votre entreprise"
    );
    assert_eq!(
        nobody("{{company | default: \"us\"}}", Language::Sv).unwrap(),
        "us"
    );
    assert_eq!(
        nobody(
            "{{personal_email}}{{work_website}}{{custom_field_x}}{{sfdc_y}}{{sfdc_y}}",
            Language::En
        ),
        Err(
            ["personal_email", "work_website", "custom_field_x", "sfdc_y"]
                .map(|name| Missing::NoValue(name.into()))
                .into()
        )
    );
}

#[test]
fn what_no_value_heals_is_named() {
    assert_eq!(
        subject("{{! say  why}} {{nick_name}} {{first_name | upcase}} {{my_signature}}"),
        Err(vec![
            Missing::Prompt("say why".into()),
            Missing::Unknown("nick_name".into()),
            Missing::Unknown("first_name | upcase".into()),
            Missing::Misplaced("my_signature".into()),
        ])
    );
    let fields = Fields::parse(Form::Html, "{{!x}}{{first_name}}{{no}}");
    assert_eq!(fields.names().collect::<Vec<_>>(), ["first_name"]);
    assert_eq!(fields.faults().len(), 2);
}

#[test]
fn braces_that_are_no_field_are_text() {
    for text in [
        "{{",
        "}}",
        "{{first_name",
        "first_name}}",
        "{{}}",
        "{{ &nbsp; }}",
        "{ {first_name}}",
        "<p>{{first</p><p>name}}</p>",
        "}}{{",
        "{{<br>}}",
    ] {
        assert_eq!(html(text).unwrap(), text);
        assert!(Fields::parse(Form::Html, text).is_empty());
    }
    assert_eq!(html("{{ {{first_name}}").unwrap(), "{{ Lena");
}

#[test]
fn salesforce_helps_out() {
    let values = Values {
        salesforce: [
            ("first_name".to_owned(), "Kim".to_owned()),
            ("account_name".to_owned(), "Globex, LLC".to_owned()),
        ]
        .into(),
        ..Values::default()
    };
    let text = "{{first_name}} {{company_friendly}} {{sfdc_account_name}}";
    let filled = Fields::parse(Form::Subject, text).fill(&values).unwrap();
    assert_eq!(filled.text, "Kim Globex Globex, LLC");
}

#[test]
fn a_legal_form_goes_only_behind_a_comma() {
    for (company, friendly) in [
        ("Acme, Inc.", "Acme"),
        ("Acme Inc.", "Acme Inc."),
        ("Acme, S.A.R.L.", "Acme"),
        ("Meier, GmbH & Co. KG", "Meier"),
        ("Acme Co., Ltd.", "Acme Co."),
        ("Acme, Paris", "Acme, Paris"),
        (", Inc.", ", Inc."),
    ] {
        let mut values = Values::default();
        values.person.company = company.into();
        let fields = Fields::parse(Form::Subject, "{{company_friendly}}");
        assert_eq!(fields.fill(&values).unwrap().text, friendly);
    }
}

#[test]
fn it_says_what_was_placed() {
    let text = "{{my_signature}}{{friendly_unsubscribe}}{{last_email_body}}";
    let filled = Fields::parse(Form::Html, text).fill(&values()).unwrap();
    assert!(filled.has_signature && filled.has_unsubscribe && filled.has_last_email);
    assert_eq!(filled.text, "<p><b>Rita</b></p>");
    let plain = Fields::parse(Form::Html, "x").fill(&values()).unwrap();
    assert!(!(plain.has_signature || plain.has_unsubscribe || plain.has_last_email));
}

#[test]
fn in_an_address_a_value_is_one_part() {
    assert_eq!(
        html("<a href=\"https://x.example/?c={{company}}\" title=\"{{company}}\">y</a>").unwrap(),
        "<a href=\"https://x.example/?c=Acme%20%26%20S%C3%B6hne%2C%20Inc.\" title=\"Acme &amp; Söhne, Inc.\">y</a>"
    );
    let mut values = values();
    values.person.work_website = "https://acme.example/?a=1&b=\"2\"".into();
    let fields = Fields::parse(Form::Html, "<a href=\"{{work_website}}\">x</a>");
    assert_eq!(
        fields.fill(&values).unwrap().text,
        "<a href=\"https://acme.example/?a=1&amp;b=&quot;2&quot;\">x</a>"
    );
    assert!(matches!(
        html("<a href=\"{{my_signature}}\">x</a>"),
        Err(missing) if missing == [Missing::Misplaced("my_signature".into())]
    ));
}

fn hostile() -> impl Strategy<Value = String> {
    "(\\PC|[\r\n\t\u{0}\u{2028}\u{202e}]|<script>|</p>|\\{\\{title\\}\\}|\\{\\{|\\}\\}|\"|&|\r\nBcc: x@y\\.example){0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_value_adds_no_line_and_no_field(value in hostile()) {
        let mut values = values();
        values.person.first_name = value.clone();
        values.person.title = "CHIEF".into();
        let filled = Fields::parse(Form::Subject, "a{{first_name}}b").fill(&values).unwrap().text;
        prop_assert!(!filled.chars().any(char::is_control));
        prop_assert!(!filled.contains("CHIEF"));
        prop_assert!(filled.starts_with('a') && filled.ends_with('b'));
    }

    #[test]
    fn a_value_adds_no_markup(value in hostile()) {
        let mut values = values();
        values.person.first_name = value.clone();
        let filled = html_with("<p title=\"{{first_name}}\">{{first_name}}<a href=\"https://x.example/{{first_name}}\">l</a></p>", &values);
        let structure: String = filled.chars().filter(|c| "<>".contains(*c)).collect();
        prop_assert_eq!(structure, "<><><><>");
        let again = MailHtml::clean(&filled);
        prop_assert!(again.removed().is_empty(), "{:?}", again.removed());
    }

    #[test]
    fn any_text_is_read(text in hostile()) {
        let (filled, missing) = Fields::parse(Form::Html, &text).preview(&values());
        if missing.is_empty() && !text.contains("}}") {
            prop_assert_eq!(filled.text, text);
        }
    }
}

fn html_with(text: &str, values: &Values) -> String {
    Fields::parse(Form::Html, text).fill(values).unwrap().text
}
