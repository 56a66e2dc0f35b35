//! The table: what was measured, how much, how much it may be.

use std::fmt;

use super::machine::Machine;

/// One measured thing.
pub(crate) struct Row {
    pub what: String,
    /// The most it may be, or the least where more is better; none for what is there to compare with.
    pub goal: Option<Figure>,
    /// None where this system does not tell.
    pub measured: Option<Figure>,
}

#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) enum Figure {
    Milliseconds(f64),
    /// Of 1,000,000 bytes.
    Megabytes(f64),
    /// How many in a second of one processor; more is better.
    PerCpuSecond(f64),
    /// How many in a second; more is better.
    PerSecond(f64),
}

impl Figure {
    fn meets(self, goal: Self) -> bool {
        match goal {
            Self::PerCpuSecond(_) | Self::PerSecond(_) => self >= goal,
            Self::Milliseconds(_) | Self::Megabytes(_) => self <= goal,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Milliseconds(n) => write!(f, "{n:.1} ms"),
            Self::Megabytes(n) => write!(f, "{n:.1} MB"),
            Self::PerCpuSecond(n) => write!(f, "{n:.0} /CPU s"),
            Self::PerSecond(n) => write!(f, "{n:.0} /s"),
        }
    }
}

impl Row {
    fn verdict(&self) -> &'static str {
        match (self.goal, self.measured) {
            (Some(goal), Some(measured)) if measured.meets(goal) => "yes",
            (Some(_), Some(_)) => "**no**",
            _ => "",
        }
    }
}

/// Markdown, to be kept as it is.
pub(crate) fn table(machine: &Machine, rows: &[Row]) -> String {
    let cell = |figure: Option<Figure>| figure.map_or_else(|| "–".to_owned(), |f| f.to_string());
    let mut text = format!("{machine}\n\n| What | Measured | Goal | Met |\n|---|---:|---:|---|\n");
    for row in rows {
        text.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            row.what,
            cell(row.measured),
            cell(row.goal),
            row.verdict()
        ));
    }
    if cfg!(debug_assertions) {
        text.push_str("\nA debug build: only the `dist` profile counts.\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_up_to_its_figure() {
        let verdict = |measured| {
            let row = Row {
                what: "start".into(),
                goal: Some(Figure::Milliseconds(30.0)),
                measured,
            };
            row.verdict()
        };
        assert_eq!(verdict(Some(Figure::Milliseconds(30.0))), "yes");
        assert_eq!(verdict(Some(Figure::Milliseconds(30.1))), "**no**");
        assert_eq!(verdict(None), "");
        assert!(Figure::PerCpuSecond(2.0).meets(Figure::PerCpuSecond(1.0)));
    }
}
