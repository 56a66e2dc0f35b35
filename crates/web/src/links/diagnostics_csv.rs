//! The list of writes as a file for spreadsheets. Cells that a spreadsheet would take for a formula are
//! marked as text.

use super::diagnostics::Row;
use crate::texts::Texts;

pub(super) fn write(t: &Texts, rows: &[Row]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    line(
        &mut text,
        [
            t.get("crm-column-when"),
            t.get("crm-column-user"),
            t.get("crm-column-person"),
            t.get("crm-column-what"),
            t.get("crm-column-operation"),
            t.get("crm-column-object"),
            t.get("crm-column-record"),
            t.get("crm-column-state"),
            t.get("crm-column-code"),
            t.get("crm-column-class"),
            t.get("crm-column-meaning"),
            t.get("crm-column-remedy"),
            t.get("crm-column-detail"),
            t.get("crm-column-tries"),
        ],
    );
    for row in rows {
        let tries = row.tries.to_string();
        line(
            &mut text,
            [
                row.when.as_str(),
                &row.user,
                &row.person,
                t.of_family("crm-kind", row.kind),
                t.of_family("crm-operation", row.operation),
                &row.object,
                &row.record,
                t.of_family("crm-state", row.state),
                &row.code,
                t.of_family("crm-class", row.class),
                &row.meaning,
                &row.remedy,
                &row.detail,
                &tries,
            ],
        );
    }
    text.into_bytes()
}

fn line<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// Always in quotation marks (RFC 4180).
fn cell(value: &str) -> String {
    let is_formula = value.trim_start().starts_with(['=', '+', '-', '@'])
        || value.starts_with(['\t', '\r', '\n']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_ends_its_line() {
        for (value, written) in [
            ("=1+1", "\"'=1+1\""),
            (" @x", "\"' @x\""),
            ("\tx", "\"'\tx\""),
            ("a \"b\", c\r\nd", "\"a \"\"b\"\", c\r\nd\""),
            ("", "\"\""),
        ] {
            assert_eq!(cell(value), written);
        }
    }
}
